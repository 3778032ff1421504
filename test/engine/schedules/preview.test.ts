import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { passChain } from '../../support/definitions.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'

const clock = createSteppedClock(Date.UTC(2026, 2, 20, 1, 30))
let doors: TestDoors
let arn: string

beforeAll(async () => {
  doors = await startTestDoors({ clock })
  arn = await doors.core.createMachine('work', passChain(1))
})
afterAll(() => doors.end())

const preview = (more: object) =>
  doors.client.PreviewSchedule({ ScheduleExpression: '30 2 * * 1-5', ...more })

test('a preview says when and in which words', async () => {
  const found = await preview({ ScheduleExpressionTimezone: 'Europe/Berlin', Count: 2 })
  expect(found.Description).toBe('At 02:30 every weekday, Europe/Berlin')
  expect(found.Slots.map(({ LocalTime }) => LocalTime)).toEqual([
    '2026-03-23T02:30:00+01:00',
    '2026-03-24T02:30:00+01:00'
  ])
  expect(found.NextInvocationDates).toEqual(found.Slots.map(({ DueTime }) => DueTime))
  expect(found.Problems).toEqual([])
})

test('a preview reads several expressions, windows and exclusions as one', async () => {
  const { client } = doors
  await client.PutExclusionCalendar({ Name: 'holidays', Dates: ['2026-03-23', '--12-24/--01-02'] })
  const found = await preview({
    ...{ AdditionalExpressions: ['0 12 * * 6'], Count: 3 },
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 10 },
    Exclusions: {
      ...{ Calendars: ['holidays'], Weekdays: ['TUE'] },
      TimeRanges: [{ From: '11:00', To: '13:00', Weekdays: ['SUN'] }]
    }
  })
  expect(found.Description).toBe(
    'At 02:30 every weekday; and At 12:00 every Saturday, UTC; within 10 minutes of each time; not on Tuesdays; not from 11:00 to 13:00 on Sundays; not on the days and times of the calendar holidays'
  )
  expect(found.Slots.map(({ LocalTime }) => LocalTime.slice(5, 16))).toEqual([
    '03-20T02:30',
    '03-21T12:00',
    '03-25T02:30'
  ])
  expect(found.ExcludedTimes.map(({ By }) => By)).toEqual([
    'calendar holidays: 2026-03-23',
    'Tuesdays'
  ])
  for (const { ScheduledTime, DueTime } of found.Slots) {
    expect(DueTime - ScheduledTime).toBeLessThan(600)
    expect(DueTime).toBeGreaterThanOrEqual(ScheduledTime)
  }
  // The same slot always starts at the same moment.
  const again = await preview({
    ...{ AdditionalExpressions: ['0 12 * * 6'], Count: 1 },
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 10 }
  })
  expect(again.Slots[0]?.DueTime).toBe(found.Slots[0]?.DueTime)
})

test('a preview marks the days on which the clock is set, and times that are moved', async () => {
  const found = await preview({
    ...{ ScheduleExpression: '30 2 * * *', ScheduleExpressionTimezone: 'Europe/Berlin' },
    ...{ From: Date.UTC(2026, 2, 28, 12) / 1000, Count: 2 }
  })
  expect(found.Slots).toMatchObject([
    { LocalTime: '2026-03-29T03:00:00+02:00', ClockChange: 'GAP', IsMoved: true },
    { LocalTime: '2026-03-30T02:30:00+02:00', IsMoved: false }
  ])
  const fall = await preview({
    ...{ ScheduleExpression: '30 2 * * *', ScheduleExpressionTimezone: 'Europe/Berlin' },
    ...{ From: Date.UTC(2026, 9, 24, 12) / 1000, Count: 1 }
  })
  expect(fall.Slots).toMatchObject([{ ClockChange: 'OVERLAP', IsMoved: false }])
})

test('a wrong draft is answered with its problems, each at its member', async () => {
  const wrong = await preview({
    ...{ ScheduleExpression: '99 2 * * *', AdditionalExpressions: ['@daily', 'nonsense'] },
    Exclusions: { Calendars: ['nowhere'], Dates: ['2026-02-30'] }
  })
  expect(wrong.Slots).toEqual([])
  expect(wrong.Problems.map(({ Member, Severity }) => [Member, Severity])).toEqual([
    ['ScheduleExpression', 'ERROR'],
    ['AdditionalExpressions[1]', 'ERROR'],
    ['Exclusions.Calendars[0]', 'ERROR'],
    ['Exclusions', 'ERROR']
  ])
  const nowhere = await preview({ ScheduleExpressionTimezone: 'Mars/Olympus' })
  expect(nowhere.Problems[0]?.Message).toContain("found 'Mars/Olympus'")
  const never = await preview({ ScheduleExpression: 'at(2020-01-01T00:00:00)' })
  expect(never.Problems).toMatchObject([{ Severity: 'WARNING' }])
})

test('the input is JSON with JSONata over the slot; a preview shows what becomes of it', async () => {
  const Input = `{"day":"{% $slot.scheduledDate %}","late":"{% $slot.isLate %}","n":"{% $slot.lastResult.output.n + 1 %}"}`
  const failing = await preview({ Input })
  expect(failing.InputPreview?.Error).toContain("specified for the field 'Input/n'")
  const fine = await preview({ Input: '{"day":"{% $slot.scheduledDate %}"}', Count: 1 })
  expect(fine.InputPreview).toEqual({ Input: '{"day":"2026-03-20"}' })
  const bad = doors.client.CreateSchedule({
    ...{ Name: 'bad', ScheduleExpression: '@daily' },
    Target: { Arn: arn, Input: '{"x":"{% $slot. %}"}' }
  })
  await expect(bad).rejects.toThrow('cannot be parsed')
})

