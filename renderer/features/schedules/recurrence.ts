/**
 * The simple ways to say when, and the schedule expression that each stands for (EventBridge
 * Scheduler's grammar: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
 * Whatever does not fit one of them is edited as the expression itself.
 */

export const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const
export type Weekday = (typeof weekdays)[number]

export type RateUnit = 'minutes' | 'hours' | 'days'

/** `time` is `HH:MM` on a 24-hour clock; `date` is `YYYY-MM-DD`. */
export type Recurrence =
  | { kind: 'every'; count: number; unit: RateUnit }
  | { kind: 'daily'; time: string }
  | { kind: 'weekly'; time: string; days: readonly Weekday[] }
  | { kind: 'monthly'; time: string; day: number }
  | { kind: 'once'; date: string; time: string }
  | { kind: 'custom'; expression: string }

export type RecurrenceKind = Recurrence['kind']

function clock(time: string): { hour: number; minute: number } {
  const [hour = '0', minute = '0'] = time.split(':')
  return { hour: Number(hour), minute: Number(minute) }
}

function timeOf(hour: string, minute: string): string {
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}

/** `MON-FRI` for a run of three or more days, else `MON,WED`. */
function dayList(days: readonly Weekday[]): string {
  const indexes = weekdays.flatMap((day, index) => (days.includes(day) ? [index] : []))
  const first = indexes[0]
  const last = indexes.at(-1)
  if (first === undefined || last === undefined) return ''
  const isRun = last - first === indexes.length - 1 && indexes.length > 2
  return isRun
    ? `${String(weekdays[first])}-${String(weekdays[last])}`
    : indexes.map((index) => weekdays[index]).join(',')
}

/** The expression that the engine understands. */
export function expressionOf(recurrence: Recurrence): string {
  switch (recurrence.kind) {
    case 'every': {
      const unit = recurrence.count === 1 ? recurrence.unit.slice(0, -1) : recurrence.unit
      return `rate(${String(recurrence.count)} ${unit})`
    }
    case 'daily': {
      const { hour, minute } = clock(recurrence.time)
      return `cron(${String(minute)} ${String(hour)} * * ? *)`
    }
    case 'weekly': {
      const { hour, minute } = clock(recurrence.time)
      return `cron(${String(minute)} ${String(hour)} ? * ${dayList(recurrence.days)} *)`
    }
    case 'monthly': {
      const { hour, minute } = clock(recurrence.time)
      return `cron(${String(minute)} ${String(hour)} ${String(recurrence.day)} * ? *)`
    }
    case 'once':
      return `at(${recurrence.date}T${recurrence.time}:00)`
    case 'custom':
      return recurrence.expression.trim()
  }
}

function parseRate(body: string): Recurrence | undefined {
  const match = /^(\d+)\s+(minute|hour|day)s?$/.exec(body)
  const [, count, unit] = match ?? []
  if (!count || !unit || Number(count) < 1) return undefined
  const units: Record<string, RateUnit> = { minute: 'minutes', hour: 'hours', day: 'days' }
  return { kind: 'every', count: Number(count), unit: units[unit] ?? 'minutes' }
}

function parseDays(text: string): Weekday[] | undefined {
  const index = (day: string): number => weekdays.findIndex((name) => name === day.toUpperCase())
  const days: Weekday[] = []
  for (const part of text.split(',')) {
    const [from = '', to = from] = part.split('-')
    const [first, last] = [index(from), index(to)]
    if (first < 0 || last < first) return undefined
    days.push(...weekdays.slice(first, last + 1))
  }
  return weekdays.filter((day) => days.includes(day))
}

function parseCron(body: string): Recurrence | undefined {
  const [minute = '', hour = '', dayOfMonth = '', month, dayOfWeek = '', year] = body.split(/\s+/)
  const isClock = /^\d{1,2}$/.test(minute) && /^\d{1,2}$/.test(hour)
  if (!isClock || month !== '*' || (year !== '*' && year !== undefined)) return undefined
  const time = timeOf(hour, minute)
  const anyDayOfWeek = dayOfWeek === '?' || dayOfWeek === '*'
  const anyDayOfMonth = dayOfMonth === '?' || dayOfMonth === '*'
  if (anyDayOfMonth && anyDayOfWeek) return { kind: 'daily', time }
  if (anyDayOfMonth) {
    const days = parseDays(dayOfWeek)
    return days ? { kind: 'weekly', time, days } : undefined
  }
  return anyDayOfWeek && /^\d{1,2}$/.test(dayOfMonth)
    ? { kind: 'monthly', time, day: Number(dayOfMonth) }
    : undefined
}

/** The simple form of an expression; `custom` where it has none. */
export function recurrenceOf(expression: string): Recurrence {
  const [, name, body = ''] = /^\s*(rate|cron|at)\((.*)\)\s*$/.exec(expression) ?? []
  const once = name === 'at' ? /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):00$/.exec(body) : null
  const [, date, time] = once ?? []
  const simple =
    name === 'rate'
      ? parseRate(body.trim())
      : name === 'cron'
        ? parseCron(body.trim())
        : date && time
          ? ({ kind: 'once', date, time } as const)
          : undefined
  return simple ?? { kind: 'custom', expression }
}

/** What is wrong with the controls, before the engine is asked. */
export function recurrenceProblem(recurrence: Recurrence): string | undefined {
  const isClock = (time: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
  if ('time' in recurrence && !isClock(recurrence.time)) return 'Choose a time of day.'
  switch (recurrence.kind) {
    case 'every':
      return Number.isInteger(recurrence.count) && recurrence.count >= 1
        ? undefined
        : 'Expected a whole number of at least 1.'
    case 'weekly':
      return recurrence.days.length > 0 ? undefined : 'Choose at least one day.'
    case 'monthly':
      return Number.isInteger(recurrence.day) && recurrence.day >= 1 && recurrence.day <= 31
        ? undefined
        : 'Expected a day of the month, 1 to 31.'
    case 'once':
      return /^\d{4}-\d\d-\d\d$/.test(recurrence.date) ? undefined : 'Choose a date.'
    case 'custom':
      return recurrence.expression.trim() ? undefined : 'Write an expression, such as 0 9 * * 1-5.'
    case 'daily':
      return undefined
  }
}

/** The same wish in another form, keeping what both share: the time of day, above all. */
export function changeKind(
  recurrence: Recurrence,
  kind: RecurrenceKind,
  today: string
): Recurrence {
  const time = 'time' in recurrence ? recurrence.time : '09:00'
  switch (kind) {
    case 'every':
      return { kind, count: 15, unit: 'minutes' }
    case 'daily':
      return { kind, time }
    case 'weekly':
      return { kind, time, days: weekdays.slice(0, 5) }
    case 'monthly':
      return { kind, time, day: 1 }
    case 'once':
      return { kind, time, date: today }
    case 'custom':
      return { kind, expression: expressionOf(recurrence) }
  }
}
