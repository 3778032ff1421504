/** Dates, durations, sizes and names as people read them. Times are seconds since the epoch, as in the API. */

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const shortDate = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
const longDate = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric'
})
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' })
const count = new Intl.NumberFormat()

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** `24 Nov 2026, 14:03:22` in the user's locale. @param seconds since the epoch */
export function formatDateTime(seconds: number): string {
  return dateTime.format(seconds * 1000)
}

/** `14:03:22.118`: the time of day with milliseconds. @param seconds since the epoch */
export function formatTimeOfDay(seconds: number): string {
  const date = new Date(seconds * 1000)
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0')
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`
}

/**
 * `now`, `12 sec. ago`, `in 5 min.`; from a week on the date. Both in seconds since the epoch.
 */
export function formatRelative(seconds: number, now: number): string {
  const difference = seconds - now
  const distance = Math.abs(difference)
  if (distance < 5) return 'just now'
  if (distance < MINUTE) return relative.format(Math.round(difference), 'second')
  if (distance < HOUR) return relative.format(Math.round(difference / MINUTE), 'minute')
  if (distance < DAY) return relative.format(Math.round(difference / HOUR), 'hour')
  if (distance < 7 * DAY) return relative.format(Math.round(difference / DAY), 'day')
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date(now * 1000).getFullYear()
  return (sameYear ? shortDate : longDate).format(seconds * 1000)
}

/** `420 ms`, `3.2 s`, `2 m 05 s`, `1 h 12 m`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  const value = Math.max(0, seconds)
  if (value < 1) return `${String(Math.round(value * 1000))} ms`
  if (value < 10) return `${value.toFixed(1)} s`
  if (value < MINUTE) return `${String(Math.floor(value))} s`
  const whole = Math.floor(value)
  const pad = (part: number): string => String(part).padStart(2, '0')
  if (value < HOUR) return `${String(Math.floor(whole / MINUTE))} m ${pad(whole % MINUTE)} s`
  if (value < DAY) {
    return `${String(Math.floor(whole / HOUR))} h ${pad(Math.floor((whole % HOUR) / MINUTE))} m`
  }
  return `${String(Math.floor(whole / DAY))} d ${String(Math.floor((whole % DAY) / HOUR))} h`
}

/** `512 B`, `1.5 KB`, `8.0 MB`: powers of 1024. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1024
  let index = 0
  while (value >= 1024 && index < units.length - 1) {
    value /= 1024
    index += 1
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[index] ?? 'TB'}`
}

/** `12,345` in the user's locale. */
export function formatCount(value: number): string {
  return count.format(value)
}

/** The last part of an ARN: a state machine's or an execution's name. */
export function nameOfArn(arn: string): string {
  return arn.split(':').at(-1) ?? arn
}

/** The name of the state machine in an execution's ARN (`…:execution:<state machine>:<name>`). */
export function stateMachineNameOfExecution(executionArn: string): string {
  return executionArn.split(':').at(-2) ?? executionArn
}

/** A JSON text indented for reading; texts that are no JSON come back unchanged. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
