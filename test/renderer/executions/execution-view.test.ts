import { expect, test, vi } from 'vitest'
import type { Definition } from '../../../asl/definition.ts'
import { ExecutionView } from '../../../renderer/features/executions/execution-view.svelte.ts'
import type { HistoryEvent } from '../../../renderer/features/executions/visits.ts'
import { historyOf } from './history-of.ts'

const definition: Definition = {
  StartAt: 'A',
  States: {
    A: { Type: 'Task', Resource: 'plugin:shell:run', Next: 'B' },
    B: { Type: 'Task', Resource: 'plugin:shell:run', End: true }
  }
}

/** An engine that knows the first `known` events, in pages of three. */
function engineWith(events: HistoryEvent[]): {
  view: ExecutionView
  grow: (count: number) => void
} {
  let known = 0
  const view = new ExecutionView(
    {
      DescribeExecution: () =>
        Promise.resolve({
          executionArn: 'arn:e',
          stateMachineArn: 'arn:m',
          name: 'e',
          status: known < events.length ? 'RUNNING' : 'SUCCEEDED',
          startDate: 1000,
          input: '{}',
          inputDetails: { included: true },
          redriveCount: 0,
          redriveStatus: 'NOT_REDRIVABLE'
        }),
      DescribeStateMachineForExecution: () =>
        Promise.resolve({
          stateMachineArn: 'arn:m',
          name: 'm',
          definition: JSON.stringify(definition),
          roleArn: 'r',
          updateDate: 1000
        }),
      GetExecutionHistory: (input) => {
        const all = events.slice(0, known)
        if (input.reverseOrder) all.reverse()
        const at = Number(input.nextToken ?? 0)
        return Promise.resolve({
          events: all.slice(at, at + 3),
          ...(at + 3 < all.length ? { nextToken: String(at + 3) } : {})
        })
      }
    },
    'arn:e'
  )
  return { view, grow: (count) => (known = count) }
}

test('the whole history is read page by page, and becomes the progress of the states', async () => {
  const events = historyOf(definition)
  const { view, grow } = engineWith(events)
  grow(events.length)
  await view.load()
  expect(view.events).toEqual(events)
  expect(view.hasHistory).toBe(true)
  expect([...view.progress].map(([name, { status }]) => `${name} ${status}`)).toEqual([
    'A SUCCEEDED',
    'B SUCCEEDED'
  ])
  expect(view.taken.has('A>B')).toBe(true)
  view.dispose()
})

test('a notice brings the new events, once and in order, however many pages they fill', async () => {
  const events = historyOf(definition)
  const { view, grow } = engineWith(events)
  grow(2)
  await view.load()
  expect(view.progress.get('A')?.status).toBe('RUNNING')
  grow(events.length)
  view.receive({ type: 'history', executionArn: 'arn:e', lastEventId: events.length })
  view.receive({ type: 'history', executionArn: 'arn:other', lastEventId: 99 })
  await vi.waitFor(() => {
    expect(view.events).toHaveLength(events.length)
  })
  expect(view.events.map((event) => event.id)).toEqual(events.map((event) => event.id))
  expect(view.progress.get('B')?.status).toBe('SUCCEEDED')
  view.dispose()
})

test('an execution that does not exist is an error, not an empty page', async () => {
  const refuse = (): Promise<never> => Promise.reject(new Error('There is no such execution'))
  const view = new ExecutionView(
    {
      DescribeExecution: refuse,
      DescribeStateMachineForExecution: refuse,
      GetExecutionHistory: refuse
    },
    'arn:nothing'
  )
  await view.load()
  expect(view.error?.message).toBe('There is no such execution')
  expect(view.execution).toBeUndefined()
})
