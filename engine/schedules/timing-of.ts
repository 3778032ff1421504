import type { ExclusionCalendar } from '../store/queries/exclusion-calendars.ts'
import { findCalendar } from '../store/queries/exclusion-calendars.ts'
import type { ScheduleSettings } from '../store/queries/schedules.ts'
import type { ReadDb } from '../store/transaction.ts'
import type { ExclusionRules } from './timing/exclusions.ts'
import type { Timing } from './timing/timing.ts'

/** A schedule's settings as a timing; calendars are looked up, for they change on their own. */
export function timingOf(db: ReadDb, settings: ScheduleSettings & { createdAt: number }): Timing {
  const { expression, timeZone, startAt, endAt, createdAt, more, name } = settings
  return {
    expressions: more.expressions ? [expression, ...more.expressions] : [expression],
    ...{ timeZone, createdAt, seed: name },
    ...(startAt === undefined ? {} : { startAt }),
    ...(endAt === undefined ? {} : { endAt }),
    window: more.window ?? 0,
    exclusions: more.exclusions ? exclusionsOf(db, more.exclusions) : []
  }
}

function exclusionsOf(
  db: ReadDb,
  { calendars = [], ...own }: NonNullable<ScheduleSettings['more']['exclusions']>
): ExclusionRules[] {
  const named = calendars.flatMap((name) => {
    const calendar = findCalendar(db, name)
    return calendar ? [rulesOf(calendar)] : []
  })
  return [own, ...named]
}

export function rulesOf({
  name,
  dates,
  weekdays,
  timeRanges
}: Omit<ExclusionCalendar, 'modifiedAt'>): ExclusionRules {
  return {
    calendar: name,
    ...(dates ? { dates } : {}),
    ...(weekdays ? { weekdays } : {}),
    ...(timeRanges ? { timeRanges } : {})
  }
}
