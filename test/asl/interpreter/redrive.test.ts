import { describe, expect, it } from 'vitest'
import type { Definition, State, StatesBlock } from '../../../asl/definition.ts'
import type { Json } from '../../../asl/json.ts'
import { Script } from '../support/scripted.ts'

const block = (States: Record<string, State>): StatesBlock => ({
  StartAt: Object.keys(States)[0] ?? '',
  States
})
const work = (onward: { Next: string } | { End: true } = { End: true }): State => ({
  Type: 'Task',
  Resource: 'plugin:test:work',
  ...onward
})

/** The tasks that are to be done now, by the names of their states. */
function open(script: Script): Map<string, number> {
  const scheduled = script.commands.flatMap((command) =>
    command.type === 'schedule-task' ? [command] : []
  )
  const { tasks } = script.host.pending
  return new Map(
    scheduled
      .filter(({ taskId }) => tasks.has(taskId))
      .map(({ stateName, taskId }) => [stateName, taskId])
  )
}

function succeed(script: Script, stateName: string, output: Json): Script {
  const taskId = open(script).get(stateName) ?? 0
  return script.do({ type: 'task-succeeded', taskId, output })
}

function fail(script: Script, stateName: string, error = 'Broken'): Script {
  return script.do({ type: 'task-failed', taskId: open(script).get(stateName) ?? 0, error })
}

/** What has been recorded since the last redrive. */
function sinceRedrive(script: Script): string[] {
  return script.types.slice(script.types.lastIndexOf('ExecutionRedriven'))
}

const outcome = (script: Script): unknown => {
  const { output, error } = script.last('complete-execution')
  return output === undefined ? error : JSON.parse(output)
}

const threeBranches: Definition = {
  StartAt: 'P',
  States: {
    P: {
      Type: 'Parallel',
      Branches: [
        block({ A1: work({ Next: 'A2' }), A2: work() }),
        block({ B1: work({ Next: 'B2' }), B2: work() }),
        block({ C1: work() })
      ],
      End: true
    }
  }
}

describe('a redrive of a Parallel', () => {
  it('runs only the branches that have failed or were aborted, each from the step it was at', () => {
    const script = new Script(threeBranches).start()
    succeed(script, 'C1', 'c')
    succeed(script, 'A1', 'a')
    succeed(script, 'B1', 'b')
    fail(script, 'B2')
    expect(outcome(script)).toBe('Broken')
    script.redrive()
    expect(sinceRedrive(script)).toEqual(['ExecutionRedriven', 'TaskScheduled', 'TaskScheduled'])
    expect([...open(script).keys()]).toEqual(['A2', 'B2'])
    succeed(script, 'B2', 'b again')
    succeed(script, 'A2', 'a again')
    expect(outcome(script)).toEqual(['a again', 'b again', 'c'])
    expect(sinceRedrive(script).slice(-3)).toEqual([
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded'
    ])
  })

  it('can follow on another one, and on a stop', () => {
    const script = new Script(threeBranches).start()
    succeed(script, 'A1', 'a')
    fail(script, 'A2')
    script.redrive()
    succeed(script, 'C1', 'c')
    fail(script, 'B1')
    script.redrive()
    expect([...open(script).keys()]).toEqual(['A2', 'B1'])
    script.do({ type: 'execution-stopped' }).redrive()
    expect([...open(script).keys()]).toEqual(['A2', 'B1'])
  })

  it('runs all branches again where data were too large', () => {
    const script = new Script(threeBranches).start()
    succeed(script, 'C1', 'c')
    succeed(script, 'B1', 'x'.repeat(300_000))
    expect(outcome(script)).toBe('States.DataLimitExceeded')
    script.redrive()
    expect([...open(script).keys()]).toEqual(['A1', 'B1', 'C1'])
  })

  it('gives the state all its retries again, and what was caught or retried is forgotten', () => {
    const Retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }]
    const retried: State = { ...work(), Retry } as State
    const script = new Script({
      StartAt: 'P',
      States: { P: { Type: 'Parallel', Branches: [block({ A: retried })], Retry, End: true } }
    }).start()
    const failTwice = (): void => {
      fail(script, 'A').fire('retry')
      fail(script, 'A')
    }
    failTwice()
    script.fire('retry')
    failTwice()
    expect(outcome(script)).toBe('Broken')
    script.redrive()
    failTwice()
    script.fire('retry')
    expect(sinceRedrive(script)).toContain('ParallelStateStarted')
    succeed(script, 'A', 1)
    expect(outcome(script)).toEqual([1])
  })
})

