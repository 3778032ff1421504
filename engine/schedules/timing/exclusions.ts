/** Times of a zone's wall clock at which nothing runs: days, weekdays, times of day. */
import { ExpressionError } from './cron-fields.ts'
import type { LocalTime } from './zone.ts'

const MINUTE = 60_000
const DAY = 86_400_000

export type Weekday = 'SUN' | 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT'
const weekdays: readonly Weekday[] = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const weekdayNames = [
  'Sundays',
  'Mondays',
  'Tuesdays',
  'Wednesdays',
  'Thursdays',
  'Fridays',
  'Saturdays'
]

export interface TimeRange {
  /** `22:00` */
  from: string
  /** `06:00`, `24:00`; not part of the range. */
  to: string
  weekdays?: readonly Weekday[]
}

/** A list of exclusions: a schedule's own, or those of a calendar. */
export interface ExclusionRules {
  /** The calendar's name; absent: the schedule's own. */
  calendar?: string
  /** `2026-12-25`, `2026-12-24/2027-01-06`, `--12-25`, `--12-24/--01-06`. */
  dates?: readonly string[]
  weekdays?: readonly Weekday[]
  timeRanges?: readonly TimeRange[]
}

/** Why a time is left out, and the wall-clock time at which this reason ends. */
export interface Exclusion {
  by: string
  until: LocalTime
}

type Test = (local: LocalTime) => Exclusion | undefined

/** Throws ExpressionError, whose message begins with the member: `Dates[2]: expected …`. */
export function compileExclusions(lists: readonly ExclusionRules[]): Test | undefined {
  const tests = lists.flatMap((rules) => {
    const source = rules.calendar === undefined ? '' : `calendar ${rules.calendar}: `
    return testsOf(rules, source)
  })
  if (tests.length === 0) return undefined
  return (local) => {
    for (const test of tests) {
      const found = test(local)
      if (found) return found
    }
    return undefined
  }
}

function testsOf(rules: ExclusionRules, source: string): Test[] {
  const dates = (rules.dates ?? []).map((text, index) =>
    dateTest(text, `Dates[${String(index)}]`, source)
  )
  const days = new Set((rules.weekdays ?? []).map((name) => weekdays.indexOf(name)))
  const ranges = (rules.timeRanges ?? []).map((range, index) =>
    rangeTest(range, `TimeRanges[${String(index)}]`, source)
  )
  const weekday: Test = (local) => {
    const day = weekdayOf(local)
    return days.has(day)
      ? { by: `${source}${weekdayNames[day] ?? ''}`, until: startOfDay(local) + DAY }
      : undefined
  }
  return [...dates, ...(days.size > 0 ? [weekday] : []), ...ranges]
}

function startOfDay(local: LocalTime): LocalTime {
  return Math.floor(local / DAY) * DAY
}

function weekdayOf(local: LocalTime): number {
  return new Date(local).getUTCDay()
}

/** `2026-12-25` in numbers that sort as dates do; of `--12-25` month and day alone. */
function dateNumber(text: string, where: string): { value: number; isYearly: boolean } {
  const [, year, month, day] = /^(\d{4}-|--)(\d\d)-(\d\d)$/.exec(text) ?? []
  const isYearly = year === '--'
  // A leap year, so that --02-29 is a date.
  const iso = `${isYearly ? '2028-' : (year ?? '')}${month ?? ''}-${day ?? ''}`
  const time = year === undefined ? Number.NaN : Date.parse(`${iso}T00:00:00Z`)
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) {
    throw new ExpressionError(
      `${where}: expected a date such as 2026-12-25, or --12-25 for each year, or two of them with a slash between for a range, found '${text}'.`
    )
  }
  const monthAndDay = Number(month) * 100 + Number(day)
  return {
    isYearly,
    value: isYearly ? monthAndDay : Number(iso.slice(0, 4)) * 10_000 + monthAndDay
  }
}

function dateTest(text: string, where: string, source: string): Test {
  const [one = '', other = one, ...more] = text.split('/')
  const from = dateNumber(more.length > 0 ? text : one, where)
  const to = dateNumber(other, where)
  if (from.isYearly !== to.isYearly || (!from.isYearly && to.value < from.value)) {
    throw new ExpressionError(
      `${where}: expected a range from an earlier to a later date, both with a year or both without, found '${text}'.`
    )
  }
  const isWithin = (day: number): boolean =>
    from.value <= to.value
      ? day >= from.value && day <= to.value
      : day >= from.value || day <= to.value
  return (local) => {
    const date = new Date(local)
    const monthAndDay = (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
    const day = from.isYearly ? monthAndDay : date.getUTCFullYear() * 10_000 + monthAndDay
    return isWithin(day) ? { by: source + text, until: startOfDay(local) + DAY } : undefined
  }
}

function minuteOfDay(text: string, where: string): number {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? []
  const value = Number(hour) * 60 + Number(minute)
  if (hour !== undefined && Number(minute) < 60 && value <= 24 * 60) return value
  throw new ExpressionError(
    `${where}: expected a time of day from 00:00 to 24:00 such as 22:00, found '${text}'.`
  )
}

function rangeTest(range: TimeRange, where: string, source: string): Test {
  const from = minuteOfDay(range.from, `${where}.From`)
  const to = minuteOfDay(range.to, `${where}.To`)
  if (from === to) {
    throw new ExpressionError(
      `${where}: expected two different times, found '${range.from}' twice. Exclude the whole day by Weekdays or Dates.`
    )
  }
  const days = range.weekdays && new Set(range.weekdays.map((name) => weekdays.indexOf(name)))
  const by = `${source}${range.from} to ${range.to}`
  return (local) => {
    if (days && !days.has(weekdayOf(local))) return undefined
    const midnight = startOfDay(local)
    const minute = Math.floor((local - midnight) / MINUTE)
    if (from < to) {
      return minute >= from && minute < to ? { by, until: midnight + to * MINUTE } : undefined
    }
    if (minute >= from) return { by, until: midnight + DAY }
    return minute < to ? { by, until: midnight + to * MINUTE } : undefined
  }
}
