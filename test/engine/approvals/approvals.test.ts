import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ApiError } from '../../../api/errors.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { oneTask } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { until } from '../../support/until.ts'
import { readHistory } from '../../../engine/store/queries/history.ts'
import { reader } from '../../../engine/store/transaction.ts'

const RESOURCE = 'plugin:ask:person.waitForTaskToken'
const recipients = ['ada@example.org', 'grace@example.org']

let doors: TestDoors
beforeEach(async () => {
  doors = await startTestDoors()
})
afterEach(() => doors.end())

interface Links {
  recipient: string
  approveUrl: string
  rejectUrl: string
}

/** Starts an execution that asks; answers once the question is there. */
async function ask(parameters: JsonObject = {}, more: JsonObject = {}, of = doors) {
  const definition = oneTask(RESOURCE, { Parameters: { recipients, ...parameters }, ...more })
  const arn = await of.core.run(definition)
  const found = () => submitted(of, arn)
  await until(() => found() !== undefined)
  const links = (found() ?? []) as Links[]
  const { approvals } = await of.client.ListApprovals({ executionArn: arn })
  const [approval] = approvals
  if (!approval) throw new Error('Nobody was asked')
  return { arn, approval, links, link: links[0]?.approveUrl ?? '' }
}

/** What the action has answered, as the history has it. */
function submitted(of: TestDoors, arn: string): unknown {
  const { id } = of.core.describe(arn)
  const texts = readHistory(reader(of.store), id, { limit: 1000 }).map(
    ({ details }) => details?.output
  )
  const output = texts.find((text) => typeof text === 'string' && text.includes('approveUrl'))
  return typeof output === 'string' ? (JSON.parse(output) as { links: unknown }).links : undefined
}

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields)
})

async function nonceOf(link: string): Promise<string> {
  const html = await (await fetch(link)).text()
  return /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? ''
}

describe('an approval', () => {
  test('is asked once an attempt, and its decision ends the task', async () => {
    const { arn, approval } = await ask({ title: 'Release?', data: { accuracy: 0.93 } })
    expect(approval).toMatchObject({ status: 'PENDING', title: 'Release?', recipients })
    const { approvals, pendingCount } = await doors.client.ListApprovals({ status: 'PENDING' })
    expect([approvals.length, pendingCount]).toEqual([1, 1])
    const { approvalId } = approval
    const decided = await doors.client.DecideApproval({
      ...{ approvalId, decision: 'APPROVED', comment: 'Good.', decidedBy: 'Ada', channel: 'window' }
    })
    expect(decided).toMatchObject({ status: 'APPROVED', decidedBy: 'Ada', channel: 'window' })
    const end = await doors.core.ended(arn)
    expect(end.output).toEqual({
      decision: 'APPROVED',
      comment: 'Good.',
      decidedBy: 'Ada',
      channel: 'window',
      decidedAt: new Date((decided.decidedDate ?? 0) * 1000).toISOString()
    })
    expect((await doors.client.ListApprovals({})).pendingCount).toBe(0)
  })

  test('is decided once: the second one is told who, when and through which door', async () => {
    const { approval } = await ask()
    const { approvalId } = approval
    const reject = { approvalId, decision: 'REJECTED', decidedBy: 'Ada', channel: 'cli' } as const
    await doors.client.DecideApproval(reject)
    const second = await doors.client
      .DecideApproval({ approvalId, decision: 'APPROVED' })
      .catch((error: unknown) => error)
    expect(second).toBeInstanceOf(ApiError)
    expect(second).toMatchObject({
      errorName: 'ApprovalAlreadyDecided',
      details: { status: 'REJECTED', decidedBy: 'Ada', channel: 'cli' }
    })
    expect((second as Error).message).toMatch(/Rejected by Ada through the command line on \d{4}-/)
  })

  test('expires with its task, and is cancelled with its execution', async () => {
    const clock = createSteppedClock()
    const stepped = await startTestDoors({ clock })
    const late = await ask({}, { TimeoutSeconds: 60 }, stepped)
    expect(late.approval.expiryDate).toBeCloseTo(clock.now() / 1000 + 60, 0)
    const stopped = await ask({}, {}, stepped)
    await stepped.client.StopExecution({ executionArn: stopped.arn })
    await clock.advance(61_000)
    const statusOf = async (approvalId: string) =>
      (await stepped.client.DescribeApproval({ approvalId })).status
    expect(await statusOf(late.approval.approvalId)).toBe('EXPIRED')
    expect(await statusOf(stopped.approval.approvalId)).toBe('CANCELLED')
    const page = await fetch(late.link)
    expect([page.status, await page.text()]).toEqual([
      410,
      expect.stringContaining('nobody decided')
    ])
    await stepped.end()
  })

  test('cannot be asked for by a task that does not wait for its token', async () => {
    const arn = await doors.core.run(oneTask('plugin:ask:person', { Parameters: { recipients } }))
    const end = await doors.core.ended(arn)
    expect(end).toMatchObject({ status: 'FAILED', error: 'Signalbox.ApprovalNeedsTaskToken' })
  })

  test('that does not exist has its own error name', async () => {
    const unknown = { approvalId: 'unknown', decision: 'APPROVED' } as const
    await expect(doors.client.DecideApproval(unknown)).rejects.toMatchObject({
      errorName: 'ApprovalDoesNotExist'
    })
  })
})

