import { ApiError } from '../../../api/errors.ts'
import { ExpressionError } from './cron-fields.ts'
import type { DueSlots, SlotStretch } from './slots.ts'
import { dueSlots, slotsIn, stretchIn } from './slots.ts'
import type { ExcludedTime, Timing, TimingParts } from './timing.ts'
import { compileTiming, describeParts, dueAtOf, nextOf } from './timing.ts'
import type { Zone } from './zone.ts'
import { createZone, isZone } from './zone.ts'

/** Reads schedules' settings; throws ApiError ValidationException that says what is wrong, where. */
export interface Timetable {
  /** Throws where something cannot be read. */
  check: (timing: Timing) => void
  zone: (name: string) => Zone
  /** `At 02:30 every weekday, Europe/Berlin`, by expression. */
  describe: (timing: Timing) => string[]
  /** The first slot after an instant; undefined: never again. */
  next: (
    timing: Timing,
    after: number,
    onExcluded?: (time: ExcludedTime) => void
  ) => number | undefined
  /** When a slot starts: later than the slot within a flexible window. */
  dueAt: (timing: Timing, slotAt: number) => number
  /** The slots after `after`, up to `until`, ascending, at most `limit`. */
  slots: (timing: Timing, range: { after: number; until: number; limit: number }) => number[]
  /** The slots that have come due from the first due one up to `until`, the latest `limit` one by one. */
  due: (timing: Timing, range: { first: number; until: number; limit: number }) => DueSlots
  /** The slots after `after`, up to `until`, as one stretch; undefined where there are none. */
  stretch: (timing: Timing, range: { after: number; until: number }) => SlotStretch | undefined
}

/** So many different timings are kept readily compiled: many schedules share one. */
const KEPT_TIMINGS = 500

/** Keeps the zones and timings that it has met: making one is what costs. */
export function createTimetable(): Timetable {
  const zones = new Map<string, Zone>()
  const kept = new Map<string, TimingParts>()
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
  const partsOf = (timing: Timing): TimingParts => {
    const key = keyOf(timing)
    const found = kept.get(key)
    if (found) return found
    const parts = compile(timing, zoneOf(timing.timeZone))
    if (kept.size >= KEPT_TIMINGS) kept.delete(kept.keys().next().value ?? '')
    kept.set(key, parts)
    return parts
  }
  return {
    zone: zoneOf,
    check: (timing) => {
      partsOf(timing)
      checkBounds(timing)
    },
    describe: (timing) => describeParts(partsOf(timing)),
    next: (timing, after, onExcluded) => nextOf(timing, partsOf(timing), after, onExcluded),
    dueAt: (timing, slotAt) => dueAtOf(timing, partsOf(timing), slotAt),
    slots: (timing, range) => slotsIn(timing, partsOf(timing), range),
    due: (timing, range) => dueSlots(timing, partsOf(timing), range),
    stretch: (timing, range) => stretchIn(timing, partsOf(timing), range)
  }
}

function keyOf({ expressions, timeZone, exclusions }: Timing): string {
  const rules = exclusions.length === 0 ? '' : JSON.stringify(exclusions)
  return `${timeZone}\n${expressions.join('\n')}\n${rules}`
}

function compile(timing: Timing, zone: Zone): TimingParts {
  try {
    return compileTiming(timing, zone)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new ApiError('ValidationException', error.message)
  }
}

function checkBounds({ startAt, endAt }: Timing): void {
  if (startAt === undefined || endAt === undefined || endAt > startAt) return
  throw new ApiError(
    'ValidationException',
    `Expected EndDate to be after StartDate, found ${new Date(endAt).toISOString()} and ${new Date(startAt).toISOString()}.`
  )
}
