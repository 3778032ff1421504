/** Many slots at once, without walking through a year of minutes. */
import { matchesDay } from './cron-days.ts'
import type { CronFields } from './cron-fields.ts'
import type { Timing, TimingParts } from './timing.ts'
import { nextOf } from './timing.ts'
import type { Zone } from './zone.ts'

const HOUR = 3_600_000
const DAY = 86_400_000
/** What cannot be counted by days or by division is counted one by one up to here. */
const LONGEST_COUNT = 100_000
const LONGEST_COUNT_DAYS = 366 * 50

/** The slots after `after`, up to `until`, ascending, at most `limit`. */
export function slotsIn(
  timing: Timing,
  parts: TimingParts,
  { after, until, limit }: { after: number; until: number; limit: number }
): number[] {
  const slots: number[] = []
  let slot = nextOf(timing, parts, after)
  while (slot !== undefined && slot <= until && slots.length < limit) {
    slots.push(slot)
    slot = nextOf(timing, parts, slot)
  }
  return slots
}

/** The latest slots after `after`, up to `until`, ascending, at most `limit`. */
export function latestSlotsIn(
  timing: Timing,
  parts: TimingParts,
  { after, until, limit }: { after: number; until: number; limit: number }
): number[] {
  // Looks back from the end, further each time, until there are enough.
  for (let span = HOUR; ; span *= 4) {
    const from = Math.max(after, until - span)
    const found = slotsIn(timing, parts, {
      ...{ after: from, until },
      limit: Number.POSITIVE_INFINITY
    })
    if (found.length >= limit || from <= after) return found.slice(-limit)
  }
}

export interface SlotCount {
  count: number
  /** There are more: too many to count. */
  isLeast: boolean
}

/** How many slots lie after `after`, up to `until`. */
export function countSlots(
  timing: Timing,
  parts: TimingParts,
  { after, until }: { after: number; until: number }
): SlotCount {
  const [expression, ...others] = parts.expressions
  const isPlain = others.length === 0 && !parts.excluded
  if (isPlain && expression?.kind === 'rate') {
    const [first] = slotsIn(timing, parts, { after, until, limit: 1 })
    if (first === undefined) return { count: 0, isLeast: false }
    const second = nextOf(timing, parts, first)
    const end = Math.min(until, timing.endAt ?? until)
    const count = second === undefined ? 1 : Math.floor((end - first) / (second - first)) + 1
    return { count, isLeast: false }
  }
  const from = Math.max(after, (timing.startAt ?? after + 1) - 1)
  const to = Math.min(until, timing.endAt ?? until)
  if (isPlain && expression?.kind === 'cron' && to - from > 3 * DAY) {
    return countByDays(timing, parts, expression.fields, { after: from, until: to })
  }
  return countOneByOne(timing, parts, { after, until })
}

function countOneByOne(
  timing: Timing,
  parts: TimingParts,
  { after, until }: { after: number; until: number }
): SlotCount {
  let count = 0
  let slot = nextOf(timing, parts, after)
  for (; slot !== undefined && slot <= until; slot = nextOf(timing, parts, slot)) {
    if (count === LONGEST_COUNT) return { count, isLeast: true }
    count += 1
  }
  return { count, isLeast: false }
}

/** Days on which the clock is not set all have the same number of slots. */
function countByDays(
  timing: Timing,
  parts: TimingParts,
  fields: CronFields,
  { after, until }: { after: number; until: number }
): SlotCount {
  const { zone } = parts
  const perDay = fields.hours.length * fields.minutes.length
  const changes = zone.changesIn(after - DAY, until + DAY)
  let count = 0
  let from = after
  let day = Math.floor(zone.toLocal(after) / DAY) * DAY + DAY
  for (let days = 0; days < LONGEST_COUNT_DAYS; days++, day += DAY) {
    const end = startOf(zone, day) - 1
    if (end > until) break
    // The stretch from `from` to `end` is a whole day, but for the first and those with a change.
    const isWhole = days > 0 && !changes.some(({ at }) => at > from - DAY && at <= end + DAY)
    if (isWhole) count += matchesDay(fields, day - DAY) ? perDay : 0
    else if (end > from) count += countOneByOne(timing, parts, { after: from, until: end }).count
    from = Math.max(from, end)
  }
  if (from + 2 * DAY < until) return { count, isLeast: true }
  const rest = countOneByOne(timing, parts, { after: from, until })
  return { count: count + rest.count, isLeast: false }
}

function startOf(zone: Zone, day: number): number {
  return zone.instantsOf(day)[0] ?? zone.gapOf(day)?.at ?? day
}

/** Slots in a row. */
export type SlotStretch = SlotCount & { first: number; last: number }

/** The slots after `after`, up to `until`, as one stretch; undefined where there are none. */
export function stretchIn(
  timing: Timing,
  parts: TimingParts,
  range: { after: number; until: number }
): SlotStretch | undefined {
  const [last] = latestSlotsIn(timing, parts, { ...range, limit: 1 })
  const first = nextOf(timing, parts, range.after)
  if (first === undefined || last === undefined) return undefined
  return { first, last, ...countSlots(timing, parts, range) }
}

/** Slots that have come due: the latest one by one, the many before them as one stretch. */
export interface DueSlots {
  early?: SlotStretch
  /** Ascending. */
  recent: number[]
}

/** The due slots from a first one, that is known to be one, up to `until`. */
export function dueSlots(
  timing: Timing,
  parts: TimingParts,
  { first, until, limit }: { first: number; until: number; limit: number }
): DueSlots {
  const some = slotsIn(timing, parts, { after: first, until, limit })
  if (some.length < limit) return { recent: [first, ...some] }
  const recent = latestSlotsIn(timing, parts, { after: first, until, limit })
  const rest = { after: first, until: (recent[0] ?? first) - 1 }
  const { last = first, count = 0, isLeast = false } = stretchIn(timing, parts, rest) ?? {}
  return { recent, early: { first, last, count: count + 1, isLeast } }
}
