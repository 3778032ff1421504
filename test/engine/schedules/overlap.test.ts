import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Input } from '../../../api/index.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const MINUTE = 60_000
let clock: SteppedClock
let doors: TestDoors
let arn: string

/** Runs for nearly three minutes: two minutely slots come due meanwhile. */
const slow = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 170, End: true } }
}

beforeEach(async () => {
  clock = createSteppedClock(Date.UTC(2026, 10, 23, 1, 59, 30))
  doors = await startTestDoors({ clock })
  arn = await doors.core.createMachine('slow', slow)
})
afterEach(() => doors.end())

type Settings = Partial<Input<'CreateSchedule'>>

const minutely = (more: Settings = {}) =>
  doors.client.CreateSchedule({
    Name: 'minutely',
    ScheduleExpression: '* * * * *',
    Target: { Arn: arn },
    ...more
  })

async function slots(of = doors): Promise<string[]> {
  const { Slots } = await of.client.ListSlots({ Name: 'minutely' })
  return Slots.map(({ LocalTime, Status, Reason }) =>
    [LocalTime.slice(11, 16), Status, Reason ?? ''].join(' ').trim()
  ).reverse()
}

test('SKIP: a slot does not run while an execution does', async () => {
  await minutely()
  await clock.advance(4.5 * MINUTE)
  expect(await slots()).toEqual([
    '02:00 RAN',
    '02:01 SKIPPED OVERLAP',
    '02:02 SKIPPED OVERLAP',
    '02:03 RAN',
    '02:04 SKIPPED OVERLAP'
  ])
})

test('BUFFER_ONE: the first slot waits for the end, later ones do not run', async () => {
  await minutely({ OverlapPolicy: 'BUFFER_ONE' })
  await clock.advance(3 * MINUTE)
  expect(await slots()).toEqual(['02:00 RAN', '02:01 BUFFERED', '02:02 SKIPPED OVERLAP'])
  await clock.advance(MINUTE)
  expect((await slots()).slice(1)).toEqual(['02:01 RAN', '02:02 SKIPPED OVERLAP', '02:03 BUFFERED'])
})

test('BUFFER_ALL: all slots run, one after the other, also over a restart', async () => {
  const folder = makeTempFolder()
  const first = await startTestDoors({ clock, folder })
  const machine = await first.core.createMachine('slow', slow)
  await first.client.CreateSchedule({
    ...{ Name: 'minutely', ScheduleExpression: '* * * * *', RemainingRuns: 3 },
    ...{ Target: { Arn: machine }, OverlapPolicy: 'BUFFER_ALL' }
  })
  await clock.advance(3 * MINUTE)
  expect(await slots(first)).toEqual(['02:00 RAN', '02:01 BUFFERED', '02:02 BUFFERED'])
  first.core.crash()
  await first.server.stop()
  const second = await startTestDoors({ clock, folder })
  await clock.advance(6 * MINUTE)
  expect((await slots(second)).slice(0, 3)).toEqual(['02:00 RAN', '02:01 RAN', '02:02 RAN'])
  const { executions } = await second.client.SearchExecutions({})
  // One at a time: each began when the one before had ended.
  const spans = executions.map(({ startDate, stopDate }) => [startDate, stopDate]).reverse()
  expect(spans).toHaveLength(3)
  expect(spans[1]?.[0]).toBeGreaterThanOrEqual(spans[0]?.[1] ?? 0)
  expect(spans[2]?.[0]).toBeGreaterThanOrEqual(spans[1]?.[1] ?? 0)
  await second.end()
  folder.remove()
})

test('CANCEL_OTHER and TERMINATE_OTHER: the running execution is stopped for the slot', async () => {
  for (const OverlapPolicy of ['CANCEL_OTHER', 'TERMINATE_OTHER'] as const) {
    await minutely({ OverlapPolicy })
    await clock.advance(2.5 * MINUTE)
    expect((await slots()).map((slot) => slot.slice(6))).toEqual(
      expect.arrayContaining(['RAN', 'RAN'])
    )
    const { executions } = await doors.client.SearchExecutions({})
    const statuses = executions.map(({ status }) => status)
    expect(statuses.filter((status) => status === 'RUNNING')).toHaveLength(1)
    expect(statuses[1]).toBe('ABORTED')
    const { error } = await doors.client.DescribeExecution({
      executionArn: executions[1]?.executionArn ?? ''
    })
    expect(error).toBe('Signalbox.Superseded')
    await doors.client.DeleteSchedule({ Name: 'minutely' })
    const { executionArn = '' } = executions[0] ?? {}
    await doors.client.StopExecution({ executionArn })
  }
})

test('ALLOW_ALL: slots start beside each other', async () => {
  await minutely({ OverlapPolicy: 'ALLOW_ALL' })
  await clock.advance(2.4 * MINUTE)
  const { counts } = await doors.client.CountExecutions({})
  expect(counts['RUNNING']).toBe(2)
})

test('triggering follows the policy that it is given, and starts beside others without one', async () => {
  await minutely()
  await clock.advance(MINUTE)
  const skipped = await doors.client.TriggerSchedule({ Name: 'minutely', OverlapPolicy: 'SKIP' })
  expect(skipped.Slot).toMatchObject({ Status: 'SKIPPED', Reason: 'OVERLAP', Cause: 'TRIGGERED' })
  const started = await doors.client.TriggerSchedule({ Name: 'minutely' })
  expect(started.Slot.Status).toBe('RAN')
  expect(started.ExecutionArn).toContain(':execution:slow:minutely-2026')
})

test('limited runs: the schedule is over after its last start, and can delete itself', async () => {
  const quick = await doors.core.createMachine('quick', {
    StartAt: 'P',
    States: { P: { Type: 'Pass', End: true } }
  })
  await minutely({ RemainingRuns: 2, Target: { Arn: quick } })
  await clock.advance(4 * MINUTE)
  expect(await slots()).toEqual(['02:00 RAN', '02:01 RAN'])
  const schedule = await doors.client.GetSchedule({ Name: 'minutely' })
  expect(schedule.RemainingRuns).toBe(0)
  expect(schedule.NextInvocationDate).toBeUndefined()
  await minutely({
    ...{ Name: 'once', ScheduleExpression: 'at(2026-11-23T02:10:00)', Target: { Arn: quick } },
    ActionAfterCompletion: 'DELETE'
  })
  await clock.advance(10 * MINUTE)
  await expect(doors.client.GetSchedule({ Name: 'once' })).rejects.toThrow('does not exist')
})

test('a failure pauses the schedule that asks for it, with a note', async () => {
  const failing = await doors.core.createMachine('failing', {
    StartAt: 'F',
    States: { F: { Type: 'Fail', Error: 'No' } }
  })
  await minutely({ Target: { Arn: failing }, PauseOnFailure: true })
  await clock.advance(3 * MINUTE)
  const { State, Pause, RecentSlots } = await doors.client.GetSchedule({ Name: 'minutely' })
  expect(State).toBe('DISABLED')
  expect(Pause).toMatchObject({ By: 'FAILURE' })
  expect(Pause?.Note).toContain('failed')
  expect(RecentSlots?.map(({ Status, Count }) => [Status, Count])).toEqual([
    ['MISSED', 2],
    ['RAN', 1]
  ])
})
