import { expect, test } from '@playwright/test'
import { serveEngine } from '../support/served-engine.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { startMailCatcher } from '../support/smtp-server.ts'
import type { MailCatcher } from '../support/smtp-server.ts'
import { startExample, storyEnd, waitingApproval } from '../support/story.ts'
import {
  approvalTitle,
  decide,
  executionArnOf,
  goTo,
  runFromWelcome,
  tabTo,
  waitUntilItAsks,
  watchForComplaints
} from '../support/window.ts'

let engine: ServedEngine
let mails: MailCatcher

test.beforeAll(async () => {
  engine = await serveEngine()
  mails = await startMailCatcher()
})
test.afterAll(async () => {
  expect(await engine.stop()).toBe(0)
  await mails.stop()
})

const useMail = (): Promise<unknown> =>
  engine.client.PutConnection({
    name: 'office',
    type: 'smtp',
    settings: mails.settings,
    isDefault: true
  })

test('from the first-run page to the release, approved in the window; without a connection the mail waits in the outbox', async ({
  page
}) => {
  const complaints = watchForComplaints(page)
  await page.goto(engine.windowUrl())
  const executionArn = await runFromWelcome(page)
  expect(page.url()).not.toContain('token')
  await waitUntilItAsks(page)

  await goTo(page, 'Outbox')
  await expect(page.getByText(approvalTitle).first()).toBeVisible()
  await goTo(page, 'Approvals')
  await expect(page.getByRole('heading', { name: approvalTitle })).toBeVisible()
  await expect(page.getByRole('navigation').getByLabel('1 waiting')).toBeVisible()
  await decide(page, 'Approve', 'Better than the last one')

  expect(await storyEnd(engine.client, executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    isReleased: true,
    approval: { decision: 'APPROVED', channel: 'window', comment: 'Better than the last one' }
  })
  await page.getByRole('link', { name: executionArn.split(':').at(-1) ?? '' }).click()
  await expect(page.getByText('Succeeded').first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('the mailed link shows on GET, decides on POST, once, and then says who decided', async ({
  page,
  request
}) => {
  await useMail()
  const executionArn = await startExample(engine.client, 'model-approval', 'by-link')
  const { approvalId } = await waitingApproval(engine.client, executionArn)
  const mail = await mails.waitForMail(({ subject }) => subject?.includes(approvalTitle) ?? false)
  const links = [...(mail.text ?? '').matchAll(/https?:\/\/\S+\/approvals\/\S+/g)].map(([l]) => l)
  expect(links.length).toBeGreaterThanOrEqual(2)

  // What a mail scanner does: opens every link, more than once.
  for (const link of [...links, ...links]) {
    expect((await request.head(link)).status()).toBe(200)
    expect((await request.get(link)).status()).toBe(200)
  }
  expect((await engine.client.DescribeApproval({ approvalId })).status).toBe('PENDING')

  await page.goto(links[0] ?? '')
  await expect(page.getByRole('heading', { name: approvalTitle })).toBeVisible()
  expect((await engine.client.DescribeApproval({ approvalId })).status).toBe('PENDING')
  await page.getByLabel('Comment').fill('Looks right from the train')
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(page.getByText(/approved/i).first()).toBeVisible()

  expect(await storyEnd(engine.client, executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    isReleased: true,
    approval: {
      decision: 'APPROVED',
      channel: 'link',
      decidedBy: 'data.scientist@example.com',
      comment: 'Looks right from the train'
    }
  })
  for (const link of links) {
    await page.goto(link)
    await expect(page.getByText('data.scientist@example.com').first()).toBeVisible()
    await expect(page.getByRole('button')).toHaveCount(0)
  }
  const announcement = await mails.waitForMail(({ subject }) => /^Released/.test(subject ?? ''))
  expect(announcement.text).toContain('data.scientist@example.com approved')
})

test('approved in a terminal', async () => {
  const executionArn = await startExample(engine.client, 'model-approval', 'by-terminal')
  const { approvalId } = await waitingApproval(engine.client, executionArn)
  const command = ['approve', approvalId, '--comment', 'LGTM', '--json']
  const { code, stdout } = await engine.command(...command)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ title: approvalTitle, status: 'APPROVED' })
  expect(await storyEnd(engine.client, executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    isReleased: true,
    approval: { decision: 'APPROVED', channel: 'cli', comment: 'LGTM' }
  })
  const again = await engine.command('reject', approvalId)
  expect(again.code).not.toBe(0)
  expect(again.stderr).toMatch(/decided already\. Approved by .* through the command line/)
})

test('rejected with a reason, which is kept and announced', async ({ page }) => {
  await useMail()
  const reason = 'Recall is too low for SUVs'
  const executionArn = await startExample(engine.client, 'model-approval', 'rejected')
  const { approvalId } = await waitingApproval(engine.client, executionArn)
  await page.goto(engine.windowUrl(`/approvals?approval=${approvalId}`))
  await decide(page, 'Reject', reason)
  expect(await storyEnd(engine.client, executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    isReleased: false,
    approval: { decision: 'REJECTED', channel: 'window', comment: reason }
  })
  const announcement = await mails.waitForMail(({ subject }) => /rejected/.test(subject ?? ''))
  expect(announcement.text).toContain(reason)
})

test('the whole story without a mouse', async ({ page }) => {
  await page.goto(engine.windowUrl())
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('w')
  const run = page.getByRole('button', { name: /^Run Train a model/ })
  await expect(run).toBeVisible()
  await tabTo(page, run)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/executions/**')
  const executionArn = executionArnOf(page)
  await waitUntilItAsks(page)
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page.getByRole('heading', { name: approvalTitle })).toBeVisible()
  await page.keyboard.press('a')
  await tabTo(page, page.getByRole('dialog').getByLabel('Comment'))
  await page.keyboard.type('By hand')
  await page.keyboard.press('Control+Enter')
  expect(await storyEnd(engine.client, executionArn)).toMatchObject({
    isReleased: true,
    approval: { decision: 'APPROVED', channel: 'window', comment: 'By hand' }
  })
})

test('without the token the window asks for it and shows nothing', async ({ page, request }) => {
  await page.goto(engine.url)
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0)
  expect((await request.get(`${engine.url}/events`)).status()).toBe(403)
})
