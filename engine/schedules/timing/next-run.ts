/**
 * When a cron expression is due next. Daylight saving: a time of day that does not exist on a day
 * runs at the first valid minute after the gap; one that exists twice runs once, at the first. An
 * expression that names every hour follows real time instead: it runs whenever the clock shows one
 * of its minutes, so no hour is left out or run together; a gap counts only where it takes a part of
 * an hour (Lord Howe), for a whole hour that is not there leaves nothing to make up for.
 */
import { matchesDay } from './cron-days.ts'
import type { CronFields } from './cron-fields.ts'
import type { LocalTime, Zone } from './zone.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000
/** 29 February comes after eight years at the latest, on a given weekday after forty. */
const LONGEST_SEARCH_YEARS = 41

/** The first instant after `after` (milliseconds since the epoch); undefined: never again. */
export function nextCronRun(fields: CronFields, zone: Zone, after: number): number | undefined {
  const isEveryHour = fields.hours.length === 24
  const first = Math.floor(after / MINUTE) * MINUTE + MINUTE
  let local = nextLocal(fields, floorToMinute(zone.toLocal(first)))
  for (; local !== undefined; local = nextLocal(fields, local + MINUTE)) {
    const instant = isEveryHour
      ? byRealTime(fields, zone, after, local)
      : byWallClock(zone, after, local)
    if (instant !== undefined) return instant
  }
  return isEveryHour ? inRepeat(fields, zone, after, Number.POSITIVE_INFINITY) : undefined
}

/** Offsets of long ago had seconds: there minutes of the wall clock are not minutes of UTC. */
function floorToMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE
}

function ceilToMinute(time: number): number {
  return Math.ceil(time / MINUTE) * MINUTE
}

function byWallClock(zone: Zone, after: number, local: LocalTime): number | undefined {
  const [first] = zone.instantsOf(local)
  const instant = first ?? endOfGap(zone, local)
  return instant !== undefined && instant > after ? instant : undefined
}

function endOfGap(zone: Zone, local: LocalTime): number | undefined {
  const gap = zone.gapOf(local)
  return gap && ceilToMinute(gap.at)
}

function byRealTime(
  fields: CronFields,
  zone: Zone,
  after: number,
  local: LocalTime
): number | undefined {
  const instants = zone.instantsOf(local)
  const shown = instants.find((instant) => instant > after)
  const instant = instants.length === 0 ? endOfPartialGap(zone, local) : shown
  if (instant === undefined || instant <= after) return undefined
  return inRepeat(fields, zone, after, instant) ?? instant
}

/** Where the clock skips a part only of the hour that `local` lies in. */
function endOfPartialGap(zone: Zone, local: LocalTime): number | undefined {
  const gap = zone.gapOf(local)
  if (!gap) return undefined
  const hour = Math.floor(local / HOUR) * HOUR
  const isWhole = gap.at + gap.before <= hour && hour + HOUR <= gap.at + gap.after
  return isWhole ? undefined : ceilToMinute(gap.at)
}

/**
 * A run between both instants at a wall-clock time that is shown for the second time. What is shown
 * for the first time after `after` is found without it, so the change is near.
 */
function inRepeat(
  fields: CronFields,
  zone: Zone,
  after: number,
  before: number
): number | undefined {
  for (const change of zone.changesIn(after, Math.min(before, after + 2 * DAY))) {
    if (change.after >= change.before) continue
    const local = nextLocal(fields, ceilToMinute(change.at + change.after))
    const instant = local === undefined ? undefined : local - change.after
    if (instant !== undefined && instant > after && instant < before) return instant
  }
  return undefined
}

/** The first time of the calendar from `from` on that the fields name, whether a clock shows it or not. */
export function nextLocal(fields: CronFields, from: LocalTime): LocalTime | undefined {
  const startOfDay = Math.floor(from / DAY) * DAY
  const lastYear = new Date(startOfDay).getUTCFullYear() + LONGEST_SEARCH_YEARS
  let day: number | undefined = startOfDay
  let minuteOfDay = (from - startOfDay) / MINUTE
  for (;;) {
    day = toNamedMonth(fields, day, lastYear)
    if (day === undefined) return undefined
    if (day !== startOfDay) minuteOfDay = 0
    if (matchesDay(fields, day)) {
      const time = nextTime(fields, minuteOfDay)
      if (time !== undefined) return day + time * MINUTE
    }
    day += DAY
  }
}

/** The day, or the first of the next month that the fields name. */
function toNamedMonth(fields: CronFields, day: number, lastYear: number): number | undefined {
  const date = new Date(day)
  let year = date.getUTCFullYear()
  let month = date.getUTCMonth() + 1
  if (isNamedMonth(fields, year, month)) return day
  const last = Math.min(fields.years?.at(-1) ?? lastYear, lastYear)
  while (year <= last) {
    month += 1
    if (month > 12) {
      month = 1
      year += 1
    }
    if (year <= last && isNamedMonth(fields, year, month)) return Date.UTC(year, month - 1, 1)
  }
  return undefined
}

function isNamedMonth({ months, years }: CronFields, year: number, month: number): boolean {
  return months.includes(month) && (years?.includes(year) ?? true)
}

/** Minutes since midnight. */
function nextTime({ hours, minutes }: CronFields, from: number): number | undefined {
  const fromHour = Math.floor(from / 60)
  for (const hour of hours) {
    if (hour < fromHour) continue
    const least = hour === fromHour ? from - fromHour * 60 : 0
    const minute = minutes.find((one) => one >= least)
    if (minute !== undefined) return hour * 60 + minute
  }
  return undefined
}
