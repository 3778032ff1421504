import { expect, test } from 'vitest'
import type { Definition, State } from '../../../asl/definition.ts'
import { graphOf } from '../../../asl/graph.ts'
import { detailsMember } from '../../../asl/interpreter/history.ts'
import {
  summarizeStates,
  takenEdges
} from '../../../renderer/features/executions/state-statuses.ts'
import { VisitRecorder } from '../../../renderer/features/executions/visit-recorder.ts'
import type { HistoryEvent } from '../../../renderer/features/executions/visits.ts'
import { Script } from '../../asl/support/scripted.ts'
import { historyOf } from './history-of.ts'

const shell = 'plugin:shell:run'
const task = (more: Partial<State> = { End: true }): State =>
  ({ Type: 'Task', Resource: shell, ...more }) as State

function read(events: HistoryEvent[]): {
  statuses: Record<string, string>
  recorder: VisitRecorder
  summaries: ReturnType<typeof summarizeStates>
} {
  const recorder = new VisitRecorder()
  recorder.apply(events)
  const summaries = summarizeStates(recorder.visits)
  const statuses = Object.fromEntries([...summaries].map(([name, { status }]) => [name, status]))
  return { statuses, recorder, summaries }
}

const choice: Definition = {
  StartAt: 'Train',
  States: {
    Train: task({
      Next: 'Good?',
      ResultPath: '$.score',
      Retry: [{ ErrorEquals: ['Shell.ExitCode'], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Announce' }]
    }),
    'Good?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.score', NumericGreaterThan: 5, Next: 'Release' }],
      Default: 'Announce'
    },
    Release: { Type: 'Pass', End: true },
    Announce: { Type: 'Fail', Error: 'NotGood', Cause: 'too low' }
  }
}

test('states on the way of success have succeeded, the others were never entered', () => {
  const { statuses, recorder } = read(historyOf(choice, () => ({ output: 9 })))
  expect(statuses).toEqual({ Train: 'SUCCEEDED', 'Good?': 'SUCCEEDED', Release: 'SUCCEEDED' })
  expect([...takenEdges(graphOf(choice), recorder.visits)]).toEqual([
    '@start>Train',
    'Train>Good?',
    'Good?>Release#choice',
    'Release>@end'
  ])
})

test('a retried task keeps each attempt with its error', () => {
  let tries = 0
  const events = historyOf(choice, () =>
    tries++ === 0 ? { error: 'Shell.ExitCode', cause: 'exit code 1' } : { output: 9 }
  )
  const { summaries, recorder } = read(events)
  expect(summaries.get('Train')).toMatchObject({ status: 'SUCCEEDED', retries: 1, visits: 1 })
  expect(recorder.visits[0]?.attempts).toMatchObject([
    { status: 'FAILED', error: 'Shell.ExitCode', cause: 'exit code 1', resource: 'shell:run' },
    { status: 'SUCCEEDED', output: '9' }
  ])
})

test('while a task waits for its next try it is retrying', () => {
  const events = historyOf(choice, () => ({ error: 'Shell.ExitCode' }))
  const firstFailure = events.findIndex((event) => event.type === 'TaskFailed')
  expect(read(events.slice(0, firstFailure + 1)).statuses).toEqual({ Train: 'RETRYING' })
})

test('a caught error shows at its state, and the catcher as the way that was taken', () => {
  const { statuses, recorder } = read(historyOf(choice, () => ({ error: 'Other', cause: 'why' })))
  expect(statuses).toEqual({ Train: 'CAUGHT', Announce: 'FAILED' })
  expect(recorder.visits[0]).toMatchObject({ error: 'Other', cause: 'why' })
  expect([...takenEdges(graphOf(choice), recorder.visits)]).toEqual([
    '@start>Train',
    'Train>Announce#catch',
    'Announce>@end'
  ])
})

test('a task with a token waits for an answer once it is submitted', () => {
  const asks: Definition = {
    StartAt: 'Ask',
    States: { Ask: task({ Resource: 'plugin:email:requestApproval.waitForTaskToken', End: true }) }
  }
  expect(read(historyOf(asks, () => 'submitted')).statuses).toEqual({ Ask: 'WAITING_FOR_TOKEN' })
  expect(read(historyOf(asks, () => 'open')).statuses).toEqual({ Ask: 'RUNNING' })
})

const parallel: Definition = {
  StartAt: 'Fan',
  States: {
    Fan: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'A1', States: { A1: task({ Next: 'A2' }), A2: task() } },
        { StartAt: 'B1', States: { B1: task() } }
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tidy' }],
      Next: 'Done'
    },
    Done: { Type: 'Succeed' },
    Tidy: { Type: 'Pass', End: true }
  }
}

test('the branches of a Parallel lie inside it and end with it', () => {
  const { statuses, recorder } = read(historyOf(parallel))
  expect(statuses).toEqual({
    Fan: 'SUCCEEDED',
    A1: 'SUCCEEDED',
    A2: 'SUCCEEDED',
    B1: 'SUCCEEDED',
    Done: 'SUCCEEDED'
  })
  const parentOf = Object.fromEntries(
    recorder.visits.map((visit) => [visit.stateName, visit.parent?.stateName])
  )
  expect(parentOf).toEqual({ Fan: undefined, A1: 'Fan', A2: 'Fan', B1: 'Fan', Done: undefined })
})