describe('a redrive of an inline Map', () => {
  const over = (fields: object): Definition => ({
    StartAt: 'M',
    States: {
      M: { Type: 'Map', ItemProcessor: block({ I: work() }), End: true, ...fields }
    }
  })
  const taskIds = (script: Script): number[] => [...script.host.pending.tasks.keys()]
  const endTask = (script: Script, at: number, output: Json | undefined): void => {
    const taskId = taskIds(script)[at] ?? 0
    if (output === undefined) script.do({ type: 'task-failed', taskId, error: 'Broken' })
    else script.do({ type: 'task-succeeded', taskId, output })
  }

  it('runs what has failed or was aborted, then what was never started', () => {
    const script = new Script(over({ MaxConcurrency: 2 }), '[1,2,3,4,5]').start()
    endTask(script, 0, 'one')
    endTask(script, 0, undefined)
    expect(outcome(script)).toBe('Broken')
    script.redrive()
    const inputs = (): Json[] =>
      script.commands.flatMap((command) =>
        command.type === 'schedule-task' && script.host.pending.tasks.has(command.taskId)
          ? [command.parameters]
          : []
      )
    expect(inputs()).toEqual([2, 3])
    for (const output of ['two', 'three', 'four', 'five']) endTask(script, 0, output)
    expect(outcome(script)).toEqual(['one', 'two', 'three', 'four', 'five'])
    expect(sinceRedrive(script).filter((type) => type === 'MapIterationStarted')).toHaveLength(2)
  })

  it('runs failures again that were tolerated at first, not more at once than is allowed', () => {
    const fields = { MaxConcurrency: 1, ToleratedFailureCount: 1 }
    const script = new Script(over(fields), '[1,2,3]').start()
    endTask(script, 0, undefined)
    endTask(script, 0, 'two')
    endTask(script, 0, undefined)
    script.redrive()
    expect(taskIds(script)).toHaveLength(1)
    endTask(script, 0, 'one')
    endTask(script, 0, 'three')
    expect(outcome(script)).toEqual(['one', 'two', 'three'])
  })

  it('goes on where the items that were started have all ended well', () => {
    const script = new Script(
      over({ MaxConcurrency: 1, ItemSelector: { 'a.$': '$$.Map.Item.Value.a' } }),
      '[{"a":1},{"b":2}]'
    ).start()
    endTask(script, 0, 'one')
    expect(outcome(script)).toBe('States.Runtime')
    script.redrive()
    expect(outcome(script)).toBe('States.Runtime')
    expect(sinceRedrive(script)).not.toContain('TaskScheduled')
  })
})

describe('a redrive of other states', () => {
  it('schedules a task again that its state has not left, with all its time', () => {
    const script = new Script({ ...work(), TimeoutSeconds: 5 }).start().fire('task-timeout')
    expect(outcome(script)).toBe('States.Timeout')
    script.now = 60_000
    script.redrive()
    expect(sinceRedrive(script)).toEqual(['ExecutionRedriven', 'TaskScheduled'])
    expect(script.last('start-timer')).toMatchObject({ kind: 'task-timeout', dueAt: 65_000 })
    succeed(script, 'S', 1)
    expect(outcome(script)).toBe(1)
  })

  it('waits again, but not for a time that is over', () => {
    const until = (fields: object): Script => {
      const script = new Script({ Type: 'Wait', End: true, ...fields }).start()
      script.do({ type: 'execution-stopped' })
      script.now = 60_000
      return script.redrive()
    }
    expect(until({ Seconds: 10 }).last('start-timer').dueAt).toBe(70_000)
    expect(until({ Timestamp: '1970-01-01T00:00:30Z' }).last('start-timer').dueAt).toBe(60_000)
  })

  it('enters a Fail again and decides a Choice again', () => {
    const failing = new Script({ Type: 'Fail', Error: 'No' }).start().redrive()
    expect(sinceRedrive(failing)).toEqual([
      'ExecutionRedriven',
      'FailStateEntered',
      'ExecutionFailed'
    ])
    const choosing = new Script({
      StartAt: 'C',
      States: {
        C: {
          Type: 'Choice',
          Choices: [{ Variable: '$$.Execution.RedriveCount', NumericEquals: 1, Next: 'Done' }]
        },
        Done: { Type: 'Succeed' }
      }
    }).start()
    expect(outcome(choosing)).toBe('States.Runtime')
    choosing.redrive()
    expect(sinceRedrive(choosing)[1]).toBe('ChoiceStateExited')
    expect(outcome(choosing)).toEqual({})
  })

  it('cannot be where an execution has succeeded', () => {
    const script = new Script({ Type: 'Succeed' }).start()
    expect(() => script.redrive()).toThrow('cannot be redriven')
  })
})
