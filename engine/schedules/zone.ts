/** Wall clocks of IANA time zones, over Intl alone. */

const MINUTE = 60_000
const DAY = 86_400_000

/** A wall clock's time as if it were UTC: milliseconds since the epoch. */
export type LocalTime = number

export interface Zone {
  name: string
  /** What the zone's wall clock shows at an instant. */
  toLocal: (instant: number) => LocalTime
  /** The instants at which the wall clock shows this: none in a gap, two in an overlap, else one. */
  instantsOf: (local: LocalTime) => number[]
  /** The first instant after the gap that swallows this wall-clock time. */
  endOfGap: (local: LocalTime) => number
}

/** Whether Intl knows the zone. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The zone of an IANA name that `isZone` accepts. Keep it: making one costs far more than using it. */
export function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  })
  const toLocal = (instant: number): LocalTime => {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
    for (const { type, value } of format.formatToParts(instant)) parts[type] = value
    const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts[type])
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  }
  const offsetAt = (instant: number): number => toLocal(instant) - Math.floor(instant / 1000) * 1000
  const instantsOf = (local: LocalTime): number[] => {
    const offsets = new Set([offsetAt(local - DAY), offsetAt(local + DAY)])
    return [...offsets]
      .map((offset) => local - offset)
      .filter((instant) => toLocal(instant) === local)
      .sort((one, other) => one - other)
  }
  const endOfGap = (local: LocalTime): number => {
    let before = local - DAY - offsetAt(local - DAY)
    let after = local + DAY - offsetAt(local + DAY)
    const earlier = offsetAt(before)
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE
      if (offsetAt(middle) === earlier) before = middle
      else after = middle
    }
    return after
  }
  return { name, toLocal, instantsOf, endOfGap }
}
