import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { serveEngine } from '../support/served-engine.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { startMailCatcher } from '../support/smtp-server.ts'
import type { MailCatcher } from '../support/smtp-server.ts'
import { startExample, waitingApproval } from '../support/story.ts'
import { approvalTitle, watchForComplaints } from '../support/window.ts'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let engine: ServedEngine
let mails: MailCatcher
/** Name and address of every page, with data in it. */
let pages: Record<string, string> = {}
let approvalLink = ''

test.beforeAll(async () => {
  engine = await serveEngine()
  mails = await startMailCatcher()
  const { client } = engine
  await client.PutConnection({ name: 'office', type: 'smtp', settings: mails.settings })
  const executionArn = await startExample(client, 'model-approval', 'waits')
  await waitingApproval(client, executionArn)
  const mail = await mails.waitForMail(({ subject }) => subject?.includes(approvalTitle) ?? false)
  approvalLink = /https?:\/\/\S+\/approvals\/\S+/.exec(mail.text ?? '')?.[0] ?? ''
  const { stateMachineArn } = await client.InstallExample({ name: 'hello' })
  await client.CreateSchedule({
    Name: 'nightly',
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    Target: { Arn: stateMachineArn, Input: '{"name":"Ada"}' }
  })
  await client.PutExclusionCalendar({ Name: 'holidays', Dates: ['--12-25'] })
  await client.TriggerSchedule({ Name: 'nightly' })
  await client.CreateTrigger({
    name: 'orders',
    stateMachineArn,
    settings: { kind: 'WEBHOOK', authentication: { type: 'HMAC', scheme: 'GITHUB' } }
  })
  await client.PutPool({ name: 'gpu', size: 2 })
  await client.PutConcurrencyRule({
    stateMachineArn,
    rule: { limit: 3, pools: [{ pool: 'gpu', key: '$input.name' }] }
  })
  const machine = `/state-machines/${encodeURIComponent(stateMachineArn)}`
  pages = {
    welcome: '/welcome',
    executions: '/executions',
    execution: `/executions/${encodeURIComponent(executionArn)}`,
    'state machines': '/state-machines',
    'state machine': machine,
    editor: `${machine}/edit`,
    schedules: '/schedules',
    'schedules by day': '/schedules?view=calendar',
    'times off': '/schedules?view=exclusions',
    schedule: '/schedules/nightly',
    'editor of a schedule': '/schedules/nightly/edit',
    digest: '/away',
    triggers: '/triggers',
    trigger: '/triggers/orders',
    'kinds of triggers': '/triggers/+new',
    'editor of a trigger': '/triggers/orders/edit',
    storage: '/storage',
    pools: '/pools',
    pool: '/pools/gpu',
    approvals: '/approvals',
    connections: '/connections',
    outbox: '/outbox',
    settings: '/settings'
  }
})
test.afterAll(async () => {
  await engine.stop()
  await mails.stop()
})

/** Every dialog of schedules, triggers, pools and storage: where it is, and how it is opened. */
const dialogs: Record<string, { path: string; open: (page: Page) => Promise<void> }> = {
  'pause a schedule': { path: '/schedules/nightly', open: (page) => press(page, 'Pause') },
  backfill: { path: '/schedules/nightly', open: (page) => choose(page, 'Backfill…') },
  'delete a schedule': { path: '/schedules/nightly', open: (page) => choose(page, 'Delete') },
  'new times off': {
    path: '/schedules?view=exclusions',
    open: (page) => press(page, 'New calendar')
  },
  'test a trigger': { path: '/triggers/orders', open: (page) => press(page, 'Test') },
  'fire a trigger': { path: '/triggers/orders', open: (page) => choose(page, 'Fire by hand…') },
  'new pool': { path: '/pools', open: (page) => press(page, 'New pool') },
  'change a pool': { path: '/pools/gpu', open: (page) => press(page, 'Change') },
  budget: { path: '/storage', open: (page) => press(page, 'Change the budget') },
  retention: { path: '/storage', open: (page) => press(page, 'Change') }
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click()

async function choose(page: Page, name: string): Promise<void> {
  await press(page, 'More')
  await page.getByRole('menuitem', { name }).click()
}

async function violationsOf(page: Page, part = 'html'): Promise<string[]> {
  // Colours that are still fading would be measured half-way.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)))
  )
  const { violations } = await new AxeBuilder({ page }).withTags(standards).include(part).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`)
  )
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`every page meets WCAG 2.2 AA in ${colorScheme}, and complains of nothing`, async ({
    page
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const complaints = watchForComplaints(page)
    const found: Record<string, string[]> = {}
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(engine.windowUrl(path))
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
      await expect(page.getByRole('main')).not.toBeEmpty()
      // The event stream never ends, so the network is never idle: wait for the page's own heading.
      const heading = page.getByRole('heading', { level: 1 })
      const hasHeading = await heading.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false
      )
      const violations = await violationsOf(page)
      if (!hasHeading) violations.push('It has no heading of the first level.')
      if (violations.length > 0) found[name] = violations
    }
    expect(found).toEqual({})
    expect(complaints).toEqual([])
  })

for (const colorScheme of ['light', 'dark'] as const)
  test(`every dialog meets WCAG 2.2 AA in ${colorScheme}, takes the focus and goes with Escape`, async ({
    page
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const found: Record<string, string[]> = {}
    for (const [name, { path, open }] of Object.entries(dialogs)) {
      await page.goto(engine.windowUrl(path))
      await open(page)
      const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
      await expect(dialog).toBeVisible()
      await expect(dialog.locator(':focus')).toHaveCount(1)
      const violations = await violationsOf(page, '[role$="dialog"]')
      if (violations.length > 0) found[name] = violations
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
    }
    expect(found).toEqual({})
  })

test('the page behind a mailed link meets WCAG 2.2 AA in light and dark', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto(approvalLink)
    expect(await violationsOf(page)).toEqual([])
  }
})
