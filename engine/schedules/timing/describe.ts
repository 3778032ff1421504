/** A schedule expression in plain words. */
import type { CronFields } from './cron-fields.ts'
import type { Expression } from './expression.ts'

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December'
]
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth']

/** `At 02:30 every weekday, Europe/Berlin`. */
export function describeExpression(expression: Expression, zoneName: string): string {
  switch (expression.kind) {
    case 'rate':
      return expression.every === 1
        ? `Every ${expression.unit}`
        : `Every ${String(expression.every)} ${expression.unit}s`
    case 'at': {
      const date = new Date(expression.local)
      const day = `${String(date.getUTCDate())} ${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCFullYear())}`
      return `Once, on ${day} at ${date.toISOString().slice(11, 16)}, ${zoneName}`
    }
    case 'cron':
      return `${describeCron(expression.fields)}, ${zoneName}`
  }
}

function describeCron(fields: CronFields): string {
  const isEachDay = fields.isAnyDayOfMonth && fields.isAnyDayOfWeek
  const days = isEachDay ? '' : ` ${describeDays(fields)}`
  const time = describeTime(fields)
  const isClock = time.startsWith('At') && fields.hours.length < 24
  const each = isEachDay && isClock ? ' every day' : days
  return `${time}${each}${describeMonths(fields)}${describeYears(fields)}`
}

/** The distance of numbers that are evenly spread over a round, such as 0,15,30,45 of 60. */
function evenStep(values: readonly number[], size: number): number | undefined {
  const step = size / values.length
  if (!Number.isInteger(step) || values.length < 2) return undefined
  return values.every((value, index) => value === index * step) ? step : undefined
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`
}

function describeTime({ hours, minutes }: CronFields): string {
  const isEveryHour = hours.length === 24
  const step = evenStep(minutes, 60)
  if (minutes.length * hours.length <= 6) {
    const times = hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`))
    return `At ${list(times)}`
  }
  const within = isEveryHour ? '' : ` ${describeHours(hours)}`
  if (minutes.length === 60) return `Every minute${within}`
  if (step !== undefined) return `Every ${String(step)} minutes${within}`
  const past =
    minutes.length === 1 && minutes[0] === 0
      ? ''
      : ` at ${list(minutes.map(String))} minutes past the hour`
  const hourStep = evenStep(hours, 24)
  if (isEveryHour) return `Every hour${past}`
  if (hourStep !== undefined) return `Every ${String(hourStep)} hours${past}`
  return `Every hour${past}${within}`
}

function describeHours(hours: readonly number[]): string {
  const first = hours[0] ?? 0
  const last = hours.at(-1) ?? 0
  const isRow = last - first === hours.length - 1 && hours.length > 1
  return isRow
    ? `from ${two(first)}:00 to ${two(last)}:59`
    : `in the hours ${list(hours.map((hour) => two(hour)))}`
}

function describeDays(fields: CronFields): string {
  const byMonth = `on ${list(fields.daysOfMonth.map(describeDayOfMonth))} of the month`
  const byWeek = describeWeekdays(fields.daysOfWeek)
  if (fields.isAnyDayOfMonth) return byWeek
  return fields.isAnyDayOfWeek ? byMonth : `${byMonth} and ${byWeek}`
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `the ${String(day)}${ending}`
}

function describeDayOfMonth(token: number | string): string {
  if (typeof token === 'number') return ordinal(token)
  if (token === 'L') return 'the last day'
  if (token === 'LW') return 'the last weekday'
  if (token.startsWith('L-')) return `the day ${token.slice(2)} before the last`
  return `the weekday nearest to ${ordinal(Number(token.slice(0, -1)))}`
}

function describeWeekdays(tokens: readonly (number | string)[]): string {
  const numbers = tokens.filter((token) => typeof token === 'number')
  if (numbers.length === tokens.length) {
    const sorted = [...numbers].sort((one, other) => one - other).join('')
    if (sorted === '12345') return 'every weekday'
    if (sorted === '06') return 'on weekends'
    if (sorted === '0123456') return 'every day'
    // Weeks are read from Monday on.
    const fromMonday = [...numbers].sort((one, other) => ((one + 6) % 7) - ((other + 6) % 7))
    return `every ${list(fromMonday.map((day) => weekdays[day] ?? ''))}`
  }
  return `on ${list(tokens.map(describeWeekday))}`
}

function describeWeekday(token: number | string): string {
  if (typeof token === 'number') return weekdays[token] ?? ''
  const day = weekdays[Number(token[0]) % 7] ?? ''
  const nth = ordinals[Number(token.split('#')[1]) - 1]
  return nth === undefined ? `the last ${day} of the month` : `the ${nth} ${day} of the month`
}

function describeMonths({ months: numbers }: CronFields): string {
  if (numbers.length === 12) return ''
  return ` in ${list(numbers.map((month) => months[month - 1] ?? ''))}`
}

function describeYears({ years }: CronFields): string {
  if (!years) return ''
  const first = years[0] ?? 0
  const last = years.at(-1) ?? 0
  const isRow = years.length > 2 && last - first === years.length - 1
  return isRow ? ` from ${String(first)} to ${String(last)}` : ` in ${list(years.map(String))}`
}
