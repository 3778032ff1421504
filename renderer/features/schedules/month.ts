/** Months and days as texts, `2026-12` and `2026-12-24`, and the grid that a month is drawn in. */

export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

export function shiftDay(date: string, by: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

/** `December 2026` in the user's locale. */
export function monthTitle(month: string): string {
  return new Intl.DateTimeFormat(undefined, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC'
  }).format(Date.parse(`${month}-01T00:00:00Z`))
}

/** `Thursday, 24 December` in the user's locale. */
export function dayTitle(date: string): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC'
  }).format(Date.parse(`${date}T00:00:00Z`))
}

/** Rows of seven days, Monday first; undefined for places before the first and after the last day. */
export function weeksOf<Day extends { Date: string }>(days: readonly Day[]): (Day | undefined)[][] {
  const first = days[0]
  if (!first) return []
  const before = (new Date(`${first.Date}T00:00:00Z`).getUTCDay() + 6) % 7
  const places: (Day | undefined)[] = [...Array.from({ length: before }, () => undefined), ...days]
  while (places.length % 7 !== 0) places.push(undefined)
  return Array.from({ length: places.length / 7 }, (_, week) =>
    places.slice(week * 7, week * 7 + 7)
  )
}

/** Where a key leads from a day: arrows by a day or a week, Home and End in the week, Page keys by a month. */
export function dayAfterKey(date: string, key: string): string | undefined {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -7,
    ArrowDown: 7,
    Home: -weekday,
    End: 6 - weekday
  }
  const step = steps[key]
  if (step !== undefined) return shiftDay(date, step)
  if (key !== 'PageUp' && key !== 'PageDown') return undefined
  const month = shiftMonth(date.slice(0, 7), key === 'PageUp' ? -1 : 1)
  const last = shiftDay(`${shiftMonth(month, 1)}-01`, -1)
  const same = `${month}-${date.slice(8)}`
  return same > last ? last : same
}
