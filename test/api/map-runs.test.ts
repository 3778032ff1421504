import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
  UpdateMapRunCommand
} from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'

const token = 'the-token-of-this-test'
let doors: TestDoors
let sdk: SFNClient

beforeEach(async () => {
  doors = await startTestDoors({ token })
  const credentials = { accessKeyId: 'signalbox', secretAccessKey: token }
  sdk = new SFNClient({ endpoint: doors.url, region: 'us-east-1', credentials, maxAttempts: 1 })
})
afterEach(async () => {
  sdk.destroy()
  await doors.end()
})

async function start(state: object, more: object, input: unknown): Promise<string> {
  const definition = JSON.stringify({
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Label: 'Items',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'First',
          States: { First: state }
        },
        End: true,
        ...more
      }
    }
  })
  const roleArn = 'arn:aws:iam::000000000000:role/r'
  const { stateMachineArn } = await sdk.send(
    new CreateStateMachineCommand({ name: 'm', definition, roleArn })
  )
  const request = { stateMachineArn, input: JSON.stringify(input) }
  const { executionArn } = await sdk.send(new StartExecutionCommand(request))
  return executionArn ?? ''
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error('Not true within 20 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('a map run is listed, described, and its children are listed by it', async () => {
  const executionArn = await start({ Type: 'Pass', End: true }, { MaxConcurrency: 1 }, [1, 2])
  await until(
    async () =>
      (await sdk.send(new DescribeExecutionCommand({ executionArn }))).status === 'SUCCEEDED'
  )
  const { mapRuns } = await sdk.send(new ListMapRunsCommand({ executionArn }))
  const [run] = mapRuns ?? []
  expect(run).toMatchObject({ executionArn, stateMachineArn: expect.stringMatching(/:m\/Items$/) })
  const mapRunArn = run?.mapRunArn ?? ''
  expect(mapRunArn).toMatch(/:mapRun:m\/Items:/)
  const counts = { total: 2, succeeded: 2, failed: 0, running: 0, pending: 0, resultsWritten: 2 }
  expect(await sdk.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
    ...{ executionArn, status: 'SUCCEEDED', maxConcurrency: 1, toleratedFailureCount: 0 },
    ...{ itemCounts: counts, executionCounts: counts }
  })
  const { executions } = await sdk.send(new ListExecutionsCommand({ mapRunArn }))
  expect(executions?.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED'])
  expect(executions?.map(({ itemCount }) => itemCount)).toEqual([1, 1])
  const child = executions?.[0]?.executionArn ?? ''
  expect(child).toMatch(/:execution:m\/Items:/)
  const described = await sdk.send(new DescribeExecutionCommand({ executionArn: child }))
  expect(described.input).toMatch(/^[12]$/)
  expect(described.mapRunArn).toBe(mapRunArn)
})

test('children of map runs are not among the executions that the window lists and counts', async () => {
  const executionArn = await start({ Type: 'Pass', End: true }, {}, [1, 2, 3])
  await until(
    async () =>
      (await sdk.send(new DescribeExecutionCommand({ executionArn }))).status === 'SUCCEEDED'
  )
  const client = doors.client
  const { executions } = await client.SearchExecutions({})
  expect(executions.map((execution) => execution.executionArn)).toEqual([executionArn])
  expect((await client.CountExecutions({})).counts).toMatchObject({ SUCCEEDED: 1, RUNNING: 0 })
})

test('a failed child is redriven with its parent alone', async () => {
  const executionArn = await start({ Type: 'Fail', Error: 'No' }, {}, [1])
  await until(
    async () => (await sdk.send(new DescribeExecutionCommand({ executionArn }))).status === 'FAILED'
  )
  const { client } = doors
  const { mapRuns } = await client.ListMapRuns({ executionArn })
  const mapRunArn = mapRuns[0]?.mapRunArn ?? ''
  const { executions } = await client.ListExecutions({ mapRunArn, statusFilter: 'FAILED' })
  const child = { executionArn: executions[0]?.executionArn ?? '' }
  expect(await client.DescribeExecution(child)).toMatchObject({
    redriveStatus: 'REDRIVABLE_BY_MAP_RUN'
  })
  await expect(client.RedriveExecution(child)).rejects.toMatchObject({
    errorName: 'ExecutionNotRedrivable'
  })
  await client.RedriveExecution({ executionArn })
  await until(async () => (await client.DescribeMapRun({ mapRunArn })).status === 'FAILED')
  expect(await client.DescribeMapRun({ mapRunArn })).toMatchObject({
    redriveCount: 1,
    itemCounts: { failed: 1, pendingRedrive: 0, total: 1 }
  })
})

test('the limits of a running map run can be changed', async () => {
  const wait = { Type: 'Wait', Seconds: 1000, End: true }
  const executionArn = await start(wait, { MaxConcurrency: 1 }, [1, 2, 3])
  const { mapRuns } = await sdk.send(new ListMapRunsCommand({ executionArn }))
  const mapRunArn = mapRuns?.[0]?.mapRunArn ?? ''
  await sdk.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 2 }))
  await until(async () => {
    const { itemCounts } = await sdk.send(new DescribeMapRunCommand({ mapRunArn }))
    return itemCounts?.running === 2 && itemCounts.pending === 1
  })
})

test('a map run that there is not is not found', async () => {
  const mapRunArn = 'arn:aws:states:us-east-1:000000000000:mapRun:m/Items:none'
  await expect(sdk.send(new DescribeMapRunCommand({ mapRunArn }))).rejects.toMatchObject({
    name: 'ResourceNotFound'
  })
})
