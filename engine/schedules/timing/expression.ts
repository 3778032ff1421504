/** Schedule expressions: cron, rate and one time. */
import type { CronFields } from './cron-fields.ts'
import { ExpressionError, parseClassicCron, parseEventBridgeCron } from './cron-fields.ts'
import { nextCronRun } from './next-run.ts'
import type { LocalTime, Zone } from './zone.ts'

const MINUTE = 60_000

export type RateUnit = 'minute' | 'hour' | 'day'

export type Expression =
  | { kind: 'cron'; fields: CronFields }
  | { kind: 'rate'; every: number; unit: RateUnit }
  /** `local` is the wall clock's time as if it were UTC. */
  | { kind: 'at'; local: LocalTime }

/** Between which instants slots count (milliseconds since the epoch), and where a rate counts from. */
export interface Bounds {
  anchor: number
  startAt?: number
  endAt?: number
}

/** Throws ExpressionError: what is wrong, where. */
export function parseExpression(text: string): Expression {
  const [, kind, inner = ''] = /^\s*(cron|rate|at)\s*\((.*)\)\s*$/i.exec(text) ?? []
  switch (kind?.toLowerCase()) {
    case 'cron':
      return { kind: 'cron', fields: parseEventBridgeCron(inner) }
    case 'rate':
      return parseRate(inner, text)
    case 'at':
      return { kind: 'at', local: parseAt(inner, text) }
    default:
  }
  if (/^[\s\d*@]/.test(text)) return { kind: 'cron', fields: parseClassicCron(text) }
  throw new ExpressionError(
    `Expected cron(30 2 ? * MON-FRI *), a five-field cron such as '30 2 * * 1-5', rate(5 minutes) or at(2026-12-24T18:00:00), found '${text}'.`
  )
}

function parseRate(inner: string, text: string): Expression {
  const [, value, unit] = /^\s*(\d{1,9})\s+(minute|hour|day)s?\s*$/i.exec(inner) ?? []
  const every = Number(value)
  if (unit === undefined || every < 1) {
    throw new ExpressionError(
      `Expected rate(value unit) with a value of 1 or more and the unit minutes, hours or days, found '${text}'.`
    )
  }
  return { kind: 'rate', every, unit: unit.toLowerCase() as RateUnit }
}

function parseAt(inner: string, text: string): LocalTime {
  const trimmed = inner.trim()
  const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(trimmed)
    ? Date.parse(`${trimmed.length === 16 ? `${trimmed}:00` : trimmed}Z`)
    : Number.NaN
  const isReal = !Number.isNaN(local) && new Date(local).toISOString().startsWith(trimmed)
  if (isReal) return local
  throw new ExpressionError(
    `Expected at(yyyy-mm-ddThh:mm:ss), a date of the calendar without a zone (the zone is a setting of its own), found '${text}'.`
  )
}

const unitMilliseconds: Record<RateUnit, number> = {
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: 24 * 60 * MINUTE
}

/** The first slot after an instant, within the bounds; undefined: none any more. */
export function nextSlot(
  expression: Expression,
  zone: Zone,
  bounds: Bounds,
  after: number
): number | undefined {
  const from = bounds.startAt === undefined ? after : Math.max(after, bounds.startAt - 1)
  const slot = slotAfter(expression, zone, bounds, from)
  if (slot === undefined) return undefined
  return bounds.endAt !== undefined && slot > bounds.endAt ? undefined : slot
}

function slotAfter(
  expression: Expression,
  zone: Zone,
  bounds: Bounds,
  after: number
): number | undefined {
  switch (expression.kind) {
    case 'cron':
      return nextCronRun(expression.fields, zone, after)
    case 'rate': {
      const period = expression.every * unitMilliseconds[expression.unit]
      // With a start date the first slot is the start itself, else one period from now.
      const first = bounds.startAt ?? Math.floor(bounds.anchor / MINUTE) * MINUTE + period
      return after < first ? first : first + (Math.floor((after - first) / period) + 1) * period
    }
    case 'at': {
      const { local } = expression
      const slot = zone.instantsOf(local)[0] ?? zone.gapOf(local)?.at
      return slot !== undefined && slot > after ? slot : undefined
    }
  }
}
