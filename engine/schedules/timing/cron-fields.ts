/** Cron expressions as sets of numbers; the fields' grammar is node-cron's. */
import { validateDetailed } from 'node-cron'

/** What a cron expression names. Numbers count as on a calendar; weekdays from Sunday = 0. */
export interface CronFields {
  minutes: readonly number[]
  hours: readonly number[]
  /** Numbers, `L`, `L-3`, `15W`, `LW`. */
  daysOfMonth: readonly (number | string)[]
  months: readonly number[]
  /** Numbers, `5#2` (second Friday), `5L` (last Friday). */
  daysOfWeek: readonly (number | string)[]
  /** Undefined: each year. */
  years?: readonly number[]
  /** Whether the expression leaves the day of the month, or of the week, open. */
  isAnyDayOfMonth: boolean
  isAnyDayOfWeek: boolean
}

/** The expression cannot be understood; the message says where and why. */
export class ExpressionError extends Error {
  override name = 'ExpressionError'
}

const fieldNames = ['minutes', 'hours', 'day-of-month', 'month', 'day-of-week', 'year'] as const
const lastValues = [59, 23, 31, 12, 6]
/** By node-cron's name of a field: ours, its place, and what is allowed in it. */
const fieldHelp: Record<string, [name: string, index: number, allowed: string]> = {
  minute: ['minutes', 0, '0 to 59'],
  hour: ['hours', 1, '0 to 23'],
  dayOfMonth: ['day-of-month', 2, '1 to 31 (a day that the month has), L, L-3, 15W or LW'],
  month: ['month', 3, '1 to 12 or JAN to DEC'],
  dayOfWeek: ['day-of-week', 4, 'SUN to SAT or their numbers, 5#2 or 5L']
}

/** Five fields as in crontab(5), or a nickname such as `@daily`. Throws ExpressionError. */
export function parseClassicCron(text: string): CronFields {
  const trimmed = text.trim()
  if (trimmed.startsWith('@')) return parseFields(trimmed, [], text)
  const fields = trimmed.split(/\s+/)
  if (fields.length !== 5) throw wrongCount(fields.length, 5, text)
  return parseFields(fields.map(withSteps).join(' '), fields, text)
}

/**
 * Six fields as in EventBridge: minutes, hours, day of the month, month, day of the week (Sunday
 * is 1), year; one of the two days must be `?`. Throws ExpressionError.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function parseEventBridgeCron(inner: string): CronFields {
  const text = `cron(${inner})`
  const fields = inner.trim().split(/\s+/)
  if (fields.length !== 6) throw wrongCount(fields.length, 6, text)
  const [, , dayOfMonth, , dayOfWeek = '', year = ''] = fields
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new ExpressionError(
      `Expected '?' in exactly one of day-of-month (3rd field) and day-of-week (5th field), found '${dayOfMonth ?? ''}' and '${dayOfWeek}' in '${text}'. Put '?' where the other one decides.`
    )
  }
  const converted = fields.slice(0, 5)
  converted[4] = fromSundayIsOne(dayOfWeek)
  const parsed = parseFields(converted.map(withSteps).join(' '), fields, text)
  const years = parseYears(year, text)
  return { ...parsed, ...(years ? { years } : {}) }
}

function wrongCount(found: number, expected: 5 | 6, text: string): ExpressionError {
  return new ExpressionError(
    `Expected ${String(expected)} fields (${fieldNames.slice(0, expected).join(', ')}), found ${String(found)} in '${text}'.`
  )
}

/** `5/15` is EventBridge's way to write `5-59/15`. */
function withSteps(field: string, index: number): string {
  return field
    .split(',')
    .map((part) => part.replace(/^(\d+)\/(\d+)$/, `$1-${String(lastValues[index] ?? 59)}/$2`))
    .join(',')
}

/** Weekdays count from 1 in EventBridge and from 0 in crontab; `L` alone is Saturday. */
function fromSundayIsOne(field: string): string {
  if (field.toUpperCase() === 'L') return '6'
  return field
    .split(',')
    .map((part) => {
      const [days = '', step] = part.split('/')
      const shifted = days.replace(/(?<![#\d])\d+/g, (digits) => {
        const day = Number(digits)
        return day >= 1 && day <= 7 ? String(day - 1) : 'x'
      })
      return step === undefined ? shifted : `${shifted}/${step}`
    })
    .join(',')
}

function parseFields(pattern: string, written: readonly string[], text: string): CronFields {
  const { fields, errors } = validateDetailed(pattern)
  if (!fields) {
    throw new ExpressionError(explain(errors[0]?.field ?? '', written, text))
  }
  // A nickname has no written fields: there the numbers tell.
  const isOpen = (field: string | undefined, isFull: boolean): boolean =>
    field === undefined ? isFull : field === '*' || field === '?'
  return {
    minutes: ascending(fields.minute),
    hours: ascending(fields.hour),
    daysOfMonth: fields.dayOfMonth,
    months: ascending(fields.month),
    daysOfWeek: fields.dayOfWeek,
    isAnyDayOfMonth: isOpen(written[2], fields.dayOfMonth.length === 31),
    isAnyDayOfWeek: isOpen(written[4], fields.dayOfWeek.length === 7)
  }
}

function explain(field: string, written: readonly string[], text: string): string {
  const help = fieldHelp[field]
  if (!help) return `Cannot read '${text}' as a cron expression or a nickname such as @daily.`
  const [name, index, allowed] = help
  return `Cannot read the field ${name} (number ${String(index + 1)}) of '${text}': found '${written[index] ?? ''}'. Allowed are ${allowed}, with lists, ranges and steps of numbers.`
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((one, other) => one - other)
}

const FIRST_YEAR = 1970
const LAST_YEAR = 2199

function parseYears(field: string, text: string): number[] | undefined {
  if (field === '*') return undefined
  const years = field.split(',').flatMap((part) => {
    const [, from, to, step] = /^(\*|\d{4})(?:-(\d{4}))?(?:\/(\d+))?$/.exec(part) ?? []
    const first = from === '*' ? FIRST_YEAR : Number(from)
    const last = to === undefined ? (step === undefined ? first : LAST_YEAR) : Number(to)
    const by = step === undefined ? 1 : Number(step)
    if (from === undefined || by < 1 || first < FIRST_YEAR || last > LAST_YEAR || last < first) {
      throw new ExpressionError(
        `Cannot read the year (6th field) of '${text}': found '${part}'. Allowed are ${String(FIRST_YEAR)} to ${String(LAST_YEAR)}, lists, ranges and steps.`
      )
    }
    return Array.from(
      { length: Math.floor((last - first) / by) + 1 },
      (_, index) => first + index * by
    )
  })
  return ascending(years)
}
