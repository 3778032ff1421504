import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../asl/json.ts'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'

let doors: TestDoors
beforeEach(async () => {
  doors = await startTestDoors()
})
afterEach(() => doors.end())

/** A Pass, then a state that fails until its execution is redriven. */
const failsOnce: JsonObject = {
  StartAt: 'Before',
  States: {
    Before: { Type: 'Pass', Assign: { kept: 7 }, Next: 'Check' },
    Check: {
      Type: 'Choice',
      Choices: [
        { Variable: '$$.Execution.RedriveCount', NumericGreaterThan: 0, Next: 'Done' },
        { Variable: '$.never', IsPresent: true, Next: 'Done' }
      ]
    },
    Done: { Type: 'Pass', Parameters: { 'kept.$': '$kept', 'n.$': '$.n' }, End: true }
  }
}

test('a redrive goes on from the failed state with its input and variables', async () => {
  const { client, core } = doors
  const executionArn = await core.run(failsOnce, { n: 1 })
  expect((await core.ended(executionArn)).status).toBe('FAILED')
  const before = await client.DescribeExecution({ executionArn })
  expect(before).toMatchObject({ redriveStatus: 'REDRIVABLE', redriveCount: 0 })
  const { redriveDate } = await client.RedriveExecution({ executionArn })
  expect(await core.ended(executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    output: { kept: 7, n: 1 }
  })
  const after = await client.DescribeExecution({ executionArn })
  expect(after).toMatchObject({ redriveCount: 1, redriveDate, redriveStatus: 'NOT_REDRIVABLE' })
  expect(after.error).toBeUndefined()
  const { events } = await client.GetExecutionHistory({ executionArn })
  expect(events.map(({ type }) => type).slice(5)).toEqual([
    ...['ExecutionRedriven', 'ChoiceStateExited'],
    ...['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']
  ])
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1))
  expect(events[5]).toMatchObject({ executionRedrivenEventDetails: { redriveCount: 1 } })
})

test('only the branch of a Parallel that has failed runs again', async () => {
  const { client, core } = doors
  const again = { Variable: '$$.Execution.RedriveCount', NumericGreaterThan: 0, Next: 'Good' }
  const branches: JsonObject[] = [
    { StartAt: 'Once', States: { Once: { Type: 'Pass', Result: 'once', End: true } } },
    {
      StartAt: 'Twice',
      States: {
        Twice: { Type: 'Choice', Choices: [again] },
        Good: { Type: 'Pass', Result: 'twice', End: true }
      }
    }
  ]
  const executionArn = await core.run({
    StartAt: 'Both',
    States: { Both: { Type: 'Parallel', Branches: branches, End: true } }
  })
  await core.ended(executionArn)
  await client.RedriveExecution({ executionArn })
  expect(await core.ended(executionArn)).toMatchObject({ output: ['once', 'twice'] })
  const types = core.eventTypes(executionArn)
  expect(types.slice(types.indexOf('ExecutionRedriven'))).toEqual([
    ...['ExecutionRedriven', 'ChoiceStateExited', 'PassStateEntered', 'PassStateExited'],
    ...['ParallelStateSucceeded', 'ParallelStateExited', 'ExecutionSucceeded']
  ])
})

test('what was stopped or has timed out goes on, too; what runs or has succeeded does not', async () => {
  const { client, core } = doors
  const executionArn = await core.run({
    StartAt: 'W',
    TimeoutSeconds: 1,
    States: { W: { Type: 'Wait', Seconds: 100, End: true } }
  })
  const running = client.RedriveExecution({ executionArn })
  await expect(running).rejects.toMatchObject({
    errorName: 'ExecutionNotRedrivable',
    message: 'Execution is RUNNING and cannot be redriven'
  })
  await client.StopExecution({ executionArn })
  await client.RedriveExecution({ executionArn })
  expect((await core.ended(executionArn)).status).toBe('TIMED_OUT')
  await client.RedriveExecution({ executionArn })
  await client.StopExecution({ executionArn })
  const found = await client.DescribeExecution({ executionArn })
  expect(found).toMatchObject({ status: 'ABORTED', redriveCount: 2 })
  const done = await core.run({ StartAt: 'S', States: { S: { Type: 'Succeed' } } })
  await core.ended(done)
  await expect(client.RedriveExecution({ executionArn: done })).rejects.toMatchObject({
    message: 'Execution is SUCCEEDED and cannot be redriven'
  })
})
