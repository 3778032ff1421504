import { describe, expect, it } from 'vitest'
import type { Definition, StatesBlock } from '../../../asl/definition.ts'
import { Script } from '../support/scripted.ts'

const workBlock = (name: string): StatesBlock => ({
  StartAt: name,
  States: { [name]: { Type: 'Task', Resource: 'plugin:shell:run', End: true } }
})
const waitBlock = (name: string): StatesBlock => ({
  StartAt: name,
  States: { [name]: { Type: 'Wait', Seconds: 60, End: true } }
})

describe('a Parallel', () => {
  const both: Definition = {
    StartAt: 'P',
    States: { P: { Type: 'Parallel', Branches: [workBlock('A'), workBlock('B')], End: true } }
  }

  it('can catch what a branch fails with by its name, or as States.BranchFailed', () => {
    for (const name of ['Broken', 'States.BranchFailed', 'States.TaskFailed', 'States.ALL']) {
      const script = new Script({
        StartAt: 'P',
        States: {
          P: {
            Type: 'Parallel',
            Branches: [{ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken' } } }],
            Catch: [{ ErrorEquals: [name], Next: 'Caught' }],
            End: true
          },
          Caught: { Type: 'Pass', End: true }
        }
      }).start()
      expect(script.last('complete-execution')).toMatchObject({ status: 'SUCCEEDED' })
    }
  })

  it('joins the outputs in the order of its branches, whichever ends first', () => {
    const script = new Script(both).start()
    const [first, second] = script.commands.map((command) =>
      command.type === 'schedule-task' ? command.taskId : 0
    )
    script.do({ type: 'task-succeeded', taskId: second!, output: 'b' })
    script.do({ type: 'task-succeeded', taskId: first!, output: 'a' })
    expect(script.last('complete-execution').output).toBe('["a","b"]')
    expect(script.history.slice(-6)).toEqual([
      '9<-8 TaskStateExited',
      '10<-5 TaskSucceeded',
      '11<-10 TaskStateExited',
      '12<-11 ParallelStateSucceeded',
      '13<-11 ParallelStateExited',
      '14<-13 ExecutionSucceeded'
    ])
  })

  it('aborts what else runs when a branch fails, and cancels its tasks and timers', () => {
    const script = new Script({
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [workBlock('A'), workBlock('B'), waitBlock('W')],
          Catch: [{ ErrorEquals: ['E'], Next: 'C' }],
          End: true
        },
        C: { Type: 'Pass', End: true }
      }
    }).start()
    const failing = script.events.find((event) => event.type === 'TaskScheduled')!.id
    script.do({ type: 'task-failed', taskId: failing, error: 'E' })
    const failed = script.events.find((event) => event.type === 'TaskFailed')!.id
    const afterwards = script.events.slice(failed)
    expect(afterwards.map((event) => event.type)).toEqual([
      'TaskStateAborted',
      'TaskStateAborted',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ParallelStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded'
    ])
    expect(afterwards.slice(0, 4).map((event) => event.previousEventId)).toEqual(
      Array(4).fill(failed)
    )
    expect(script.last('cancel-task').reason).toBe('aborted')
    expect(script.last('complete-execution').output).toBe('{"Error":"E","Cause":null}')
  })

  it('starts all branches again when it is retried', () => {
    const script = new Script({
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [workBlock('A')],
          Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
          End: true
        }
      }
    }).start()
    script.do({ type: 'task-failed', taskId: 5, error: 'E' }).fire('retry')
    expect(script.history.slice(5)).toEqual([
      '6<-5 TaskFailed',
      '7<-6 TaskStateAborted',
      '8<-6 ParallelStateStarted',
      '9<-8 TaskStateEntered',
      '10<-9 TaskScheduled'
    ])
    expect(script.types).not.toContain('ParallelStateFailed')
  })

  it('without branches yields an empty array at once', () => {
    const script = new Script({ Type: 'Parallel', Branches: [], End: true }).start()
    expect(script.last('complete-execution').output).toBe('[]')
  })

  it('lets branches read the variables outside, and keeps theirs inside', () => {
    const script = new Script({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { outer: 1 }, Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'B',
              States: {
                B: { Type: 'Pass', Assign: { inner: 2 }, Next: 'C' },
                C: {
                  Type: 'Pass',
                  Parameters: { 'outer.$': '$outer', 'inner.$': '$inner' },
                  End: true
                }
              }
            }
          ],
          Next: 'D'
        },
        D: { Type: 'Pass', Parameters: { 'inner.$': '$inner' }, End: true }
      }
    }).start()
    expect(script.detail('ParallelStateExited')).toMatchObject({
      output: '[{"outer":1,"inner":2}]'
    })
    expect(script.last('complete-execution').status).toBe('FAILED')
  })
})

