import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { passChain } from '../../support/definitions.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock, letRun } from '../../support/stepped-clock.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { forgetOldSlots, listSlots } from '../../../engine/store/queries/schedule-slots.ts'
import { findSchedule } from '../../../engine/store/queries/schedules.ts'
import { inTransaction, reader } from '../../../engine/store/transaction.ts'

const HOUR = 3_600_000
let clock: SteppedClock
let doors: TestDoors
let arn: string

beforeEach(async () => {
  clock = createSteppedClock(Date.UTC(2026, 10, 23, 1, 30))
  doors = await startTestDoors({ clock })
  arn = await doors.core.createMachine('work', passChain(1))
})
afterEach(() => doors.end())

const nightly = (more: object = {}) => ({
  Name: 'nightly',
  ScheduleExpression: 'cron(0 2 * * ? *)',
  Target: { Arn: arn },
  ...more
})

async function executionNames(): Promise<string[]> {
  const { executions } = await doors.client.SearchExecutions({})
  return executions.map(({ name }) => name).sort()
}

function slots(of = doors) {
  const db = reader(of.store)
  return listSlots(db, { scheduleId: findSchedule(db, 'nightly')?.id ?? 0 }, { limit: 100 })
}

test('a schedule starts its state machine when it is due, with its input filled in', async () => {
  const Input = '{"at":"<aws.scheduler.scheduled-time>","id":"<aws.scheduler.execution-id>"}'
  const made = await doors.client.CreateSchedule(nightly({ Target: { Arn: arn, Input } }))
  expect(made.NextInvocationDate).toBe(Date.UTC(2026, 10, 23, 2) / 1000)
  await clock.advance(HOUR)
  expect(await executionNames()).toEqual(['nightly-20261123T0200Z'])
  const schedule = await doors.client.GetSchedule({ Name: 'nightly' })
  expect(schedule.NextInvocationDate).toBe(Date.UTC(2026, 10, 24, 2) / 1000)
  const executionArn = schedule.LastInvocation?.ExecutionArn ?? ''
  const { input } = await doors.client.DescribeExecution({ executionArn })
  expect(JSON.parse(input ?? '')).toEqual({
    at: '2026-11-23T02:00:00Z',
    id: 'nightly-20261123T0200Z'
  })
})

test('slots that a sleep has swallowed run once, the latest; the others are noted as missed', async () => {
  await doors.client.CreateSchedule(nightly())
  // Three and a half days: 2 o'clock passes four times while no timer runs.
  clock.sleep(3.5 * 24 * HOUR)
  await clock.advance(60_000)
  expect(await executionNames()).toEqual(['nightly-20261126T0200Z'])
  expect(slots().map(({ slotAt, status }) => [new Date(slotAt).getUTCDate(), status])).toEqual([
    [26, 'RAN'],
    [25, 'MISSED'],
    [24, 'MISSED'],
    [23, 'MISSED']
  ])
  const { RecentSlots = [] } = await doors.client.GetSchedule({ Name: 'nightly' })
  expect(RecentSlots.map(({ Status }) => Status)).toEqual(['RAN', 'MISSED', 'MISSED', 'MISSED'])
  expect(RecentSlots[1]).toMatchObject({ Reason: 'ASLEEP', Cause: 'SCHEDULED' })
  expect(RecentSlots[0]).toMatchObject({ Cause: 'CATCH_UP', IsLate: true })
})

test('slots that a downtime has swallowed run once after the restart', async () => {
  const folder = makeTempFolder()
  const first = await startTestDoors({ clock, folder })
  const machine = await first.core.createMachine('work', passChain(1))
  const { Name } = await first.client.CreateSchedule({ ...nightly(), Target: { Arn: machine } })
  await first.end()
  clock.sleep(2 * 24 * HOUR)
  const second = await startTestDoors({ clock, folder })
  await clock.advance(1000)
  const { executions } = await second.client.SearchExecutions({})
  expect(executions.map(({ name }) => name)).toEqual([`${Name}-20261124T0200Z`])
  expect(slots(second).map(({ status, reason }) => [status, reason])).toEqual([
    ['RAN', 'ENGINE_OFF'],
    ['MISSED', 'ENGINE_OFF']
  ])
  await second.end()
  folder.remove()
})

test('a disabled schedule does not run, an enabled one does from then on', async () => {
  await doors.client.CreateSchedule(nightly({ State: 'DISABLED' }))
  await clock.advance(24 * HOUR)
  expect(await executionNames()).toEqual([])
  const enabled = await doors.client.UpdateSchedule(nightly({ State: 'ENABLED' }))
  expect(enabled.NextInvocationDate).toBe(Date.UTC(2026, 10, 24, 2) / 1000)
  await clock.advance(HOUR)
  expect(await executionNames()).toEqual(['nightly-20261124T0200Z'])
})

