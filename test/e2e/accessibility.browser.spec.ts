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

async function violationsOf(page: Page): Promise<string[]> {
  // Colours that are still fading would be measured half-way.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)))
  )
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze()
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

test('the page behind a mailed link meets WCAG 2.2 AA in light and dark', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto(approvalLink)
    expect(await violationsOf(page)).toEqual([])
  }
})
