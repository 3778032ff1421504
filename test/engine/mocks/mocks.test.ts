import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import { parseMockConfig } from '../../../engine/mocks/mock-config.ts'
import { createMocks } from '../../../engine/mocks/mocks.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const call = (resource: string, more: JsonObject = {}): JsonObject => ({
  StartAt: 'Call',
  States: { Call: { Type: 'Task', Resource: resource, ...more, End: true } }
})

const config = (responses: object) => ({
  StateMachines: { m: { TestCases: { Case: { Call: 'Answer' } } } },
  MockedResponses: { Answer: responses }
})

describe('a mock configuration file', () => {
  const parse = (value: unknown) => parseMockConfig(JSON.stringify(value), 'mocks.json')

  test('gives answers by state machine, test case, state and invocation', () => {
    const state = parse(config({ '0': { Return: 1 }, '1-2': { Throw: { Error: 'E' } } }))
      .get('m')
      ?.get('Case')
      ?.get('Call')
    expect(state?.responses).toEqual([
      { first: 0, last: 0, response: { Return: 1 } },
      { first: 1, last: 2, response: { Throw: { Error: 'E' } } }
    ])
  })

  test.each<[string, unknown, RegExp]>([
    ['a key that is no number', config({ first: { Return: 1 } }), /number of an invocation/],
    ['an answer of neither kind', config({ '0': { Value: 1 } }), /Answer\/0: expected \{"Return"/],
    [
      'ranges that overlap',
      config({ '0-2': { Return: 1 }, '2': { Return: 2 } }),
      /Answer\/0-2: the range overlaps/
    ],
    [
      'a range that runs backwards',
      config({ '2-1': { Return: 1 } }),
      /2-1: the range ends before it begins/
    ],
    [
      'a response that is not there',
      { StateMachines: { m: { TestCases: { Case: { Call: 'Other' } } } } },
      /\/StateMachines\/m\/TestCases\/Case\/Call: expected the name .* found 'Other'/
    ],
    ['no state machines', {}, /at \/StateMachines/]
  ])('with %s is refused, with the place', (_what, value, message) => {
    expect(() => parse(value)).toThrow(message)
  })

  test('that is no JSON or not there is refused with its name', () => {
    expect(() => parseMockConfig('{', 'mocks.json')).toThrow(/mocks\.json to be JSON/)
    expect(() => createMocks('/no/such/mocks.json')).toThrow(/\/no\/such\/mocks\.json/)
  })
})

describe('an execution of a test case', () => {
  let core: TestCore
  let folder: TempFolder
  let path: string

  beforeEach(() => {
    folder = makeTempFolder()
    path = join(folder.path, 'mocks.json')
  })
  afterEach(async () => {
    await core.end()
    folder.remove()
  })

  const start = async (definition: JsonObject, responses: object, testCase = 'Case') => {
    writeFileSync(path, JSON.stringify(config(responses)))
    core = startTestCore({ mocks: createMocks(path) })
    const arn = await core.createMachine('m', definition)
    const request = { stateMachineArn: `${arn}#${testCase}` }
    return (await core.host.enqueue((write) => core.host.start(write, request))).executionArn
  }

  test('is answered from the file instead of by the service', async () => {
    const answer = { StatusCode: 200, Payload: { ok: true } }
    const arn = await start(call('arn:aws:states:::lambda:invoke'), { '0': { Return: answer } })
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: answer })
    expect(core.eventTypes(arn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded'
    ])
  })

  test('fails and is retried as the file says, attempt by attempt', async () => {
    const retry = { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 1, MaxAttempts: 3 }] }
    const arn = await start(call('arn:aws:lambda:us-east-1:000000000000:function:f', retry), {
      '0-1': { Throw: { Error: 'E', Cause: 'not yet' } },
      '2': { Return: { StatusCode: 200, Payload: 'done' } }
    })
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'done' })
    const types = core.eventTypes(arn)
    expect(types.filter((type) => type === 'LambdaFunctionFailed')).toHaveLength(2)
  })

  test('without an answer for an invocation fails and says so', async () => {
    const arn = await start(call('arn:aws:states:::sqs:sendMessage'), { '3': { Return: 1 } })
    const ended = await core.ended(arn)
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' })
    expect(ended.cause).toMatch(/'Answer' .* invocation 0 of the state 'Call'/)
  })

  test('ends a task that would wait for its token with the mocked result', async () => {
    const arn = await start(call('arn:aws:states:::sqs:sendMessage.waitForTaskToken'), {
      '0': { Return: 'approved' }
    })
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'approved' })
  })

  test('is refused where there is no such test case, naming those that there are', async () => {
    const started = start(call('arn:aws:states:::sqs:sendMessage'), {}, 'Other')
    await expect(started).rejects.toThrow(/found 'Other'\. The file has 'Case'\./)
  })

  test('sees what has been changed in the file', async () => {
    await start(call('arn:aws:states:::sqs:sendMessage'), { '0': { Return: 1 } })
    writeFileSync(path, JSON.stringify(config({ '0': { Return: 'changed' } })))
    const request = { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m#Case' }
    const { executionArn } = await core.host.enqueue((write) => core.host.start(write, request))
    expect(await core.ended(executionArn)).toMatchObject({ output: 'changed' })
  })
})
