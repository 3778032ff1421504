import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { until } from '../../support/until.ts'

let core: TestCore
let folder: TempFolder | undefined

beforeEach(() => {
  folder = undefined
})
afterEach(async () => {
  await core.end()
  folder?.remove()
})

const START = 'arn:aws:states:::states:startExecution'
const CHILD = 'arn:aws:states:us-east-1:000000000000:stateMachine:child'
const childArn = (name: string): string =>
  `arn:aws:states:us-east-1:000000000000:execution:child:${name}`

const parent = (resource: string, parameters: JsonObject, more: JsonObject = {}): JsonObject => ({
  StartAt: 'Start',
  States: {
    Start: {
      Type: 'Task',
      Resource: resource,
      Parameters: { StateMachineArn: CHILD, Name: 'one', ...parameters },
      ...more,
      End: true
    }
  }
})
const pass: JsonObject = {
  StartAt: 'Pass',
  States: { Pass: { Type: 'Pass', Result: { done: true }, End: true } }
}
const wait = (seconds: number): JsonObject => ({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: seconds, End: true } }
})

async function begin(child: JsonObject, definition: JsonObject): Promise<string> {
  core = startTestCore(folder ? { folder } : {})
  await core.createMachine('child', child)
  return core.run(definition)
}

describe('a task that starts an execution', () => {
  test('goes on at once with where it was started', async () => {
    const arn = await begin(wait(1000), parent(START, { Input: { a: 1 } }))
    const ended = await core.ended(arn)
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: { ExecutionArn: childArn('one'), SdkHttpMetadata: { HttpStatusCode: 200 } }
    })
    expect(core.describe(childArn('one')).status).toBe('RUNNING')
  })

  test('with .sync waits for its end and has its output as text', async () => {
    const arn = await begin(wait(1), parent(`${START}.sync`, { Input: { a: 1 } }))
    expect(await core.ended(arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        ExecutionArn: childArn('one'),
        Input: '{"a":1}',
        InputDetails: { Included: true },
        Name: 'one',
        Output: '{"a":1}',
        Status: 'SUCCEEDED',
        StateMachineArn: CHILD
      }
    })
    expect(core.eventTypes(arn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded'
    ])
  })

  test('with .sync:2 has its output as a value, also where it ends at once', async () => {
    const arn = await begin(pass, parent(`${START}.sync:2`, {}))
    expect(await core.ended(arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Input: {}, Output: { done: true } }
    })
  })

  test('with .sync fails with States.TaskFailed and the whole story as cause', async () => {
    const child = {
      StartAt: 'Fail',
      States: { Fail: { Type: 'Fail', Error: 'Wrong', Cause: 'because' } }
    }
    const arn = await begin(child, parent(`${START}.sync`, {}))
    const ended = await core.ended(arn)
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' })
    expect(JSON.parse(ended.cause ?? '')).toMatchObject({
      Cause: 'because',
      Error: 'Wrong',
      ExecutionArn: childArn('one'),
      Input: '{}',
      Status: 'FAILED'
    })
  })

  test('with .waitForTaskToken ends by the token that the child was given', async () => {
    const child = {
      StartAt: 'Answer',
      States: {
        Answer: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
          Parameters: { 'TaskToken.$': '$.token', Output: { answer: 42 } },
          End: true
        }
      }
    }
    const definition = parent(`${START}.waitForTaskToken`, {
      Input: { 'token.$': '$$.Task.Token' }
    })
    const arn = await begin(child, definition)
    expect(await core.ended(arn)).toMatchObject({ output: { answer: 42 } })
  })

  test('that names no state machine fails in the words of AWS', async () => {
    const arn = await begin(pass, parent(START, { StateMachineArn: `${CHILD}-2` }))
    const ended = await core.ended(arn)
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'StepFunctions.StateMachineDoesNotExistException'
    })
    expect(ended.cause).toContain(
      `State Machine Does Not Exist: '${CHILD}-2' (Service: AWSStepFunctions; Status Code: 400;`
    )
  })
})

describe('a child that is waited for', () => {
  test('is stopped when its parent is', async () => {
    const arn = await begin(wait(1000), parent(`${START}.sync`, {}))
    await until(() => core.eventTypes(arn).includes('TaskSubmitted'))
    const id = core.describe(arn).id
    await core.host.submit(id, { type: 'execution-stopped' })
    expect((await core.ended(childArn('one'))).status).toBe('ABORTED')
  })

  test("is stopped when its parent's task has timed out", async () => {
    const arn = await begin(wait(1000), parent(`${START}.sync`, {}, { TimeoutSeconds: 1 }))
    expect(await core.ended(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
    expect((await core.ended(childArn('one'))).status).toBe('ABORTED')
  })

  test('outlives a crash of the engine, and so does the waiting', async () => {
    folder = makeTempFolder()
    const arn = await begin(wait(1), parent(`${START}.sync:2`, { Input: { a: 1 } }))
    await until(() => core.eventTypes(arn).includes('TaskSubmitted'))
    core.crash()
    core = startTestCore({ folder })
    expect(await core.ended(arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { Output: { a: 1 } }
    })
  })

  test('may itself wait for another one, twenty deep', async () => {
    const child: JsonObject = {
      StartAt: 'Deeper?',
      States: {
        'Deeper?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.depth', NumericLessThan: 20, Next: 'Go deeper' }],
          Default: 'Bottom'
        },
        'Go deeper': {
          Type: 'Task',
          Resource: `${START}.sync:2`,
          Parameters: {
            StateMachineArn: CHILD,
            Input: { 'depth.$': 'States.MathAdd($.depth, 1)' }
          },
          OutputPath: '$.Output',
          End: true
        },
        Bottom: { Type: 'Pass', End: true }
      }
    }
    const arn = await begin(child, parent(`${START}.sync:2`, { Input: { depth: 0 } }))
    expect(await core.ended(arn)).toMatchObject({ output: { Output: { depth: 20 } } })
  })
})

describe('calls of the SDK', () => {
  test('answer in its shapes, and refuse with its errors', async () => {
    const call = (name: string, parameters: JsonObject, next?: string): JsonObject => ({
      Type: 'Task',
      Resource: `arn:aws:states:::aws-sdk:sfn:${name}`,
      Parameters: parameters,
      ...(next ? { Next: next } : { End: true })
    })
    const arn = await begin(pass, {
      StartAt: 'Start',
      States: {
        Start: call('startExecution', { StateMachineArn: CHILD, Name: 'one' }, 'Describe'),
        Describe: call('describeExecution', { 'ExecutionArn.$': '$.ExecutionArn' }, 'Answer'),
        Answer: call('sendTaskSuccess', { TaskToken: 'none', Output: '{}' })
      }
    })
    const ended = await core.ended(arn)
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Sfn.InvalidTokenException' })
    expect(ended.cause).toMatch(/\(Service: Sfn, Status Code: 400, Request ID: [\w-]+\)/)
  })
})
