/** Wall clocks of IANA time zones, over Intl alone; its answers are kept, for asking it is what costs. */

const SECOND = 1000
const DAY = 86_400_000
/** No wall clock is further than this from UTC. */
const FURTHEST = 15 * 3_600_000

/** A wall clock's time as if it were UTC: milliseconds since the epoch. */
export type LocalTime = number

/** The wall clock is set: at the instant `at` its distance to UTC (milliseconds) changes. */
export interface ClockChange {
  at: number
  before: number
  after: number
}

export interface Zone {
  name: string
  /** What the wall clock shows minus UTC, in milliseconds. */
  offsetAt: (instant: number) => number
  /** What the zone's wall clock shows at an instant. */
  toLocal: (instant: number) => LocalTime
  /** The instants at which the wall clock shows this: none in a gap, two in an overlap, else one. */
  instantsOf: (local: LocalTime) => number[]
  /** The change whose gap swallows this wall-clock time. */
  gapOf: (local: LocalTime) => ClockChange | undefined
  /** The changes after `from`, up to `to`, ascending. */
  changesIn: (from: number, to: number) => ClockChange[]
}

/** Whether Intl knows the zone. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Changes are looked for and kept a block at a time: a little more than a year. */
const BLOCK = 2 ** 35

interface Block {
  /** The offset with which it begins. */
  offset: number
  changes: readonly ClockChange[]
}

/** The zone of an IANA name that `isZone` accepts. Keep it: it gathers what it has found out. */
export function createZone(name: string): Zone {
  const askOffset = offsetsOf(name)
  const blocks = new Map<number, Block>()
  const blockOf = (instant: number): Block => {
    const index = Math.floor(instant / BLOCK)
    let block = blocks.get(index)
    if (!block) {
      block = findChanges(askOffset, index * BLOCK)
      blocks.set(index, block)
    }
    return block
  }
  const offsetAt = (instant: number): number => {
    const { offset, changes } = blockOf(instant)
    let found = offset
    for (const change of changes) if (change.at <= instant) found = change.after
    return found
  }
  const changesIn = (from: number, to: number): ClockChange[] => {
    const found: ClockChange[] = []
    for (let at = from; ; at += BLOCK) {
      const { changes } = blockOf(Math.min(at, to))
      for (const change of changes) {
        if (change.at > from && change.at <= to && found.at(-1) !== change) found.push(change)
      }
      if (at >= to) return found
    }
  }
  return {
    name,
    offsetAt,
    toLocal: (instant) => instant + offsetAt(instant),
    instantsOf: (local) => {
      const early = offsetAt(local - FURTHEST)
      const late = offsetAt(local + FURTHEST)
      if (early === late) return [local - early]
      return [local - early, local - late]
        .filter((instant) => instant + offsetAt(instant) === local)
        .sort((one, other) => one - other)
    },
    gapOf: (local) =>
      changesIn(local - FURTHEST, local + FURTHEST).find(
        ({ at, before, after }) => at + before <= local && local < at + after
      ),
    changesIn
  }
}

/** Looks at each day's beginning; no zone has changed twice within one. */
function findChanges(askOffset: (instant: number) => number, start: number): Block {
  const changes: ClockChange[] = []
  const offset = askOffset(start)
  let known = offset
  for (let from = start; from < start + BLOCK; from += DAY) {
    const to = Math.min(from + DAY, start + BLOCK)
    const next = askOffset(to)
    if (next === known) continue
    const change = { at: findChange(askOffset, from, to), before: known, after: next }
    // A change at the very end belongs to the next block, which begins with it.
    if (change.at < start + BLOCK) changes.push(change)
    known = next
  }
  return { offset, changes }
}

/** The first second in (from, to] at which the offset is no longer that of `from`. */
function findChange(askOffset: (instant: number) => number, from: number, to: number): number {
  const earlier = askOffset(from)
  let before = Math.floor(from / SECOND)
  let after = Math.ceil(to / SECOND)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (askOffset(middle * SECOND) === earlier) before = middle
    else after = middle
  }
  return after * SECOND
}

function offsetsOf(name: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  })
  return (instant) => {
    const whole = Math.floor(instant / SECOND) * SECOND
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
    for (const { type, value } of format.formatToParts(whole)) parts[type] = value
    const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts[type])
    const local = Date.UTC(
      ...([of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')] as const)
    )
    return local - whole
  }
}
