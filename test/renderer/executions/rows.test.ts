import { expect, test } from 'vitest'
import type { Definition } from '../../../asl/definition.ts'
import { historyFile, runAgain } from '../../../renderer/features/executions/execution-actions.ts'
import { findState } from '../../../renderer/features/executions/find-state.ts'
import {
  fitsFilter,
  historyRow,
  kindOf,
  titleOf
} from '../../../renderer/features/executions/history-rows.ts'
import { timelineBars, timelineTicks } from '../../../renderer/features/executions/timeline.ts'
import { VisitRecorder } from '../../../renderer/features/executions/visit-recorder.ts'
import { historyOf } from './history-of.ts'

const definition: Definition = {
  StartAt: 'Fan',
  States: {
    Fan: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Inner',
          States: { Inner: { Type: 'Task', Resource: 'plugin:shell:run', End: true } }
        }
      ],
      End: true
    }
  }
}

test('an event is titled in words and sorted into one of four kinds', () => {
  expect(titleOf('TaskStateEntered')).toBe('Task state entered')
  expect(
    [
      'TaskStateEntered',
      'TaskScheduled',
      'TaskFailed',
      'ExecutionStarted',
      'MapIterationStarted'
    ].map(kindOf)
  ).toEqual(['state', 'task', 'failure', 'execution', 'state'])
})

test('a row names the state of events that name none, and its error first', () => {
  const events = historyOf(definition, () => ({ error: 'Bad', cause: 'first line\nsecond' }))
  const recorder = new VisitRecorder()
  recorder.apply(events)
  const failed = events.find((event) => event.type === 'TaskFailed')
  const row = failed && historyRow(failed, recorder.visitOf(failed.id), 1000)
  expect(row).toMatchObject({ stateName: 'Inner', summary: 'Bad: first line', kind: 'failure' })
  expect(row && fitsFilter(row, { kind: 'failure', text: 'inner' })).toBe(true)
  expect(row && fitsFilter(row, { kind: 'task', text: '' })).toBe(false)
  expect(row && fitsFilter(row, { kind: 'all', text: 'elsewhere' })).toBe(false)
})

test('bars of the timeline lie within the execution, inner states deeper', () => {
  const recorder = new VisitRecorder()
  recorder.apply(historyOf(definition, () => 'open'))
  const bars = timelineBars(recorder.visits, { from: 1000, to: 1010 })
  expect(bars.map((bar) => [bar.visit.stateName, bar.depth, bar.start + bar.length])).toEqual([
    ['Fan', 0, 1],
    ['Inner', 1, 1]
  ])
})

test('the scale of the timeline has at most nine marks at round times', () => {
  expect(timelineTicks(4)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4])
  expect(timelineTicks(95)).toEqual([0, 30, 60, 90])
  expect(timelineTicks(400_000).length).toBeLessThanOrEqual(9)
})

test('states are found inside branches too', () => {
  expect(findState(definition, 'Inner')?.Type).toBe('Task')
  expect(findState(definition, 'toString')).toBeUndefined()
})

test('running again starts the same state machine with the same input', async () => {
  const started: unknown[] = []
  const arn = await runAgain(
    {
      StartExecution: (input) => {
        started.push(input)
        return Promise.resolve({ executionArn: 'arn:new', startDate: 1 })
      }
    },
    { stateMachineArn: 'arn:m', input: '{"seed":7}' }
  )
  expect(arn).toBe('arn:new')
  expect(started).toEqual([{ stateMachineArn: 'arn:m', input: '{"seed":7}' }])
})

test('an exported history holds the facts and every event', () => {
  const execution = {
    executionArn: 'arn:e',
    stateMachineArn: 'arn:m',
    name: 'nightly',
    status: 'SUCCEEDED' as const,
    startDate: 1,
    input: '{}',
    inputDetails: { included: true },
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE' as const
  }
  const file = historyFile(execution, historyOf(definition))
  expect(file.name).toBe('nightly.history.json')
  expect(JSON.parse(file.text)).toMatchObject({ execution: { name: 'nightly' } })
})
