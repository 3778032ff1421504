import { beforeEach, expect, test } from 'vitest'
import { ApiError } from '../../../../api/errors.ts'
import type { Approval } from '../../../../renderer/features/approvals/approval-inbox.svelte.ts'
import {
  ApprovalInbox,
  decisionWords
} from '../../../../renderer/features/approvals/approval-inbox.svelte.ts'

function approval(approvalId: string, rest: Partial<Approval> = {}): Approval {
  return {
    approvalId,
    status: 'PENDING',
    executionArn: 'arn:aws:states:local:000000000000:execution:m:e',
    executionName: 'e',
    stateMachineArn: 'arn:aws:states:local:000000000000:stateMachine:m',
    stateName: 'Ask',
    title: `Title ${approvalId}`,
    message: '',
    data: null,
    recipients: [],
    requestedDate: 1,
    ...rest
  }
}

let stored: Approval[]
let answerDecision: () => Promise<unknown>

/** An engine that keeps its approvals in a list. */
function inbox(): ApprovalInbox {
  return new ApprovalInbox({
    ListApprovals: ({ status }) => {
      const approvals = stored.filter((one) => status === undefined || one.status === status)
      return Promise.resolve({ approvals, pendingCount: 0 })
    },
    DescribeApproval: ({ approvalId }) => {
      const found = stored.find((one) => one.approvalId === approvalId)
      return found
        ? Promise.resolve(found)
        : Promise.reject(new ApiError('ApprovalDoesNotExist', 'There is no such approval.'))
    },
    DecideApproval: async ({ approvalId, decision, comment, channel }) => {
      await answerDecision()
      const decided = approval(approvalId, {
        status: decision,
        decidedDate: 2,
        decidedBy: 'Ada',
        ...(channel ? { channel } : {}),
        ...(comment ? { comment } : {})
      })
      stored = stored.map((one) => (one.approvalId === approvalId ? decided : one))
      return decided
    }
  })
}

beforeEach(() => {
  stored = [approval('1'), approval('2'), approval('3', { status: 'REJECTED' })]
  answerDecision = () => Promise.resolve()
})

test('what waits and what was decided are two lists', async () => {
  const approvals = inbox()
  await approvals.reload()
  expect(approvals.waiting.map((one) => one.approvalId)).toEqual(['1', '2'])
  expect(approvals.decided.map((one) => one.approvalId)).toEqual(['3'])
})

test('a decision counts when the engine has confirmed it, not before', async () => {
  const approvals = inbox()
  await approvals.reload()
  await approvals.select('1')
  const { promise, resolve } = Promise.withResolvers<undefined>()
  answerDecision = () => promise
  const deciding = approvals.decide('1', 'APPROVED', ' fine ')
  expect(approvals.sendingOf('1')).toBe('APPROVED')
  expect(approvals.selected?.status).toBe('PENDING')
  resolve(undefined)
  await deciding
  expect(approvals.sendingOf('1')).toBeUndefined()
  expect(approvals.selected).toMatchObject({
    status: 'APPROVED',
    comment: 'fine',
    channel: 'window'
  })
  expect(approvals.waiting.map((one) => one.approvalId)).toEqual(['2'])
})

test('a second decision while the first is on its way is not sent', async () => {
  const approvals = inbox()
  await approvals.reload()
  let sent = 0
  answerDecision = () => {
    sent += 1
    return Promise.resolve()
  }
  await Promise.all([approvals.decide('1', 'APPROVED', ''), approvals.decide('1', 'REJECTED', '')])
  expect(sent).toBe(1)
})

test('where somebody else was faster, their decision is shown with the reason', async () => {
  const approvals = inbox()
  await approvals.reload()
  await approvals.select('1')
  answerDecision = () => {
    stored = [approval('1', { status: 'REJECTED', decidedBy: 'Bob', channel: 'link' })]
    return Promise.reject(new ApiError('ApprovalAlreadyDecided', 'Rejected by Bob.'))
  }
  expect(await approvals.decide('1', 'APPROVED', '')).toBeUndefined()
  expect(approvals.failureOf('1')).toBe('Rejected by Bob.')
  expect(approvals.selected).toMatchObject({ status: 'REJECTED', decidedBy: 'Bob' })
})

test('a decision that did not reach the engine leaves the approval waiting', async () => {
  const approvals = inbox()
  await approvals.reload()
  answerDecision = () => Promise.reject(new TypeError('fetch failed'))
  await approvals.decide('1', 'APPROVED', '')
  expect(approvals.failureOf('1')).toBe('fetch failed')
  expect(approvals.waiting.map((one) => one.approvalId)).toEqual(['1', '2'])
})

test('an approval that the lists lack is asked for by itself', async () => {
  const approvals = inbox()
  await approvals.select('3')
  expect(approvals.selected?.status).toBe('REJECTED')
  await approvals.select('gone')
  expect(approvals.selected).toBeUndefined()
  expect(approvals.selectedError?.message).toBe('There is no such approval.')
})

test('a decision is put in words', () => {
  expect(decisionWords(approval('1', { decidedBy: 'Ada', channel: 'tray' }))).toBe(
    'by Ada from the tray'
  )
  expect(decisionWords(approval('1'))).toBe('')
})
