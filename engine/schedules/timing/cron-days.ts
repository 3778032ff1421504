import type { CronFields } from './cron-fields.ts'

/** A day of the calendar: its midnight as if it were UTC, milliseconds since the epoch. */
export type LocalDay = number

function lastDayOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** The weekday (Monday to Friday) nearest to a day, within its month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const last = lastDayOfMonth(year, month)
  if (day > last) return -1
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
  if (weekday === 6) return day === 1 ? 3 : day - 1
  if (weekday === 0) return day === last ? day - 2 : day + 1
  return day
}

function dayOfMonthOf(token: number | string, year: number, month: number): number {
  if (typeof token === 'number') return token
  const last = lastDayOfMonth(year, month)
  if (token === 'L') return last
  const [, before] = /^L-(\d+)$/.exec(token) ?? []
  if (before !== undefined) return last - Number(before)
  const [, wanted] = /^(\d+|L)W$/.exec(token) ?? []
  if (wanted === undefined) return -1
  return nearestWeekday(year, month, wanted === 'L' ? last : Number(wanted))
}

function isDayOfWeek(token: number | string, weekday: number, day: number, last: number): boolean {
  if (typeof token === 'number') return token === weekday
  const [, wanted, kind, nth] = /^(\d)(L|#(\d))$/i.exec(token) ?? []
  if (wanted === undefined || Number(wanted) % 7 !== weekday) return false
  return kind?.toUpperCase() === 'L' ? day + 7 > last : Math.ceil(day / 7) === Number(nth)
}

/**
 * Whether the expression names a day. Where both days are given either will do, as in crontab(5).
 */
export function matchesDay(fields: CronFields, local: LocalDay): boolean {
  const date = new Date(local)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth() + 1
  const day = date.getUTCDate()
  if (!fields.months.includes(month)) return false
  if (fields.years && !fields.years.includes(year)) return false
  const isByMonth = (): boolean =>
    fields.daysOfMonth.some((token) => dayOfMonthOf(token, year, month) === day)
  const isByWeek = (): boolean =>
    fields.daysOfWeek.some((token) =>
      isDayOfWeek(token, date.getUTCDay(), day, lastDayOfMonth(year, month))
    )
  if (fields.isAnyDayOfMonth) return fields.isAnyDayOfWeek || isByWeek()
  return fields.isAnyDayOfWeek ? isByMonth() : isByMonth() || isByWeek()
}