describe('a link', () => {
  test('is another one for each person and intention', async () => {
    const { links } = await ask()
    expect(links.map(({ recipient }) => recipient)).toEqual(recipients)
    expect(
      new Set(links.flatMap(({ approveUrl, rejectUrl }) => [approveUrl, rejectUrl])).size
    ).toBe(4)
  })

  test('shows on GET and HEAD, however often, and decides nothing', async () => {
    const { approval, links } = await ask({
      title: '<b>Release</b> & go?',
      data: { accuracy: 0.93 }
    })
    for (const { approveUrl, rejectUrl } of [...links, ...links]) {
      for (const url of [approveUrl, rejectUrl]) {
        expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
        const page = await fetch(url)
        expect(page.status).toBe(200)
        const html = await page.text()
        expect(html).toContain('&lt;b&gt;Release&lt;/b&gt; &amp; go?')
        expect(html).toContain('<dt>accuracy</dt><dd>0.93</dd>')
        expect(html).not.toContain('<script')
        const policy = page.headers.get('content-security-policy') ?? ''
        expect(policy).toContain("default-src 'none'")
        expect(policy).toContain("form-action 'self'")
      }
    }
    const { approvalId } = approval
    expect((await doors.client.DescribeApproval({ approvalId })).status).toBe('PENDING')
  })

  test('decides by the POST of its own form, in the name of its recipient, once', async () => {
    const { arn, links } = await ask()
    const [first, second] = links
    const link = first?.rejectUrl ?? ''
    const nonce = await nonceOf(link)
    const comment = 'Too <early>'
    const page = await fetch(link, form({ nonce, decision: 'REJECTED', comment }))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Too &lt;early&gt;')
    const end = await doors.core.ended(arn)
    expect(end.output).toMatchObject({
      ...{ decision: 'REJECTED', comment, decidedBy: 'ada@example.org', channel: 'link' }
    })
    for (const again of [link, second?.approveUrl ?? '']) {
      const shown = await fetch(again)
      expect(shown.status).toBe(410)
      const html = await shown.text()
      expect(html).toContain('Already rejected')
      expect(html).toMatch(/Rejected by ada@example.org through the mail&#39;s link on \d{4}-/)
      const posted = await fetch(again, form({ nonce, decision: 'APPROVED' }))
      expect(posted.status).toBe(410)
    }
  })

  test('refuses a POST without its own form, whoever sends it', async () => {
    const { approval, links } = await ask()
    const [first, second] = links
    const link = first?.approveUrl ?? ''
    const foreign = await nonceOf(second?.approveUrl ?? '')
    const nonce = await nonceOf(link)
    const statuses = await Promise.all(
      [
        form({ decision: 'APPROVED' }),
        form({ decision: 'APPROVED', nonce: foreign }),
        form({ decision: 'MAYBE', nonce }),
        { method: 'POST', body: JSON.stringify({ decision: 'APPROVED', nonce }) },
        { ...form({ decision: 'APPROVED', nonce }), headers: { origin: 'https://evil.example' } },
        { method: 'DELETE' }
      ].map(async (request) => (await fetch(link, request)).status)
    )
    expect(statuses).toEqual([403, 403, 400, 400, 403, 405])
    const { approvalId } = approval
    expect((await doors.client.DescribeApproval({ approvalId })).status).toBe('PENDING')
  })

  test('that was changed shows nothing of the request; once decided it says by whom', async () => {
    const { approval, link } = await ask({ title: 'Secret plan' })
    const changed = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`
    for (const wrong of [changed, `${doors.url}/approvals/${approval.approvalId}`]) {
      const page = await fetch(wrong)
      const html = await page.text()
      expect(page.status).toBe(404)
      expect(html).toContain('This link is not valid')
      expect(html).not.toContain('Secret plan')
      expect((await fetch(wrong, form({ decision: 'APPROVED' }))).status).toBe(404)
    }
    const { approvalId } = approval
    await doors.client.DecideApproval({ approvalId, decision: 'APPROVED', decidedBy: 'Ada' })
    expect(await (await fetch(changed)).text()).toContain('Approved by Ada through the API on')
    expect((await fetch(`${doors.url}/approvals/`)).status).toBe(404)
  })

  test('still decides after a restart of the engine, at the same address', async () => {
    const folder = makeTempFolder()
    const vaultKey = randomBytes(32)
    const first = await startTestDoors({ folder, vaultKey })
    const { arn, link } = await ask({}, {}, first)
    await first.end()
    const second = await startTestDoors({ folder, vaultKey })
    const nonce = await nonceOf(link)
    expect((await fetch(link, form({ nonce, decision: 'APPROVED' }))).status).toBe(200)
    expect((await second.core.ended(arn)).output).toMatchObject({ decision: 'APPROVED' })
    await second.end()
    folder.remove()
  })

  test('is not in the database: a copy of it decides nothing', async () => {
    const { link } = await ask()
    const token = link.split('/').at(-1) ?? ''
    const tables = ['approval', 'approval_link', 'vault_secret']
    const text = tables
      .map((table) => JSON.stringify(doors.store.db.prepare(`SELECT * FROM ${table}`).all()))
      .join()
    expect(text).not.toContain(token)
    expect(text).not.toContain(token.split('.')[1])
  })
})
