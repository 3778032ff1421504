import { expect, test } from '@playwright/test'
import { Desktop } from '../support/desktop.ts'
import { closeWindow, startApp, windowOf, windowsOf } from '../support/electron-app.ts'
import type { StartedApp } from '../support/electron-app.ts'
import { clientOf, startExample, storyEnd, waitingApproval } from '../support/story.ts'
import type { Client } from '../../api/client.ts'

let desktop: Desktop
let started: StartedApp
let client: Client

test.beforeEach(async () => {
  desktop = await Desktop.open()
  started = await startApp()
  await windowOf(started.app)
  client = await clientOf(started.dataFolder)
})
test.afterEach(async () => {
  await started.stop()
  desktop.close()
})

test('a waiting approval is in the tray, and Approve there goes on to the release', async () => {
  await closeWindow(started.app)
  const executionArn = await startExample(client, 'model-approval', 'from-the-tray')
  const approval = await waitingApproval(client, executionArn)
  await expect
    .poll(() => desktop.trayLabels())
    .toEqual(expect.arrayContaining(['1 approval waiting', `${approval.title} > Approve`]))
  const tip = JSON.stringify((await desktop.trayProperties())['ToolTip'])
  expect(tip).toContain('1 approval waiting')

  await desktop.clickTray(approval.title, 'Approve')
  expect(await storyEnd(client, executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    isReleased: true,
    approval: { decision: 'APPROVED', channel: 'tray' }
  })
  await expect.poll(() => desktop.trayLabels()).toContain('No approvals waiting')
})

test('Show in the tray opens the window at the approval', async () => {
  await closeWindow(started.app)
  const executionArn = await startExample(client, 'model-approval', 'shown')
  const approval = await waitingApproval(client, executionArn)
  await expect.poll(() => desktop.trayLabels()).toContain(`${approval.title} > Show`)
  await desktop.clickTray(approval.title, 'Show')
  await expect.poll(() => windowsOf(started.app)).toMatchObject({ count: 1 })
  const page = await windowOf(started.app)
  await expect(page.getByRole('heading', { name: approval.title })).toBeVisible()
  await client.StopExecution({ executionArn })
})

test('a notification asks with buttons: Reject ends with the reason kept, and the notice is taken back when another door was faster', async () => {
  const rejected = await startExample(client, 'model-approval', 'rejected')
  const first = await waitingApproval(client, rejected)
  const notice = await desktop.notice(new RegExp(first.title.replace('?', '\\?')))
  expect(notice.buttons).toEqual({ approve: 'Approve', reject: 'Reject' })
  expect(notice.body).toContain('Accuracy')
  desktop.press(notice.id, 'reject')
  expect(await storyEnd(client, rejected)).toMatchObject({
    status: 'SUCCEEDED',
    isReleased: false,
    approval: { decision: 'REJECTED', channel: 'notification' }
  })

  const decidedElsewhere = await startExample(client, 'model-approval', 'elsewhere')
  const second = await waitingApproval(client, decidedElsewhere)
  await expect.poll(() => desktop.notices.length).toBe(2)
  await client.DecideApproval({ approvalId: second.approvalId, decision: 'APPROVED' })
  await expect.poll(() => desktop.withdrawn).toEqual([desktop.notices[1]?.id])
  expect((await storyEnd(client, decidedElsewhere)).isReleased).toBe(true)
})

test('a failed execution is announced, and a click opens it', async () => {
  const definition = {
    StartAt: 'No',
    States: { No: { Type: 'Fail', Error: 'Test.No', Cause: 'for the test' } }
  }
  const { stateMachineArn } = await client.CreateStateMachine({
    name: 'fails',
    definition: JSON.stringify(definition),
    roleArn: 'arn:aws:iam::000000000000:role/signalbox'
  })
  await client.StartExecution({ stateMachineArn, name: 'night-shift' })
  const notice = await desktop.notice(/failed: night-shift/)
  desktop.press(notice.id, 'default')
  const page = await windowOf(started.app)
  await expect(page.getByText('Test.No').first()).toBeVisible()
})
