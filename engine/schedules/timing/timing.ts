/** One schedule's timing: its expressions, zone, bounds, exclusions and window as one thing to ask. */
import { describeExpression } from './describe.ts'
import type { Exclusion, ExclusionRules } from './exclusions.ts'
import { compileExclusions } from './exclusions.ts'
import type { Bounds, Expression } from './expression.ts'
import { nextSlot, parseExpression } from './expression.ts'
import { jitterOf } from './jitter.ts'
import type { LocalTime, Zone } from './zone.ts'

export interface Timing {
  expressions: readonly string[]
  /** An IANA zone. */
  timeZone: string
  startAt?: number
  endAt?: number
  /** Where a rate counts from: when the schedule was made. Milliseconds since the epoch. */
  createdAt: number
  exclusions: readonly ExclusionRules[]
  /** Each slot starts within so many milliseconds. */
  window: number
  /** What the moments within the window are drawn from. */
  seed: string
}

/** The parts of a timing that are the same for many schedules. */
export interface TimingParts {
  zone: Zone
  expressions: readonly Expression[]
  excluded: ((local: LocalTime) => Exclusion | undefined) | undefined
}

/** After so many exclusions in a row there is no next time worth the search. */
const LONGEST_EXCLUSION = 5000

/** Throws ExpressionError. */
export function compileTiming(timing: Timing, zone: Zone): TimingParts {
  return {
    zone,
    expressions: timing.expressions.map(parseExpression),
    excluded: compileExclusions(timing.exclusions)
  }
}

function boundsOf({ createdAt, startAt, endAt }: Timing): Bounds {
  return {
    anchor: createdAt,
    ...(startAt === undefined ? {} : { startAt }),
    ...(endAt === undefined ? {} : { endAt })
  }
}

/** An instant that an expression names but an exclusion takes out. */
export interface ExcludedTime {
  slotAt: number
  by: string
}

/** The first slot after an instant; undefined: never again. `onExcluded` hears what was left out on the way. */
export function nextOf(
  timing: Timing,
  { zone, expressions, excluded }: TimingParts,
  after: number,
  onExcluded?: (time: ExcludedTime) => void
): number | undefined {
  const bounds = boundsOf(timing)
  let from = after
  for (let count = 0; count < LONGEST_EXCLUSION; count++) {
    let slot: number | undefined
    for (const expression of expressions) {
      const one = nextSlot(expression, zone, bounds, from)
      if (one !== undefined && (slot === undefined || one < slot)) slot = one
    }
    if (slot === undefined || !excluded) return slot
    const exclusion = excluded(zone.toLocal(slot))
    if (!exclusion) return slot
    if (onExcluded) {
      onExcluded({ slotAt: slot, by: exclusion.by })
      from = slot
    } else {
      // All of the exclusion is passed over at once.
      const end = zone.instantsOf(exclusion.until)[0] ?? zone.gapOf(exclusion.until)?.at ?? slot
      from = Math.max(slot, end - 1)
    }
  }
  return undefined
}

/** When a slot starts: somewhere in the window, but before the next slot. */
export function dueAtOf(timing: Timing, parts: TimingParts, slotAt: number): number {
  if (timing.window <= 0) return slotAt
  const following = nextOf(timing, parts, slotAt)
  const room = following === undefined ? timing.window : following - slotAt
  return slotAt + jitterOf(timing.seed, slotAt, Math.min(timing.window, room))
}

/** `At 02:30 every weekday, Europe/Berlin`, by expression. */
export function describeParts({ zone, expressions }: TimingParts): string[] {
  return expressions.map((expression) => describeExpression(expression, zone.name))
}
