import { matchesDay } from '../../engine/schedules/timing/cron-days.ts'
import type { CronFields } from '../../engine/schedules/timing/cron-fields.ts'
import type { Zone } from '../../engine/schedules/timing/zone.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

/**
 * The rule of cron in its plainest form, minute by minute: a wall-clock time that is due runs the first
 * time that it is shown, one that is never shown runs with the first minute after the gap. An expression
 * that names every hour runs whenever the clock shows it; of a gap then only what is a part of an hour.
 */
export function runsMinuteByMinute(
  fields: CronFields,
  zone: Zone,
  from: number,
  to: number
): number[] {
  const isEveryHour = fields.hours.length === 24
  const isDue = (local: number): boolean =>
    fields.minutes.includes(Math.floor(local / MINUTE) % 60) &&
    fields.hours.includes(Math.floor(local / MINUTE / 60) % 24) &&
    matchesDay(fields, Math.floor(local / DAY) * DAY)
  const runs: number[] = []
  // From two days before, so that the highest wall-clock time so far is known.
  let last = zone.toLocal(from - 2 * DAY - MINUTE)
  let shown = last
  for (let instant = from - 2 * DAY; instant <= to; instant += MINUTE) {
    const local = zone.toLocal(instant)
    let isRun = isEveryHour && isDue(local)
    // All wall-clock times that are new with this minute: one, or a gap's, or none in an overlap.
    for (let time = shown + MINUTE; time <= local; time += MINUTE) {
      const hour = Math.floor(time / HOUR) * HOUR
      const isWholeHourGone = last < hour && hour + HOUR <= local
      isRun ||= isDue(time) && !(isEveryHour && isWholeHourGone)
    }
    shown = Math.max(shown, local)
    last = local
    if (isRun && instant > from) runs.push(instant)
  }
  return runs
}