test('when a branch fails, the states of the other branches are aborted', () => {
  const events = historyOf(parallel, ({ stateName }) =>
    stateName === 'B1' ? { error: 'Broken' } : 'open'
  )
  expect(read(events).statuses).toEqual({
    Fan: 'CAUGHT',
    A1: 'ABORTED',
    B1: 'FAILED',
    Tidy: 'SUCCEEDED'
  })
})

const map: Definition = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: {
        StartAt: 'Work',
        States: { Work: task({ Next: 'Check' }), Check: { Type: 'Pass', End: true } }
      },
      End: true
    }
  }
}

test('a Map counts its items, and its states count their visits', () => {
  const { summaries, recorder } = read(historyOf(map, undefined, { input: [1, 2, 3] }))
  expect(summaries.get('Each')).toMatchObject({
    status: 'SUCCEEDED',
    items: { total: 3, succeeded: 3, failed: 0 }
  })
  expect(summaries.get('Work')).toMatchObject({ visits: 3, succeeded: 3, status: 'SUCCEEDED' })
  const work = recorder.visits.filter((visit) => visit.stateName === 'Work')
  expect(work.every((visit) => visit.parent?.stateName === 'Each')).toBe(true)
})

test('a failing item fails the Map and the execution', () => {
  let item = 0
  const events = historyOf(map, () => (item++ === 1 ? { error: 'Bad' } : { output: {} }), {
    input: [1, 2, 3]
  })
  const { statuses, summaries } = read(events)
  expect(statuses['Each']).toBe('FAILED')
  expect(summaries.get('Work')).toMatchObject({ succeeded: 1, failed: 1, status: 'FAILED' })
})

test('stopping an execution aborts what was running', () => {
  const events = historyOf(parallel, () => 'open', { stopAfterEvents: 7 })
  expect(events.at(-1)?.type).toBe('ExecutionAborted')
  expect(read(events).statuses).toEqual({ Fan: 'ABORTED', A1: 'ABORTED', B1: 'ABORTED' })
})

test('events that come twice are read once', () => {
  const events = historyOf(choice, () => ({ output: 9 }))
  const recorder = new VisitRecorder()
  recorder.apply(events.slice(0, 5))
  recorder.apply(events)
  expect(recorder.visits.map((visit) => visit.stateName)).toEqual(['Train', 'Good?', 'Release'])
})

test('a loop visits its states again and shows the last visit', () => {
  const loop: Definition = {
    StartAt: 'Try',
    States: {
      Try: task({ Next: 'Again?' }),
      'Again?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'End' }],
        Default: 'Try'
      },
      End: { Type: 'Succeed' }
    }
  }
  let tries = 0
  const { summaries, recorder } = read(historyOf(loop, () => ({ output: { ok: ++tries > 2 } })))
  expect(summaries.get('Try')).toMatchObject({ visits: 3, status: 'SUCCEEDED' })
  expect(takenEdges(graphOf(loop), recorder.visits).has('Again?>Try#default')).toBe(true)
})

test('what failed before a redrive does not colour the state once it has succeeded', () => {
  const definition: Definition = { StartAt: 'Work', States: { Work: task() } }
  const failed = historyOf(definition, () => ({ error: 'Shell.ExitCode.1' }))
  const offset = failed.length
  const redriven = historyOf(definition).map((event, index) => ({
    ...event,
    id: event.id + offset,
    previousEventId: event.previousEventId + offset,
    type: index === 0 ? 'ExecutionRedriven' : event.type
  }))
  const { summaries } = read([...failed, ...redriven])
  expect(summaries.get('Work')).toMatchObject({ status: 'SUCCEEDED', visits: 2, failed: 1 })
})

/** The history of an execution that is driven by hand, as the API shows it. */
function shown(script: Script): HistoryEvent[] {
  return script.events.map(({ details, ...event }) => {
    const member = detailsMember[event.type]
    return { ...event, ...(member === null ? {} : { [member]: details }) }
  })
}

test('a redrive takes up what had not ended well, and nothing else', () => {
  const branch = (name: string) => ({ StartAt: name, States: { [name]: task() } })
  const script = new Script({
    StartAt: 'Fan',
    States: { Fan: { Type: 'Parallel', Branches: ['A', 'B', 'C'].map(branch), End: true } }
  }).start()
  const [a = 0, b = 0] = script.host.pending.tasks.keys()
  script.do({ type: 'task-succeeded', taskId: a, output: 1 })
  script.do({ type: 'task-failed', taskId: b, error: 'Broken' })
  expect(read(shown(script)).statuses).toEqual({
    ...{ Fan: 'FAILED', A: 'SUCCEEDED', B: 'FAILED', C: 'ABORTED' }
  })
  script.redrive()
  expect(read(shown(script)).statuses).toEqual({
    ...{ Fan: 'RUNNING', A: 'SUCCEEDED', B: 'RUNNING', C: 'RUNNING' }
  })
  for (const taskId of [...script.host.pending.tasks.keys()]) {
    script.do({ type: 'task-succeeded', taskId, output: 2 })
  }
  const { statuses, summaries } = read(shown(script))
  expect(Object.values(statuses)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'])
  expect(summaries.get('B')).toMatchObject({ visits: 1, failed: 0, retries: 1 })
})
