/** Wall clocks of time zones and seconds since the epoch, there and back, for fields that hold a date with a time. */

const DAY = 86_400

/** What the clocks of a zone are ahead of UTC at a moment, in seconds. @param seconds since the epoch */
function shiftAt(seconds: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  }).formatToParts(seconds * 1000)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second')
  )
  return wall / 1000 - Math.floor(seconds)
}

/** `2026-12-01T09:00` on the clocks of a zone. @param seconds since the epoch */
export function wallClockOf(seconds: number, timeZone: string): string {
  const shifted = Math.floor(seconds) + shiftAt(seconds, timeZone)
  return new Date(shifted * 1000).toISOString().slice(0, 16)
}

/**
 * The moment at which the clocks of a zone show `2026-12-01T09:00`: the first of two; where they
 * skip it, the moment that they would have shown it without the change. Undefined for other texts.
 */
export function secondsOfWallClock(text: string, timeZone: string): number | undefined {
  const asUtc = Date.parse(`${text}:00Z`) / 1000
  if (!/^\d{4,6}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(asUtc)) return undefined
  const before = asUtc - shiftAt(asUtc - DAY, timeZone)
  const after = asUtc - shiftAt(asUtc + DAY, timeZone)
  return wallClockOf(before, timeZone) === text || wallClockOf(after, timeZone) !== text
    ? before
    : after
}