test('a one-off runs once and is never due again', async () => {
  const ScheduleExpression = 'at(2026-11-23T03:00:00)'
  const made = { ...nightly({ ScheduleExpression, ScheduleExpressionTimezone: 'Europe/Berlin' }) }
  const { NextInvocationDate } = await doors.client.CreateSchedule(made)
  expect(NextInvocationDate).toBe(Date.UTC(2026, 10, 23, 2) / 1000)
  await clock.advance(48 * HOUR)
  expect(await executionNames()).toEqual(['nightly-20261123T0200Z'])
  expect((await doors.client.GetSchedule({ Name: 'nightly' })).NextInvocationDate).toBeUndefined()
})

test('deleting the state machine disables its schedules, with a note', async () => {
  await doors.client.CreateSchedule(nightly({ Description: 'Every night' }))
  await doors.client.DeleteStateMachine({ stateMachineArn: arn })
  const schedule = await doors.client.GetSchedule({ Name: 'nightly' })
  expect(schedule.State).toBe('DISABLED')
  expect(schedule.NextInvocationDate).toBeUndefined()
  expect(schedule.Description).toBe('Every night')
  expect(schedule.Pause).toMatchObject({
    By: 'STATE_MACHINE_DELETED',
    Note: 'Its state machine work was deleted.'
  })
  await clock.advance(24 * HOUR)
  expect(await executionNames()).toEqual([])
})

test('a refused start is noted in its slot, and the schedule goes on', async () => {
  await doors.client.CreateSchedule(nightly())
  // The name of the first slot's execution is taken by another one with another input.
  const name = 'nightly-20261123T0200Z'
  await doors.client.StartExecution({ stateMachineArn: arn, name, input: '{"other":1}' })
  await letRun()
  await clock.advance(25 * HOUR)
  expect(slots().map(({ status }) => status)).toEqual(['RAN', 'REFUSED'])
  expect(slots()[1]?.error).toContain('Already Exists')
})

test('a clock that is set back starts no slot twice, and old slots are forgotten', async () => {
  await doors.client.CreateSchedule(nightly({ ScheduleExpression: '* * * * *' }))
  await clock.advance(2.5 * 60_000)
  const before = await executionNames()
  clock.sleep(-5 * 60_000)
  await doors.client.UpdateSchedule(nightly({ ScheduleExpression: '* * * * *' }))
  await clock.advance(5 * 60_000)
  const names = await executionNames()
  // The minutes that the clock showed twice ran once; those that it now showed first ran, too.
  expect(names).toEqual(expect.arrayContaining(before))
  expect(new Set(names).size).toBe(names.length)
  expect(slots().every(({ status }) => status === 'RAN')).toBe(true)
  inTransaction(doors.store, (write) => {
    const { id } = findSchedule(write, 'nightly') ?? { id: 0 }
    forgetOldSlots(write, id, 2)
    expect(listSlots(write, { scheduleId: id }, { limit: 100 })).toHaveLength(2)
  })
})

test('triggering starts it now and leaves the due time as it is', async () => {
  const { NextInvocationDate } = await doors.client.CreateSchedule(nightly())
  const { ExecutionArn } = await doors.client.TriggerSchedule({ Name: 'nightly' })
  expect(ExecutionArn).toContain(':execution:work:nightly-20261123T0130')
  const schedule = await doors.client.GetSchedule({ Name: 'nightly' })
  expect(schedule.NextInvocationDate).toBe(NextInvocationDate)
})

test('bad settings are refused by name', async () => {
  const { client } = doors
  await expect(client.CreateSchedule(nightly({ Name: 'a b' }))).rejects.toThrow("'a b' at 'Name'")
  await expect(client.UpdateSchedule(nightly())).rejects.toThrow('does not exist')
  await expect(client.DeleteSchedule({ Name: 'nightly' })).rejects.toThrow('does not exist')
  const Input = '{"at":<aws.scheduler.scheduled-time>}'
  const unquoted = nightly({ Target: { Arn: arn, Input } })
  await expect(client.CreateSchedule(unquoted)).rejects.toThrow('stand within quotes')
  const unknown = nightly({ Target: { Arn: `${arn}x` } })
  await expect(client.CreateSchedule(unknown)).rejects.toThrow('State Machine Does Not Exist')
  await client.CreateSchedule(nightly())
  await expect(client.CreateSchedule(nightly())).rejects.toThrow('already exists')
})
