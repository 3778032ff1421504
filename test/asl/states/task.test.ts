import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { TaskState } from '../../../asl/definition.ts'
import { Script } from '../support/scripted.ts'
import { testContext } from '../support/stored-host.ts'

const work: TaskState = { Type: 'Task', Resource: 'plugin:shell:run', End: true }

describe('a Task', () => {
  it('is scheduled, started, and ends with its result', () => {
    const script = new Script({ ...work, ResultPath: '$.result' }, '{"a":1}').start()
    const { taskId } = script.last('schedule-task')
    expect(script.last('schedule-task')).toEqual({
      type: 'schedule-task',
      taskId: 3,
      stateName: 'S',
      resource: 'plugin:shell:run',
      pattern: 'request-response',
      parameters: { a: 1 },
      retryCount: 0,
      scheduledAt: 0
    })
    script.do({ type: 'task-started', taskId }).do({ type: 'task-succeeded', taskId, output: 5 })
    expect(script.history).toEqual([
      '1<-0 ExecutionStarted',
      '2<-0 TaskStateEntered',
      '3<-2 TaskScheduled',
      '4<-3 TaskStarted',
      '5<-4 TaskSucceeded',
      '6<-5 TaskStateExited',
      '7<-6 ExecutionSucceeded'
    ])
    expect(script.detail('TaskScheduled')).toEqual({
      parameters: '{"a":1}',
      region: 'eu-central-1',
      resource: 'run',
      resourceType: 'shell'
    })
    expect(script.last('complete-execution')).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"a":1,"result":5}'
    })
  })

  it('has events of their own for functions and activities', () => {
    const lambda = 'arn:aws:lambda:eu-central-1:123456789012:function:f'
    const script = new Script({ ...work, Resource: lambda }).start()
    script
      .do({ type: 'task-started', taskId: 3 })
      .do({ type: 'task-failed', taskId: 3, error: 'E' })
    expect(script.types.slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionFailed'
    ])
    const activity = 'arn:aws:states:eu-central-1:123456789012:activity:a'
    const other = new Script({ ...work, Resource: activity }).start()
    other.do({ type: 'task-started', taskId: 3, workerName: 'w' })
    other.do({ type: 'task-succeeded', taskId: 3, output: null })
    expect(other.types.slice(2, 5)).toEqual([
      'ActivityScheduled',
      'ActivityStarted',
      'ActivitySucceeded'
    ])
    expect(other.detail('ActivityStarted')).toEqual({ workerName: 'w' })
    expect(other.last('schedule-task').taskToken).toBeDefined()
  })

  it('waits for its token, which is derived from the seed and shown in the context object', () => {
    const script = new Script({
      ...work,
      Resource: 'plugin:email:request-approval.waitForTaskToken',
      Parameters: { 'token.$': '$$.Task.Token' }
    }).start()
    const { taskToken, parameters, pattern } = script.last('schedule-task')
    const secret = `seed-1:${testContext.execution.id}:3`
    expect(taskToken).toBe(createHash('sha256').update(secret).digest('base64url'))
    expect(parameters).toEqual({ token: taskToken })
    expect(pattern).toBe('wait-for-task-token')
    script
      .do({ type: 'task-started', taskId: 3 })
      .do({ type: 'task-submitted', taskId: 3, output: { sent: 1 } })
    script.do({ type: 'task-succeeded', taskId: 3, output: 'approved' })
    expect(script.types.slice(2, 6)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded'
    ])
    expect(script.detail('TaskSubmitted')).toMatchObject({
      resource: 'request-approval.waitForTaskToken'
    })
  })

  it('is retried after its delay, is caught when no attempt is left, and shows the count', () => {
    const script = new Script({
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: 'plugin:shell:run',
          Parameters: { 'count.$': '$$.State.RetryCount' },
          Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 7, MaxAttempts: 1 }],
          Catch: [
            {
              ErrorEquals: ['States.ALL'],
              Next: 'C',
              ResultPath: '$.error',
              Assign: { 'why.$': '$.Cause' }
            }
          ],
          Next: 'C'
        },
        C: { Type: 'Pass', Parameters: { 'why.$': '$why', 'all.$': '$' }, End: true }
      }
    }).start()
    script.do({ type: 'task-failed', taskId: 3, error: 'E', cause: 'first' })
    expect(script.last('start-timer')).toMatchObject({ kind: 'retry', dueAt: 7000 })
    script.fire('retry')
    expect(script.last('schedule-task')).toMatchObject({
      taskId: 5,
      retryCount: 1,
      parameters: { count: 1 }
    })
    script.do({ type: 'task-failed', taskId: 5, error: 'E', cause: 'second' })
    expect(script.last('complete-execution').output).toBe(
      '{"why":"second","all":{"error":{"Error":"E","Cause":"second"}}}'
    )
  })

  it('times out: the task is cancelled, a late result changes nothing', () => {
    const script = new Script({ ...work, TimeoutSeconds: 30 }).start().fire('task-timeout')
    expect(script.last('cancel-task')).toEqual({
      type: 'cancel-task',
      taskId: 3,
      reason: 'timed-out'
    })
    expect(script.types.slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed'])
    expect(script.last('complete-execution')).toEqual({
      type: 'complete-execution',
      status: 'FAILED',
      error: 'States.Timeout'
    })
    const count = script.events.length
    expect(script.do({ type: 'task-succeeded', taskId: 3, output: 1 }).events.length).toBe(count)
  })

  it('has to give heartbeats from its start on', () => {
    const script = new Script({ ...work, HeartbeatSeconds: 10, TimeoutSeconds: 60 }).start()
    expect(script.commands.map((command) => command.type)).toEqual(['schedule-task', 'start-timer'])
    script.do({ type: 'task-started', taskId: 3 }, 5)
    expect(script.last('start-timer')).toMatchObject({
      kind: 'heartbeat',
      dueAt: 15_000,
      taskId: 3
    })
    script.fire('heartbeat')
    expect(script.last('cancel-task').reason).toBe('heartbeat-timed-out')
    expect(script.last('cancel-timer')).toBeDefined()
    expect(script.detail('TaskTimedOut')).toMatchObject({ error: 'States.Timeout' })
  })

  it('fails with States.DataLimitExceeded when the result is over 256 KiB', () => {
    const script = new Script({ ...work }).start()
    script.do({ type: 'task-succeeded', taskId: 3, output: 'ü'.repeat(131_072) })
    expect(script.types.at(-2)).toBe('TaskFailed')
    expect(script.last('complete-execution')).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'shell' returned a result with a size exceeding the maximum number of bytes service limit."
    })
  })

  it('cannot be caught where its parameters cannot be evaluated', () => {
    const script = new Script({
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: 'plugin:shell:run',
          Parameters: { 'a.$': '$.no' },
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
          Next: 'C'
        },
        C: { Type: 'Succeed' }
      }
    }).start()
    expect(script.last('complete-execution')).toMatchObject({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'S' (entered at the event id #2). The JSONPath '$.no' specified for the field 'a.$' could not be found in the input '{}'"
    })
  })
})
