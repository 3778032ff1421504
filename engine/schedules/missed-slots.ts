import type { Bounds, Expression } from './expression.ts'
import { nextSlot } from './expression.ts'
import type { Zone } from './zone.ts'

const HOUR = 3_600_000
/** So many slots are looked at one by one; of a longer absence only the end is. */
const LOOKED_AT = 500

export interface DueSlots {
  /** The latest one: it runs. */
  latest: number
  /** Earlier ones that are known one by one, ascending: they are noted as missed. */
  missed: number[]
  /** Whether there were more, between the first of `missed` and the others, that are not listed. */
  hasMore: boolean
}

/** Which slots have come due from the first due one up to now. */
export function dueSlots(
  expression: Expression,
  zone: Zone,
  bounds: Bounds,
  first: number,
  now: number
): DueSlots {
  const collect = (after: number, limit: number): { slots: number[]; isWhole: boolean } => {
    const slots: number[] = []
    for (let slot = nextSlot(expression, zone, bounds, after); slot !== undefined && slot <= now;) {
      if (slots.length === limit) return { slots, isWhole: false }
      slots.push(slot)
      slot = nextSlot(expression, zone, bounds, slot)
    }
    return { slots, isWhole: true }
  }
  const early = collect(first, LOOKED_AT)
  if (early.isWhole) {
    const all = [first, ...early.slots]
    return { latest: all.at(-1) ?? first, missed: all.slice(0, -1), hasMore: false }
  }
  // A long absence: look back from now, further each time until a slot is found.
  for (let span = HOUR; ; span *= 4) {
    const { slots } = collect(Math.max(first, now - span), Number.POSITIVE_INFINITY)
    const latest = slots.at(-1)
    if (latest === undefined) continue
    return { latest, missed: [first, ...slots.slice(0, -1)], hasMore: true }
  }
}
