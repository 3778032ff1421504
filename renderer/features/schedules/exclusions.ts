/** Times at which nothing runs, as they are edited: of one schedule, or of a calendar that many share. */
import type { Input } from '../../../api/index.ts'
import type { Weekday } from './recurrence.ts'

type WireRules = Pick<Input<'PutExclusionCalendar'>, 'Dates' | 'Weekdays' | 'TimeRanges'>

export interface TimeRange {
  /** `22:00` */
  from: string
  to: string
  /** None: on every day. */
  weekdays: Weekday[]
}

export interface ExclusionRules {
  dates: string[]
  weekdays: Weekday[]
  timeRanges: TimeRange[]
}

/** What the engine knows, for the editor. */
export function rulesOf(rules: WireRules | undefined): ExclusionRules {
  return {
    dates: [...(rules?.Dates ?? [])],
    weekdays: [...(rules?.Weekdays ?? [])],
    timeRanges: (rules?.TimeRanges ?? []).map(({ From, To, Weekdays }) => ({
      from: From,
      to: To,
      weekdays: [...(Weekdays ?? [])]
    }))
  }
}

/** What the engine takes; members without anything in them are left out. */
export function wireRulesOf({ dates, weekdays, timeRanges }: ExclusionRules): WireRules {
  const ranges = timeRanges.map(({ from, to, weekdays: days }) => ({
    From: from,
    To: to,
    ...(days.length > 0 ? { Weekdays: days } : {})
  }))
  return {
    ...(dates.length > 0 ? { Dates: dates } : {}),
    ...(weekdays.length > 0 ? { Weekdays: weekdays } : {}),
    ...(ranges.length > 0 ? { TimeRanges: ranges } : {})
  }
}

const dateForm = /^(\d{4}|-)-\d\d-\d\d$/

/** Why a text is no date, range of dates or date of each year. */
export function dateProblem(text: string): string | undefined {
  const parts = text.trim().split('/')
  return parts.length <= 2 && parts.every((part) => dateForm.test(part))
    ? undefined
    : 'Expected 2026-12-25, 2026-12-24/2027-01-06 or --12-25.'
}

/** The dates with one more, in order and each once. */
export function addDate(dates: readonly string[], text: string): string[] {
  return [...new Set([...dates, text.trim()])].sort()
}

/** In a few words: `3 dates, Sat and Sun, 22:00–06:00`. */
export function rulesText({ dates, weekdays, timeRanges }: ExclusionRules): string {
  const parts = [
    dates.length === 1 ? (dates[0] ?? '') : '',
    dates.length > 1 ? `${String(dates.length)} dates` : '',
    weekdays.join(', '),
    ...timeRanges.map(({ from, to }) => `${from}–${to}`)
  ]
  return parts.filter(Boolean).join(', ') || 'Nothing yet'
}
