import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { serveEngine } from '../support/served-engine.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { watchForComplaints } from '../support/window.ts'

let folder: string
let engine: ServedEngine

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-triggers-'))
  engine = await serveEngine()
  await engine.client.InstallExample({ name: 'hello' })
})
test.afterAll(async () => {
  expect(await engine.stop()).toBe(0)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('a folder trigger is tested, made, and starts once for a file that appears', async ({
  page
}) => {
  const complaints = watchForComplaints(page)
  const inbox = join(folder, 'in')
  await page.goto(engine.windowUrl('/triggers'))
  await page.getByRole('link', { name: 'New trigger' }).first().click()
  await page.getByRole('link', { name: /^Folder/ }).click()
  await page.getByLabel('Name').fill('invoices')
  await page.getByRole('textbox', { name: 'Folder', exact: true }).fill(inbox)
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText('It cannot look')).toBeVisible()
  mkdirSync(inbox)
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText('finds nothing to start for now')).toBeVisible()
  await page.getByLabel('Unchanged for (milliseconds)').fill('100')
  await page.getByRole('button', { name: 'Create trigger' }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'invoices' })).toBeVisible()
  await expect(page.getByText('Watching')).toBeVisible()
  writeFileSync(join(inbox, 'a.csv'), 'x,y\n')
  const firings = page.getByRole('table', { name: 'Firings' })
  await expect(firings.getByText(/a\.csv/)).toBeVisible()
  await expect(firings.getByRole('link')).toHaveCount(1)
  expect(complaints).toEqual([])
})

test('a webhook shows its secret once, with a command to copy, and its calls are listed', async ({
  page
}) => {
  await page.goto(engine.windowUrl('/triggers/+new?kind=WEBHOOK'))
  await page.getByLabel('Name').fill('orders')
  await page.getByRole('button', { name: 'Create trigger' }).click()
  const dialog = page.getByRole('dialog', { name: 'The webhook is ready' })
  const secret = (await dialog.getByLabel('Secret', { exact: true }).textContent()) ?? ''
  expect(secret.length).toBeGreaterThanOrEqual(16)
  await expect(dialog.getByLabel('Command', { exact: true })).toContainText(secret)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'orders' })).toBeVisible()
  await expect(page.getByText(secret)).toBeHidden()

  const address = (await page.getByLabel('Address', { exact: true }).textContent()) ?? ''
  const answer = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: '{"name": "Ada"}'
  })
  expect(answer.status).toBe(202)
  const firings = page.getByRole('table', { name: 'Firings' })
  await expect(firings.getByText('Started')).toBeVisible()
  const description = await page.getByRole('link', { name: 'OpenAPI' }).getAttribute('href')
  const { paths } = (await (await fetch(description ?? '')).json()) as { paths: object }
  expect(paths).toHaveProperty('/hooks/orders')
})

test('what is not there says so, with a heading and the way back', async ({ page }) => {
  for (const [path, up] of [
    ['/triggers/gone', 'Triggers'],
    ['/schedules/gone', 'Schedules'],
    ['/pools/gone', 'Pools']
  ] as const) {
    await page.goto(engine.windowUrl(path))
    await expect(page.getByRole('heading', { level: 1, name: 'gone' })).toBeVisible()
    await page.getByRole('link', { name: `Back to ${up}` }).click()
    await expect(page.getByRole('heading', { level: 1, name: up })).toBeVisible()
  }
})

test('the storage page says what is used, and how long things are kept can be changed', async ({
  page
}) => {
  const complaints = watchForComplaints(page)
  await page.goto(engine.windowUrl('/storage'))
  await expect(page.getByRole('meter', { name: 'Use of the budget' })).toBeVisible()
  const kept = page.getByRole('region', { name: 'How long executions are kept' })
  await kept.getByRole('button', { name: 'Change' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Days after the end').fill('45')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(kept.getByText(/for 45 days/)).toBeVisible()
  await page.getByRole('button', { name: 'Clean up…' }).click()
  await expect(page.getByText('Nothing exceeds what is kept')).toBeVisible()
  expect(complaints).toEqual([])
})

test('a mail trigger says what is missing before it can look', async ({ page }) => {
  const complaints = watchForComplaints(page)
  await page.goto(engine.windowUrl('/triggers/+new?kind=MAIL'))
  await page.getByLabel('Name').fill('invoices-by-mail')
  await page.getByLabel('Subject contains').fill('invoice')
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText('There is no connection of the type imap')).toBeVisible()
  await page.getByRole('combobox', { name: /^Afterwards/ }).click()
  await page.getByRole('option', { name: 'Move it to another mailbox' }).click()
  await page.getByRole('button', { name: 'Create trigger' }).click()
  await expect(page.getByText('Write the mailbox where mails go.')).toBeVisible()
  await page.getByLabel('Move to').fill('Done')
  await page.getByRole('button', { name: 'Create trigger' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'invoices-by-mail' })).toBeVisible()
  expect(complaints).toEqual([])
})
