import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TestStateCommand,
  paginateListExecutions
} from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'
import { oneTask, passChain } from '../support/definitions.ts'
import { createTestPlugin } from '../support/test-plugin.ts'
import { until } from '../support/until.ts'

const { plugin, calls } = createTestPlugin()
let doors: TestDoors
let sdk: SFNClient

function client(endpoint: string, secretAccessKey: string): SFNClient {
  const credentials = { accessKeyId: 'signalbox', secretAccessKey }
  return new SFNClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
}

beforeAll(async () => {
  doors = await startTestDoors({ plugins: [plugin] })
  sdk = client(doors.url, doors.token)
})
afterAll(async () => {
  sdk.destroy()
  await doors.end()
})

async function create(name: string, definition: object): Promise<string> {
  const roleArn = 'arn:aws:iam::000000000000:role/any'
  const text = JSON.stringify(definition)
  const made = await sdk.send(new CreateStateMachineCommand({ name, definition: text, roleArn }))
  return made.stateMachineArn ?? ''
}

async function ended(executionArn: string) {
  for (;;) {
    const found = await sdk.send(new DescribeExecutionCommand({ executionArn }))
    if (found.status !== 'RUNNING') return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('the AWS SDK, signing with the token, creates, starts, describes and reads the history', async () => {
  const stateMachineArn = await create('chain', passChain(3))
  const started = await sdk.send(
    new StartExecutionCommand({ stateMachineArn, name: 'first', input: '{"n": 1}' })
  )
  const { executionArn = '' } = started
  expect(started.startDate).toBeInstanceOf(Date)
  const found = await ended(executionArn)
  expect(found).toMatchObject({ status: 'SUCCEEDED', input: '{"n": 1}', name: 'first' })
  expect(JSON.parse(found.output ?? '')).toEqual({ n: 1 })
  const { events = [] } = await sdk.send(new GetExecutionHistoryCommand({ executionArn }))
  expect(events.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    ...Array.from({ length: 3 }, () => ['PassStateEntered', 'PassStateExited']).flat(),
    'ExecutionSucceeded'
  ])
  expect(events[0]?.executionStartedEventDetails?.input).toBe('{"n": 1}')
  const reversed = await sdk.send(
    new GetExecutionHistoryCommand({
      executionArn,
      reverseOrder: true,
      includeExecutionData: false
    })
  )
  expect(reversed.events?.at(-1)?.executionStartedEventDetails?.input).toBeUndefined()
  expect(reversed.events?.map(({ id }) => id)).toEqual(events.map(({ id }) => id).reverse())
})

test('the AWS SDK stops an execution and ends a task by its token', async () => {
  const resource = 'plugin:test:echo.waitForTaskToken'
  const stateMachineArn = await create(
    'waits',
    oneTask(resource, { Parameters: { 'token.$': '$$.Task.Token' } })
  )
  const start = async (name: string): Promise<string> => {
    const command = new StartExecutionCommand({ stateMachineArn, name })
    return (await sdk.send(command)).executionArn ?? ''
  }
  const stopped = await start('stopped')
  await sdk.send(
    new StopExecutionCommand({ executionArn: stopped, error: 'Test', cause: 'enough' })
  )
  expect(await ended(stopped)).toMatchObject({ status: 'ABORTED', error: 'Test', cause: 'enough' })

  const finished = await start('finished')
  await until(() => calls.some(({ context }) => context.attempt.executionName === 'finished'))
  const call = calls.find(({ context }) => context.attempt.executionName === 'finished')
  const taskToken = call?.context.taskToken ?? ''
  await sdk.send(new SendTaskSuccessCommand({ taskToken, output: '{"done":true}' }))
  expect(JSON.parse((await ended(finished)).output ?? '')).toEqual({ done: true })
  const again = sdk.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))
  await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' })
})

test('the AWS SDK pages through executions, newest first', async () => {
  const stateMachineArn = await create('many', passChain(1))
  for (let count = 0; count < 7; count += 1) {
    await sdk.send(new StartExecutionCommand({ stateMachineArn, name: `n${count}` }))
  }
  const names: string[] = []
  for await (const page of paginateListExecutions(
    { client: sdk, pageSize: 3 },
    { stateMachineArn }
  )) {
    expect(page.executions?.length).toBeLessThanOrEqual(3)
    names.push(...(page.executions ?? []).map(({ name }) => name ?? ''))
  }
  expect(names).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1', 'n0'])
  const foreign = new ListExecutionsCommand({ stateMachineArn, nextToken: 'foreign' })
  await expect(sdk.send(foreign)).rejects.toMatchObject({ name: 'InvalidToken' })
})

test('the AWS SDK gets the names of errors, and is refused with another secret', async () => {
  const unknown = new DescribeExecutionCommand({ executionArn: 'not an arn' })
  await expect(sdk.send(unknown)).rejects.toMatchObject({ name: 'InvalidArn' })
  const stranger = client(doors.url, 'another secret')
  await expect(stranger.send(unknown)).rejects.toMatchObject({ name: 'InvalidSignatureException' })
  stranger.destroy()
})

test('the AWS SDK tests a state, once it puts no prefix before the host name', async () => {
  const credentials = { accessKeyId: 'signalbox', secretAccessKey: doors.token }
  const testing = new SFNClient({
    ...{ endpoint: doors.url, region: 'us-east-1', credentials, maxAttempts: 1 },
    disableHostPrefix: true
  })
  const definition = JSON.stringify({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'f' },
    Next: 'Later'
  })
  const tested = await testing.send(
    new TestStateCommand({
      definition,
      mock: { result: '{"StatusCode":200}' },
      inspectionLevel: 'DEBUG'
    })
  )
  testing.destroy()
  expect(tested).toMatchObject({
    status: 'SUCCEEDED',
    nextState: 'Later',
    output: '{"StatusCode":200}'
  })
  expect(tested.inspectionData?.afterParameters).toBe('{"FunctionName":"f"}')
})
