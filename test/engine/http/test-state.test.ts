import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Json } from '../../../asl/json.ts'
import { defineConnectionType } from '../../../plugins/contract/connection.ts'
import { httpPlugin } from '../../../plugins/http/plugin.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { TestPlugin } from '../../support/test-plugin.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'

const vault = defineConnectionType({
  type: 'vault',
  title: 'Vault',
  description: 'For tests',
  settings: z.strictObject({}),
  secrets: [{ name: 'password', title: 'Password', isRequired: true }],
  test: () => Promise.resolve('fine')
})

let testPlugin: TestPlugin
let doors: TestDoors
beforeEach(async () => {
  testPlugin = createTestPlugin()
  doors = await startTestDoors({
    plugins: [{ ...testPlugin.plugin, connectionTypes: [vault] }, httpPlugin]
  })
})
afterEach(() => doors.end())

type Request = Parameters<TestDoors['client']['TestState']>[0]

const ask = (definition: Json, request: Omit<Request, 'definition'> = {}) =>
  doors.client.TestState({ definition: JSON.stringify(definition), ...request })

const refusal = (definition: Json, request: Omit<Request, 'definition'> = {}) =>
  ask(definition, request).then(
    () => ({ name: 'none', message: '' }),
    (error: unknown) =>
      error instanceof Error
        ? { name: error.name, message: error.message }
        : { name: 'unknown', message: String(error) }
  )

const plugin = (action: string, more: Record<string, Json> = {}): Json => ({
  Type: 'Task',
  Resource: `plugin:test:${action}`,
  End: true,
  ...more
})

describe('a state is tested', () => {
  test('without storing anything, on the level INFO without its data', async () => {
    const pass = { Type: 'Pass', Parameters: { 'a.$': '$.b' }, Next: 'Later' }
    expect(await ask(pass, { input: '{"b":1}' })).toEqual({
      ...{ status: 'SUCCEEDED', output: '{"a":1}', nextState: 'Later' }
    })
    expect((await doors.client.ListStateMachines({})).stateMachines).toEqual([])
    expect((await doors.client.SearchExecutions({})).executions).toEqual([])
  })

  test('on the level DEBUG with the data on its way', async () => {
    const answer = await ask({ Type: 'Pass', End: true }, { inspectionLevel: 'DEBUG' })
    expect(answer.inspectionData).toMatchObject({ input: '{}', afterResultPath: '{}' })
  })

  test('by its name in a whole state machine', async () => {
    const machine = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Fail', Error: 'E' } }
    }
    expect(await ask(machine, { stateName: 'B' })).toEqual({ status: 'FAILED', error: 'E' })
    expect(await refusal(machine, { stateName: 'C' })).toMatchObject({
      name: 'ValidationException'
    })
  })
})

describe('a task without a mock', () => {
  test('of a plugin is done for real', async () => {
    const state = plugin('echo', { Parameters: { 'x.$': '$.y' } })
    const answer = await ask(state, { input: '{"y":2}' })
    expect(answer).toEqual({ status: 'SUCCEEDED', output: '{"x":2}' })
  })

  test('fails as it does in an execution, and its failure can be caught', async () => {
    const state = plugin('fail', {
      Parameters: { error: 'Test.Bad', cause: 'why' },
      Catch: [{ ErrorEquals: ['Test.Bad'], Next: 'Repair' }]
    })
    expect(await ask(state)).toEqual({
      status: 'CAUGHT_ERROR',
      error: 'Test.Bad',
      cause: 'why',
      nextState: 'Repair',
      output: '{"Error":"Test.Bad","Cause":"why"}'
    })
  })

  test('is given up after its TimeoutSeconds, also where it does not listen', async () => {
    expect(await ask(plugin('hang', { TimeoutSeconds: 1 }))).toEqual({
      status: 'FAILED',
      error: 'States.Timeout'
    })
  })

  test('ends when the caller hangs up', async () => {
    const hungUp = new AbortController()
    const answered = doors.client
      .TestState({ definition: JSON.stringify(plugin('hold')) }, { signal: hungUp.signal })
      .catch((error: unknown) => error)
    await expect.poll(() => testPlugin.calls.length).toBe(1)
    hungUp.abort()
    await answered
    await expect.poll(() => testPlugin.calls[0]?.context.signal.aborted).toBe(true)
  })

  test('does not show the secrets of its connection', async () => {
    const secrets = { password: 'correct-horse' }
    await doors.client.PutConnection({ type: 'vault', name: 'v', settings: {}, secrets })
    const answer = await ask(plugin('leak'))
    expect(answer).toMatchObject({ error: 'Test.Leak', cause: 'the password is ****' })
  })

  test('that calls an API shows what it sent and got on the level TRACE', async () => {
    const server = createServer((_request, response) => response.end('"hello"'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hello`
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::http:invoke',
      Parameters: { ApiEndpoint: url, Method: 'GET' },
      End: true
    }
    const roleArn = 'arn:aws:iam::000000000000:role/any'
    const answer = await ask(state, { inspectionLevel: 'TRACE', roleArn })
    server.close()
    expect(answer.inspectionData?.request).toMatchObject({ protocol: 'http', method: 'GET', url })
    expect(answer.inspectionData?.response).toMatchObject({ statusCode: '200' })
  })

  test('needs a role where AWS would need one', async () => {
    const state = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true }
    expect(await refusal(state)).toEqual({
      name: 'ValidationException',
      message: 'RoleArn must be specified when testing a Task state'
    })
  })

  test('of a resource that nothing serves fails and says so', async () => {
    const answer = await ask(plugin('nowhere'))
    expect(answer).toMatchObject({ status: 'FAILED', error: 'States.Runtime' })
  })
})

describe('a request is refused', () => {
  const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true }
  const mock = { result: '{}' }

  test('for a definition with problems, with all of them', async () => {
    const { name, message } = await refusal({ Type: 'Parallel', Branches: [], End: true })
    expect(name).toBe('InvalidDefinition')
    expect(message).toContain('Value cannot be empty at /States/StateName/Branches')
  })

  test('for an input that is no JSON', async () => {
    expect((await refusal(task, { mock, input: '{' })).name).toBe('InvalidExecutionInput')
  })

  test('for a context object without a mock, or one that no execution has', async () => {
    expect((await refusal({ Type: 'Pass', End: true }, { context: '{}' })).name).toBe(
      'ValidationException'
    )
    expect(await refusal(task, { mock, context: '{"Pokedex":{}}' })).toEqual({
      name: 'ValidationException',
      message: "Invalid Context object provided: Field 'Pokedex' is not allowed"
    })
  })

  test('for a mock that the service would never answer', async () => {
    expect(await refusal(task, { mock: { result: '{"StatusCode":"200"}' } })).toEqual({
      name: 'ValidationException',
      message: "Mock result schema validation error: Field 'StatusCode' must be a number"
    })
  })

  test('for variables that are no object', async () => {
    expect((await refusal(task, { mock, variables: '[1]' })).name).toBe('ValidationException')
  })
})
