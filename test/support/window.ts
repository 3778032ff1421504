import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

export const exampleTitle = 'Train a model, ask a person, release it'
export const approvalTitle = 'Release the new sales model?'

/** Goes to a page by the sidebar, as a mouse user does. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click()
  await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible()
}

/** Starts model-approval from the first-run page; resolves to the execution's ARN. */
export async function runFromWelcome(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { name: 'Welcome to Signalbox' })).toBeVisible()
  await page.getByRole('button', { name: `Run ${exampleTitle}` }).click()
  await page.waitForURL('**/executions/**')
  return executionArnOf(page)
}

/** The execution whose page is open. */
export function executionArnOf(page: Page): string {
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}

/** Waits on the execution's page until its graph shows that it asks for approval. */
export async function waitUntilItAsks(page: Page): Promise<void> {
  const graph = page.getByRole('group', { name: 'State graph' })
  await expect(graph.getByLabel(/^Ask for approval, Task, (Running|Waiting)/)).toBeVisible({
    timeout: 60_000
  })
}

/** Decides the open approval with the buttons of the window. */
export async function decide(page: Page, verb: 'Approve' | 'Reject', comment = ''): Promise<void> {
  await page.getByRole('button', { name: verb, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(approvalTitle)
  await dialog.getByLabel('Comment').fill(comment)
  await dialog.getByRole('button', { name: verb, exact: true }).click()
  await expect(dialog).toBeHidden()
}

/** Presses Tab until an element has the focus, as a keyboard user does. */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible()
  const hasFocus = (): Promise<boolean> =>
    element.evaluate((found) => found === document.activeElement)
  for (let presses = 0; presses < 60 && !(await hasFocus()); presses++)
    await page.keyboard.press('Tab')
  await expect(element).toBeFocused()
}

/** Collects what a page complains of: errors of scripts, the console, the security policy, refused requests. */
export function watchForComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // The response below says more.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text().slice(0, 300))
  })
  page.on('response', (response) => {
    if (response.status() < 400) return
    const operation = response.request().headers()['x-amz-target'] ?? response.url()
    void response
      .text()
      .catch(() => '')
      .then((body) => complaints.push(`${operation}: ${body}`))
  })
  return complaints
}