describe('a Map', () => {
  const mapOver = (fields: object, block = workBlock('W')): Definition => ({
    StartAt: 'M',
    States: { M: { Type: 'Map', ItemProcessor: block, End: true, ...fields } }
  })

  it('runs as many iterations at a time as MaxConcurrency says', () => {
    const script = new Script(mapOver({ MaxConcurrency: 2 }), '[1,2,3]').start()
    expect(script.host.pending.tasks.size).toBe(2)
    const first = [...script.host.pending.tasks.keys()][0]!
    script.do({ type: 'task-succeeded', taskId: first, output: 'x' })
    expect(script.host.pending.tasks.size).toBe(2)
    expect(script.last('schedule-task').parameters).toBe(3)
    for (const taskId of [...script.host.pending.tasks.keys()].reverse()) {
      script.do({ type: 'task-succeeded', taskId, output: taskId })
    }
    const [, second, third] = script.commands.flatMap((command) =>
      command.type === 'schedule-task' ? [command.taskId] : []
    )
    expect(script.last('complete-execution').output).toBe(`["x",${second},${third}]`)
  })

  it('runs 40 at most, as AWS does', () => {
    const script = new Script(mapOver({}), JSON.stringify(Array(100).fill(0))).start()
    expect(script.host.pending.tasks.size).toBe(40)
  })

  it('shows item and index in the context object, also deep inside', () => {
    const script = new Script(
      mapOver(
        { ItemSelector: { 'index.$': '$$.Map.Item.Index', 'all.$': '$' } },
        {
          StartAt: 'X',
          States: {
            X: {
              Type: 'Pass',
              Parameters: { 'in.$': '$', 'value.$': '$$.Map.Item.Value' },
              End: true
            }
          }
        }
      ),
      '["a","b"]'
    ).start()
    expect(script.last('complete-execution').output).toBe(
      '[{"in":{"index":0,"all":["a","b"]},"value":"a"},{"in":{"index":1,"all":["a","b"]},"value":"b"}]'
    )
  })

  it('goes on while no more iterations fail than are tolerated', () => {
    const script = new Script(
      mapOver({ ToleratedFailureCount: 1, MaxConcurrency: 1 }),
      '[1,2,3]'
    ).start()
    for (const isGood of [true, false, true]) {
      const taskId = [...script.host.pending.tasks.keys()][0]!
      script.do(
        isGood
          ? { type: 'task-succeeded', taskId, output: taskId }
          : { type: 'task-failed', taskId, error: 'E' }
      )
    }
    expect(script.last('complete-execution').status).toBe('SUCCEEDED')
    expect(script.types.filter((type) => type.startsWith('MapIteration'))).toEqual([
      'MapIterationStarted',
      'MapIterationSucceeded',
      'MapIterationStarted',
      'MapIterationFailed',
      'MapIterationStarted',
      'MapIterationSucceeded'
    ])
  })

  it('fails with the first failure otherwise, and aborts the other iterations', () => {
    const script = new Script(mapOver({}), '[1,2]').start()
    const taskId = [...script.host.pending.tasks.keys()][0]!
    script.do({ type: 'task-failed', taskId, error: 'E', cause: 'c' })
    expect(script.types.slice(-6)).toEqual(
      [
        'TaskFailed',
        'MapIterationFailed',
        'TaskStateAborted',
        'MapIterationAborted',
        'TaskStateAborted',
        'MapStateFailed'
      ]
        .concat('ExecutionFailed')
        .slice(-6)
    )
    expect(script.last('complete-execution')).toMatchObject({
      status: 'FAILED',
      error: 'E',
      cause: 'c'
    })
  })

  it('writes a small frame for each iteration that ends, not its own input again', () => {
    const big = JSON.stringify(Array(1000).fill('some text'))
    const script = new Script(mapOver({ MaxConcurrency: 1 }), big).start()
    const taskId = [...script.host.pending.tasks.keys()][0]!
    const { changedFrames, execution } = script.host.step({
      type: 'task-succeeded',
      taskId,
      output: 1,
      at: 0,
      seed: 's'
    })
    const bytes = changedFrames.map((id) => JSON.stringify(execution.frames[id]).length)
    expect(Math.max(...bytes)).toBeLessThan(1000)
  })

  it('needs an array', () => {
    const script = new Script(mapOver({ ItemsPath: '$.items' }), '{"items":5}').start()
    expect(script.last('complete-execution')).toMatchObject({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'M' (entered at the event id #2). Reference path "$.items" must point to array.`
    })
  })
})
