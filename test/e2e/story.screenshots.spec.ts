/** Draws docs/screenshots: `npm run screenshots`. No part of `npm test`. */
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startMailCatcher } from '../support/smtp-server.ts'
import type { MailCatcher } from '../support/smtp-server.ts'
import { serveEngine } from '../support/served-engine.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { ended, startExample, waitingApproval } from '../support/story.ts'
import { approvalTitle, executionArnOf, runFromWelcome } from '../support/window.ts'

const folder = resolve(import.meta.dirname, '../../docs/screenshots')
const executionPath = (arn: string): string => `/executions/${encodeURIComponent(arn)}`

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 })
    let engine: ServedEngine
    let mails: MailCatcher

    test.beforeEach(async ({ page }) => {
      engine = await serveEngine()
      mails = await startMailCatcher()
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    })
    test.afterEach(async () => {
      await engine.stop()
      await mails.stop()
    })

    async function shoot(page: Page, ...names: string[]): Promise<void> {
      await page.mouse.move(640, 799)
      await page.evaluate(() => document.fonts.ready)
      // Toasts and tool tips go, charts and editors come to rest.
      await page.waitForTimeout(600)
      for (const name of names)
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) })
    }

    test('the story in pictures', async ({ page }) => {
      const { client } = engine
      await client.PutConnection({
        name: 'office',
        type: 'smtp',
        settings: mails.settings,
        isDefault: true
      })
      await page.goto(engine.windowUrl('/welcome'))
      await expect(page.getByRole('heading', { name: 'Welcome to Signalbox' })).toBeVisible()
      await shoot(page, '01-welcome')

      const executionArn = await runFromWelcome(page)
      const graph = page.getByRole('group', { name: 'State graph' })
      await expect(graph.getByLabel(/^Train model, Task, Running/)).toBeVisible()
      await graph.getByLabel(/^Train model/).click()
      await shoot(page, '02-running')

      await waitingApproval(client, executionArn)
      await graph.getByLabel(/^Ask for approval, Task, Waiting/).click()
      await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeVisible()
      await shoot(page, '03-waiting')
      await page.goto(engine.windowUrl('/approvals'))
      await expect(page.getByRole('heading', { name: approvalTitle })).toBeVisible()
      await shoot(page, '04-approval', 'approval')

      const mail = await mails.waitForMail(
        ({ subject }) => subject?.includes(approvalTitle) ?? false
      )
      await page.goto(/https?:\/\/\S+\/approvals\/\S+/.exec(mail.text ?? '')?.[0] ?? '')
      await shoot(page, '05-mailed-link')
      await page.getByLabel('Comment').fill('Better than the last one')
      await page.getByRole('button', { name: 'Approve', exact: true }).click()
      await expect(page.getByText(/approved/i).first()).toBeVisible()
      await shoot(page, '06-approved')

      await ended(client, executionArn)
      await page.goto(engine.windowUrl(executionPath(executionArn)))
      await graph.getByLabel(/^Ask for approval/).click()
      await shoot(page, '07-done', 'execution')
      await page.getByRole('tab', { name: 'Timeline' }).click()
      expect(executionArnOf(page)).toBe(executionArn)
      await shoot(page, '08-timeline')
    })

    test('the other pages in pictures', async ({ page }) => {
      const { client } = engine
      await fill(engine)
      // The editor asks before changes are left.
      page.on('dialog', (dialog) => void dialog.accept())
      await page.goto(engine.windowUrl('/executions'))
      await expect(page.getByText('prices-2026-11-23')).toBeVisible()
      await shoot(page, '09-executions')

      const { stateMachineArn } = await client.InstallExample({ name: 'model-approval' })
      const { definition } = await client.DescribeStateMachine({ stateMachineArn })
      const broken = definition.replace('"BackoffRate": 2', '"BackoffRate": 0.5')
      await page.goto(
        engine.windowUrl(`/state-machines/${encodeURIComponent(stateMachineArn)}/edit`)
      )
      await page.locator('.cm-content').click()
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(broken)
      await page.keyboard.press('Control+Home')
      await page
        .getByRole('button', { name: /BackoffRate/ })
        .first()
        .click()
      await shoot(page, '10-editor')

      await page.goto(engine.windowUrl('/schedules/nightly-training/edit'))
      await expect(page.getByRole('region', { name: 'Next times' })).toContainText('03:00')
      await shoot(page, '11-schedules')
      await page.goto(engine.windowUrl('/schedules?view=calendar'))
      await page.getByRole('button', { name: 'Month after' }).click()
      await expect(page.getByRole('grid')).toContainText('nightly-training')
      await shoot(page, '13-calendar')
      await page.goto(engine.windowUrl('/connections'))
      await expect(page.getByText('office').first()).toBeVisible()
      await shoot(page, '12-connections')
      await page.goto(engine.windowUrl('/triggers'))
      await expect(page.getByText('Watching').first()).toBeVisible()
      await shoot(page, '14-triggers')
      await page.goto(engine.windowUrl('/storage'))
      await expect(page.getByRole('meter', { name: 'Use of the budget' })).toBeVisible()
      await shoot(page, '15-storage')
    })
  })
}

/** Some executions that ended in different ways, two schedules and two connections. */
async function fill({ client }: ServedEngine): Promise<void> {
  for (const [example, name] of [
    ['hello', 'hello-ada'],
    ['nightly-etl', 'etl-2026-11-23'],
    ['release-checklist', 'release-1.4.0'],
    ['model-approval', 'november-model']
  ] as const)
    await startExample(client, example, name)
  const { stateMachineArn: failing } = await client.CreateStateMachine({
    name: 'import-prices',
    roleArn: 'arn:aws:iam::000000000000:role/signalbox',
    definition: JSON.stringify({
      StartAt: 'Download',
      States: {
        Download: {
          Type: 'Task',
          Resource: 'plugin:shell:run',
          Parameters: { script: 'echo "no such host" >&2; exit 6' },
          End: true
        }
      }
    })
  })
  const { executionArn } = await client.StartExecution({
    stateMachineArn: failing,
    name: 'prices-2026-11-23',
    input: '{}'
  })
  await ended(client, executionArn)
  const { stateMachineArn: training, input } = await client.InstallExample({
    name: 'model-approval'
  })
  const second = await client.StartExecution({
    stateMachineArn: training,
    name: 'october-model',
    input
  })
  const { approvalId } = await waitingApproval(client, second.executionArn)
  await client.DecideApproval({ approvalId, decision: 'REJECTED', comment: 'Too few vans in it' })
  await client.CreateSchedule({
    Name: 'nightly-training',
    ScheduleExpression: 'cron(0 3 ? * MON-FRI *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    Target: { Arn: training, Input: input }
  })
  await client.CreateSchedule({
    Name: 'price-import',
    ScheduleExpression: 'rate(15 minutes)',
    State: 'DISABLED',
    Target: { Arn: failing, Input: '{}' }
  })
  await client.CreateTrigger({
    name: 'orders',
    stateMachineArn: training,
    settings: { kind: 'WEBHOOK', mode: 'SYNC' }
  })
  await client.CreateTrigger({
    name: 'price-import-failed',
    stateMachineArn: training,
    settings: { kind: 'EXECUTION_ENDED', sourceArn: failing, statuses: ['FAILED', 'TIMED_OUT'] }
  })
  await client.PutConnection({
    name: 'office',
    type: 'smtp',
    settings: { host: 'smtp.example.com', port: 587, from: 'signalbox@example.com' }
  })
}
