/**
 * When a cron expression is due next. Daylight saving: a time of day that does not exist on a day
 * runs at the first valid minute after the gap; one that exists twice runs once, at the first. An
 * expression that names every hour follows real time instead: no hour is left out or run together.
 */
import { matchesDay } from './cron-days.ts'
import type { CronFields } from './cron-fields.ts'
import type { LocalTime, Zone } from './zone.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** 29 February comes after eight years at the latest, on a given weekday after forty. */
const LONGEST_SEARCH_DAYS = 366 * 41

/** The first instant after `after` (milliseconds since the epoch); undefined: never again. */
export function nextCronRun(fields: CronFields, zone: Zone, after: number): number | undefined {
  const isEveryHour = fields.hours.length === 24
  const firstMinute = Math.floor(after / MINUTE) * MINUTE + MINUTE
  const start = zone.toLocal(firstMinute)
  let day = Math.floor(start / DAY) * DAY
  const lastYear = fields.years?.at(-1)
  for (let count = 0; count < LONGEST_SEARCH_DAYS; count += 1, day += DAY) {
    if (lastYear !== undefined && new Date(day).getUTCFullYear() > lastYear) return undefined
    if (!matchesDay(fields, day)) continue
    const found = isEveryHour
      ? nextByRealTime(fields, zone, day, firstMinute)
      : nextByWallClock(fields, zone, day, after, count === 0 ? start : day)
    if (found !== undefined) return found
  }
  return undefined
}

function nextByWallClock(
  fields: CronFields,
  zone: Zone,
  day: LocalTime,
  after: number,
  from: LocalTime
): number | undefined {
  for (const hour of fields.hours) {
    for (const minute of fields.minutes) {
      const local = day + (hour * 60 + minute) * MINUTE
      if (local < from) continue
      const instant = zone.instantsOf(local)[0] ?? zone.endOfGap(local)
      if (instant > after) return instant
    }
  }
  return undefined
}

/** Walks the day's real minutes, from its first one. */
function nextByRealTime(
  fields: CronFields,
  zone: Zone,
  day: LocalTime,
  firstMinute: number
): number | undefined {
  const dayStart = zone.instantsOf(day)[0] ?? zone.endOfGap(day)
  let instant = Math.max(dayStart, firstMinute)
  let local = zone.toLocal(instant)
  while (local < day + DAY) {
    const minuteOfHour = Math.floor(local / MINUTE) % 60
    if (local >= day && fields.minutes.includes(minuteOfHour)) return instant
    const next = fields.minutes.find((minute) => minute > minuteOfHour)
    // To the next named minute, or to the next hour; an offset may change on the way at a full quarter.
    const step = Math.min(next === undefined ? 60 - minuteOfHour : next - minuteOfHour, 15)
    instant += Math.min(step, 15 - (minuteOfHour % 15)) * MINUTE
    local = zone.toLocal(instant)
  }
  return undefined
}
