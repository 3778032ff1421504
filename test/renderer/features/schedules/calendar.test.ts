import { expect, test } from 'vitest'
import {
  dayWords,
  ScheduleCalendar
} from '../../../../renderer/features/schedules/calendar.svelte.ts'
import {
  addDate,
  dateProblem,
  rulesOf,
  rulesText,
  wireRulesOf
} from '../../../../renderer/features/schedules/exclusions.ts'
import { dayAfterKey, shiftMonth, weeksOf } from '../../../../renderer/features/schedules/month.ts'
import {
  secondsOfWallClock,
  wallClockOf
} from '../../../../renderer/features/schedules/time-zone-clock.ts'

test('arrows move by a day or a week, Home and End in the week, Page keys by a month', () => {
  const from = (key: string, date = '2026-12-24'): string | undefined => dayAfterKey(date, key)
  expect([from('ArrowRight'), from('ArrowUp'), from('Home'), from('End')]).toEqual([
    '2026-12-25',
    '2026-12-17',
    '2026-12-21',
    '2026-12-27'
  ])
  expect(from('ArrowRight', '2026-12-31')).toBe('2027-01-01')
  expect(from('PageDown', '2027-01-31')).toBe('2027-02-28')
  expect(from('PageUp', '2026-03-31')).toBe('2026-02-28')
  expect(from('x')).toBeUndefined()
})

test('a key that leads out of the month turns the page', () => {
  const calendar = new ScheduleCalendar(
    { GetScheduleCalendar: () => Promise.reject(new Error('not asked')) },
    'UTC',
    '2026-12-31'
  )
  expect(calendar.press('ArrowRight')).toBe(true)
  expect([calendar.day, calendar.month]).toEqual(['2027-01-01', '2027-01'])
  expect(calendar.press('Enter')).toBe(false)
  expect(shiftMonth('2026-01', -1)).toBe('2025-12')
})

test('a month is drawn in whole weeks from Monday on', () => {
  const days = Array.from({ length: 30 }, (_, index) => ({
    Date: `2026-11-${String(index + 1).padStart(2, '0')}`
  }))
  const weeks = weeksOf(days)
  expect(weeks).toHaveLength(6)
  expect(weeks[0]?.filter(Boolean)).toEqual([{ Date: '2026-11-01' }])
  expect(weeks.every((week) => week.length === 7)).toBe(true)
  expect(weeksOf([])).toEqual([])
})

test('a day says all that is marked on it', () => {
  const day = {
    Date: '2027-03-28',
    SlotCount: 2,
    Counts: [],
    Slots: [],
    Clashes: [],
    ClashCount: 1,
    Excluded: [],
    ExcludedCount: 0,
    ClockChange: { Kind: 'GAP' as const, At: 1, ShiftMinutes: 60 }
  }
  expect(dayWords(day)).toBe('2 starts, 1 clash, the clock goes forward by 60 minutes')
  expect(dayWords({ ...day, SlotCount: 0, ClashCount: 0, ClockChange: undefined })).toBe('nothing')
})

test('wall clocks of a zone and moments go there and back, also around a change of the clock', () => {
  const zone = 'Europe/Berlin'
  for (const text of ['2026-07-01T12:00', '2026-12-24T18:30', '2027-03-28T03:00'])
    expect(wallClockOf(secondsOfWallClock(text, zone) ?? 0, zone)).toBe(text)
  // 02:30 does not exist on this day, and comes twice on that one: the first counts.
  expect(secondsOfWallClock('2027-03-28T02:30', zone)).toBe(
    Date.parse('2027-03-28T01:30:00Z') / 1000
  )
  expect(secondsOfWallClock('2026-10-25T02:30', zone)).toBe(
    Date.parse('2026-10-25T00:30:00Z') / 1000
  )
  expect(secondsOfWallClock('', zone)).toBeUndefined()
})

test('times off are edited and go back as they were', () => {
  const rules = {
    Dates: ['--12-25'],
    Weekdays: ['SAT' as const],
    TimeRanges: [{ From: '22:00', To: '06:00' }]
  }
  expect(wireRulesOf(rulesOf(rules))).toEqual(rules)
  expect(wireRulesOf(rulesOf(undefined))).toEqual({})
  expect(rulesText(rulesOf(rules))).toBe('--12-25, SAT, 22:00–06:00')
  expect(rulesText(rulesOf(undefined))).toBe('Nothing yet')
  expect(addDate(['2026-12-25'], ' 2026-01-01 ')).toEqual(['2026-01-01', '2026-12-25'])
  expect(dateProblem('2026-12-24/2027-01-06')).toBeUndefined()
  expect(dateProblem('--12-25')).toBeUndefined()
  expect(dateProblem('Christmas')).toContain('Expected')
})
