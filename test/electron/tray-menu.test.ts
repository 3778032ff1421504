import { expect, test } from 'vitest'
import { trayMenu, waitingText } from '../../electron/main/tray-menu.ts'
import type { Approval, InboxState } from '../../electron/main/inbox.ts'
import type { MenuEntry, TrayActions } from '../../electron/main/tray-menu.ts'

const approval = (approvalId: string, title: string): Approval => ({
  approvalId,
  status: 'PENDING',
  executionArn: 'arn:aws:states:us-east-1:000000000000:execution:model-approval:monday',
  executionName: 'monday',
  stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:model-approval',
  stateName: 'Ask',
  title,
  message: '',
  data: {},
  recipients: [],
  requestedDate: 1
})

function record(): { calls: unknown[]; actions: TrayActions } {
  const calls: unknown[] = []
  const actions: TrayActions = {
    open: (path) => calls.push(['open', path]),
    decide: ({ approvalId }, decision) => calls.push([approvalId, decision]),
    quit: () => calls.push(['quit'])
  }
  return { calls, actions }
}

const inbox = (...approvals: Approval[]): InboxState => ({
  approvals,
  pendingCount: approvals.length
})
const labels = (menu: MenuEntry[]): (string | undefined)[] => menu.map(({ label }) => label)

test('the menu counts what waits in words', () => {
  expect([0, 1, 7].map(waitingText)).toEqual([
    'No approvals waiting',
    '1 approval waiting',
    '7 approvals waiting'
  ])
})

test('each waiting approval has a submenu that approves, rejects and shows it', () => {
  const { calls, actions } = record()
  const menu = trayMenu('ready', inbox(approval('a/1', 'Release the model?')), actions)
  expect(labels(menu).slice(0, 2)).toEqual(['1 approval waiting', 'Release the model?'])
  const answers = menu[1]?.submenu ?? []
  for (const label of ['Approve', 'Reject', 'Show'])
    answers.find((entry) => entry.label === label)?.click?.()
  expect(calls).toEqual([
    ['a/1', 'APPROVED'],
    ['a/1', 'REJECTED'],
    ['open', '/approvals?approval=a%2F1']
  ])
})

test('a long title is cut and its ampersands are no shortcuts', () => {
  const menu = trayMenu('ready', inbox(approval('1', `R&D\n${'x'.repeat(100)}`)), record().actions)
  expect(menu[1]?.label).toMatch(/^R&&D x+…$/)
  expect(menu[1]?.label?.length).toBeLessThan(65)
})

test('more approvals than the menu holds are counted and lead to the window', () => {
  const { calls, actions } = record()
  const many = Array.from({ length: 20 }, (_, i) => approval(String(i), `Approval ${i}`))
  const menu = trayMenu('ready', { approvals: many, pendingCount: 30 }, actions)
  const more = menu.find(({ label }) => label === '18 more …')
  more?.click?.()
  expect(calls).toEqual([['open', '/approvals']])
})

test('while the engine is away nothing can be decided, and the menu says why', () => {
  const menu = trayMenu('restarting', inbox(approval('1', 'Release?')), record().actions)
  expect(labels(menu)).not.toContain('Release?')
  expect(menu[0]).toEqual({
    label: 'The engine has stopped and is started again …',
    enabled: false
  })
})
