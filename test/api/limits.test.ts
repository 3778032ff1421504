import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'

let doors: TestDoors
beforeEach(async () => {
  doors = await startTestDoors()
})
afterEach(() => doors.end())

test("an execution tells how near it is to AWS's limits", async () => {
  const { client, core } = doors
  const executionArn = await core.run({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } })
  await core.ended(executionArn)
  const { events } = await client.GetExecutionHistory({ executionArn })
  const { limits } = await client.DescribeExecution({ executionArn })
  expect(limits).toEqual({
    historyEvents: events.length,
    historyEventsLimit: 25_000,
    payloadLimit: 262_144
  })
})
