import { ApiError } from '../../api/errors.ts'
import type { ScheduleSettings } from '../store/queries/schedules.ts'
import { ExpressionError } from './cron-fields.ts'
import { describeExpression } from './describe.ts'
import type { Bounds, Expression } from './expression.ts'
import { nextSlot, parseExpression } from './expression.ts'
import type { DueSlots } from './missed-slots.ts'
import { dueSlots } from './missed-slots.ts'
import type { Zone } from './zone.ts'
import { createZone, isZone } from './zone.ts'

export type Timing = Pick<ScheduleSettings, 'expression' | 'timeZone' | 'startAt' | 'endAt'> & {
  /** Where a rate counts from: when the schedule was made. Milliseconds since the epoch. */
  createdAt: number
}

/** Reads schedules' settings; throws ApiError ValidationException that says what is wrong, where. */
export interface Timetable {
  /** `At 02:30 every weekday, Europe/Berlin`. */
  describe: (timing: Timing) => string
  /** The first slot after an instant; undefined: never again. */
  next: (timing: Timing, after: number) => number | undefined
  /** The slots that have come due from the first due one up to now. */
  due: (timing: Timing, first: number, now: number) => DueSlots
}

/** Keeps the zones that it has met: making one is what costs. */
export function createTimetable(): Timetable {
  const zones = new Map<string, Zone>()
  const zoneOf = (name: string): Zone => {
    let zone = zones.get(name)
    if (!zone) {
      if (!isZone(name)) {
        throw new ApiError(
          'ValidationException',
          `Invalid ScheduleExpressionTimezone: expected an IANA time zone such as Europe/Berlin or UTC, found '${name}'.`
        )
      }
      zone = createZone(name)
      zones.set(name, zone)
    }
    return zone
  }
  const read = (timing: Timing): { expression: Expression; zone: Zone; bounds: Bounds } => ({
    zone: zoneOf(timing.timeZone),
    expression: parse(timing.expression),
    bounds: boundsOf(timing)
  })
  return {
    describe: (timing) => {
      const { expression, zone } = read(timing)
      return describeExpression(expression, zone.name)
    },
    next: (timing, after) => {
      const { expression, zone, bounds } = read(timing)
      return nextSlot(expression, zone, bounds, after)
    },
    due: (timing, first, now) => {
      const { expression, zone, bounds } = read(timing)
      return dueSlots(expression, zone, bounds, first, now)
    }
  }
}

function parse(text: string): Expression {
  try {
    return parseExpression(text)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new ApiError(
      'ValidationException',
      `Invalid Schedule Expression ${text}: ${error.message}`
    )
  }
}

function boundsOf({ createdAt, startAt, endAt }: Timing): Bounds {
  if (startAt !== undefined && endAt !== undefined && endAt <= startAt) {
    throw new ApiError(
      'ValidationException',
      `Expected EndDate to be after StartDate, found ${new Date(endAt).toISOString()} and ${new Date(startAt).toISOString()}.`
    )
  }
  return {
    anchor: createdAt,
    ...(startAt === undefined ? {} : { startAt }),
    ...(endAt === undefined ? {} : { endAt })
  }
}