test('a slot sees its own time and what the last execution has yielded', async () => {
  const counting = await doors.core.createMachine('counting', {
    ...{ StartAt: 'Count', QueryLanguage: 'JSONata' },
    States: { Count: { Type: 'Pass', Output: { n: '{% $states.input.n %}' }, End: true } }
  })
  const n = '{% ($exists($slot.lastResult) ? $slot.lastResult.output.n : 0) + 1 %}'
  await doors.client.CreateSchedule({
    ...{ Name: 'counting', ScheduleExpression: 'rate(1 minute)' },
    Target: { Arn: counting, Input: JSON.stringify({ n }) }
  })
  await clock.advance(2.5 * 60_000)
  const { Slots } = await doors.client.ListSlots({ Name: 'counting' })
  const { output } = await doors.client.DescribeExecution({
    executionArn: Slots[0]?.ExecutionArn ?? ''
  })
  expect(JSON.parse(output ?? '')).toEqual({ n: 2 })
  await doors.client.DeleteSchedule({ Name: 'counting' })
})

test('a month shows what ran, what will, clashes, excluded times and days with another clock', async () => {
  const { client } = doors
  const Target = { Arn: arn }
  const ScheduleExpressionTimezone = 'Europe/Berlin'
  await client.CreateSchedule({
    ...{ Name: 'daily', ScheduleExpression: '0 9 * * *', ScheduleExpressionTimezone, Target },
    Exclusions: { Weekdays: ['SUN'] }
  })
  await client.CreateSchedule({
    ...{ Name: 'weekly', ScheduleExpression: '0 9 * * 1', ScheduleExpressionTimezone, Target }
  })
  const month = await client.GetScheduleCalendar({ Month: '2026-03', Timezone: 'Europe/Berlin' })
  expect(month.Days).toHaveLength(31)
  const day = (date: string) => month.Days.find(({ Date: one }) => one === date)
  expect(day('2026-03-23')).toMatchObject({
    ...{ SlotCount: 2, ClashCount: 1, Clashes: [{ Time: '09:00', Names: ['daily', 'weekly'] }] },
    Slots: [{ Name: 'daily', Time: '09:00', Status: 'UPCOMING', IsClash: true }, {}]
  })
  expect(day('2026-03-29')).toMatchObject({
    ...{ ClockChange: { Kind: 'GAP', ShiftMinutes: 60 }, SlotCount: 0, ExcludedCount: 1 },
    Excluded: [{ Name: 'daily', Time: '09:00', By: 'Sundays' }]
  })
  await expect(client.GetScheduleCalendar({ Month: '2026-13' })).rejects.toThrow('2026-13')
  const upcoming = await client.ListSlots({ Statuses: ['UPCOMING'], MaxResults: 3 })
  expect(upcoming.Slots.map(({ Name }) => Name)).toEqual(['daily', 'daily', 'daily'])
})

test('a calendar that changes moves the schedules that name it; one in use stays', async () => {
  const { client } = doors
  const Exclusions = { Calendars: ['closed'] }
  const settings = { Name: 'open', ScheduleExpression: '0 9 * * *', Target: { Arn: arn } }
  await expect(client.CreateSchedule({ ...settings, Exclusions })).rejects.toThrow('closed')
  await client.PutExclusionCalendar({ Name: 'closed', Dates: ['2030-01-01'] })
  const { NextInvocationDate } = await client.CreateSchedule({ ...settings, Exclusions })
  expect(NextInvocationDate).toBe(Date.UTC(2026, 2, 20, 9) / 1000)
  await client.PutExclusionCalendar({ Name: 'closed', Dates: ['2026-03-20/2026-03-22'] })
  const moved = await client.GetSchedule({ Name: 'open' })
  expect(moved.NextInvocationDate).toBe(Date.UTC(2026, 2, 23, 9) / 1000)
  const { Calendars } = await client.ListExclusionCalendars({})
  expect(Calendars.find(({ Name }) => Name === 'closed')?.ScheduleNames).toEqual(['open'])
  const remove = () => client.DeleteExclusionCalendar({ Name: 'closed' })
  await expect(remove()).rejects.toThrow('The schedule open')
  await client.DeleteSchedule({ Name: 'open' })
  await remove()
  await expect(remove()).rejects.toThrow('does not exist')
})

test('schedules are listed by page, prefix and state', async () => {
  const { client } = doors
  const page = await client.ListSchedules({ MaxResults: 1 })
  expect([page.Schedules[0]?.Name, page.TotalCount]).toEqual(['daily', 2])
  expect(page.Schedules[0]?.PlainText).toBe('At 09:00 every day, Europe/Berlin; not on Sundays')
  const next = await client.ListSchedules({ MaxResults: 1, NextToken: page.NextToken ?? '' })
  expect(next.Schedules.map(({ Name }) => Name)).toEqual(['weekly'])
  expect(next.NextToken).toBeUndefined()
  expect((await client.ListSchedules({ NamePrefix: 'we' })).TotalCount).toBe(1)
  expect((await client.ListSchedules({ State: 'DISABLED' })).Schedules).toEqual([])
})
