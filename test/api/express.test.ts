import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../asl/json.ts'
import { dataFolder } from '../../engine/data-folder.ts'
import { oneTask, passChain } from '../support/definitions.ts'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { createTestPlugin } from '../support/test-plugin.ts'
import { until } from '../support/until.ts'

let folder: TempFolder
let doors: TestDoors
beforeEach(async () => {
  folder = makeTempFolder()
  doors = await startTestDoors({ folder, plugins: [createTestPlugin().plugin] })
})
afterEach(async () => {
  await doors.end()
  folder.remove()
})

const logging = {
  level: 'ALL' as const,
  includeExecutionData: true,
  destinations: [
    {
      cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:x:*' }
    }
  ]
}

async function create(
  name: string,
  definition: JsonObject,
  type: 'STANDARD' | 'EXPRESS' = 'EXPRESS'
): Promise<string> {
  const made = await doors.client.CreateStateMachine({
    ...{ name, type, definition: JSON.stringify(definition) },
    loggingConfiguration: logging
  })
  return made.stateMachineArn
}

function linesOf(name: string): { type: string; details: JsonObject; execution_arn: string }[] {
  const text = readFileSync(dataFolder(folder.path).executionLog(name), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ReturnType<typeof linesOf>[number])
}

test('a synchronous execution answers its output, runs tasks and leaves no row', async () => {
  const stateMachineArn = await create('quick', oneTask('plugin:test:echo'))
  const answer = await doors.client.StartSyncExecution({ stateMachineArn, input: '{"n":1}' })
  expect(answer).toMatchObject({
    ...{ status: 'SUCCEEDED', output: '{"n":1}', input: '{"n":1}', stateMachineArn },
    billingDetails: { billedMemoryUsedInMB: 64 }
  })
  expect(answer.executionArn).toContain(`:express:quick:${answer.name}:`)
  expect(doors.store.db.prepare('SELECT count(*) FROM execution').pluck().get()).toBe(0)
})

test('a failure, a time-out and a wait end as in a standard execution', async () => {
  const fails = await create('fails', {
    StartAt: 'F',
    States: { F: { Type: 'Fail', Error: 'Bad', Cause: 'why' } }
  })
  const failed = await doors.client.StartSyncExecution({ stateMachineArn: fails })
  expect(failed).toMatchObject({ status: 'FAILED', error: 'Bad', cause: 'why' })
  expect(failed.output).toBeUndefined()
  const wait = (seconds: number, timeout: number): JsonObject => ({
    StartAt: 'W',
    TimeoutSeconds: timeout,
    States: { W: { Type: 'Wait', Seconds: seconds, End: true } }
  })
  const waits = await create('waits', wait(1, 60))
  const late = await create('late', wait(60, 1))
  const [waited, timedOut] = await Promise.all([
    doors.client.StartSyncExecution({ stateMachineArn: waits }),
    doors.client.StartSyncExecution({ stateMachineArn: late })
  ])
  expect(waited.status).toBe('SUCCEEDED')
  expect(timedOut.status).toBe('TIMED_OUT')
})

test('what only the other type can do is refused', async () => {
  const standard = await create('standard', passChain(1), 'STANDARD')
  const message = 'This operation is not supported by this type of state machine'
  const refusal = { errorName: 'StateMachineTypeNotSupported', message }
  await expect(
    doors.client.StartSyncExecution({ stateMachineArn: standard })
  ).rejects.toMatchObject(refusal)
  const stateMachineArn = await create('express', passChain(1))
  await expect(doors.client.ListExecutions({ stateMachineArn })).rejects.toMatchObject(refusal)
  const { executionArn } = await doors.client.StartExecution({ stateMachineArn })
  const invalid = {
    errorName: 'InvalidArn',
    message: "Invalid Arn: 'Resource type not valid in this context: express'"
  }
  await expect(doors.client.DescribeExecution({ executionArn })).rejects.toMatchObject(invalid)
  await expect(doors.client.StopExecution({ executionArn })).rejects.toMatchObject(invalid)
  await expect(doors.client.GetExecutionHistory({ executionArn })).rejects.toMatchObject(invalid)
})

test('an asynchronous execution is seen in the log alone', async () => {
  const stateMachineArn = await create('logged', {
    StartAt: 'C',
    States: {
      C: { Type: 'Pass', Parameters: { 'count.$': '$$.Execution.RedriveCount' }, End: true }
    }
  })
  const { executionArn } = await doors.client.StartExecution({ stateMachineArn })
  await until(() => {
    try {
      return linesOf('logged').some(({ type }) => type === 'ExecutionSucceeded')
    } catch {
      return false
    }
  })
  const last = linesOf('logged').at(-1)
  expect(last).toMatchObject({ execution_arn: executionArn, redrive_count: '0', id: '4' })
  expect(last?.details['output']).toBe('{"count":0}')
})

test('a standard execution is logged by its level, without data unless asked for', async () => {
  const { client } = doors
  const stateMachineArn = await create(
    'errors',
    { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Bad' } } },
    'STANDARD'
  )
  await client.UpdateStateMachine({
    stateMachineArn,
    loggingConfiguration: { ...logging, level: 'ERROR' as const, includeExecutionData: false }
  })
  const { executionArn } = await client.StartExecution({ stateMachineArn })
  await doors.core.ended(executionArn)
  await doors.core.host.enqueue(() => undefined)
  await until(() => {
    try {
      return linesOf('errors').length === 2
    } catch {
      return false
    }
  })
  expect(linesOf('errors').map(({ type, details }) => [type, details])).toEqual([
    ['FailStateEntered', { name: 'F' }],
    ['ExecutionFailed', { error: 'Bad' }]
  ])
})

test('an engine that stops refuses those who wait for an express execution', async () => {
  const stateMachineArn = await create('long', {
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 100, End: true } }
  })
  const waiting = doors.client.StartSyncExecution({ stateMachineArn })
  const refused = expect(waiting).rejects.toMatchObject({ errorName: 'ServiceUnavailable' })
  await new Promise((resolve) => setTimeout(resolve, 100))
  await doors.end()
  await refused
  doors = await startTestDoors({ folder })
})
