/** A month of all schedules, day by day. */
import { ApiError } from '../../api/errors.ts'
import type { SlotReason, SlotStatus } from '../store/queries/schedule-slots.ts'
import { slotsBetween } from '../store/queries/schedule-slots.ts'
import type { Schedule } from '../store/queries/schedules.ts'
import type { ReadDb } from '../store/transaction.ts'
import { timingOf } from './timing-of.ts'
import type { Timetable } from './timing/timetable.ts'
import type { ClockChange, Zone } from './timing/zone.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** So many slots of a month are looked at, of all schedules together. */
const LOOKED_AT = 100_000

export interface MonthSlot {
  name: string
  slotAt: number
  status: SlotStatus | 'UPCOMING'
  reason?: SlotReason
  executionArn?: string
  count: number
}

export interface MonthDay {
  /** Its midnight as if it were UTC. */
  day: number
  change?: ClockChange
  /** By time. */
  slots: MonthSlot[]
  excluded: { name: string; slotAt: number; by: string }[]
  /** Minutes in which more than one schedule is due. */
  clashes: { slotAt: number; names: string[] }[]
}

export interface Month {
  /** `2026-12` */
  month: string
  zone: Zone
  days: MonthDay[]
  isPartial: boolean
}

export interface MonthRequest {
  schedules: readonly Schedule[]
  /** `2026-12`; absent: the current one. */
  month?: string
  timeZone: string
  now: number
}

/** Throws ApiError ValidationException. */
export function readMonth(db: ReadDb, timetable: Timetable, request: MonthRequest): Month {
  const zone = timetable.zone(request.timeZone)
  const month = request.month ?? new Date(zone.toLocal(request.now)).toISOString().slice(0, 7)
  const days = daysOf(month)
  const startOf = (day: number): number =>
    zone.instantsOf(day)[0] ?? zone.gapOf(day)?.at ?? day - zone.offsetAt(day)
  const first = days[0] ?? 0
  const from = startOf(first)
  const to = startOf((days.at(-1) ?? first) + DAY)
  const byDay = new Map<number, MonthDay>(
    days.map((day) => [day, { day, slots: [], excluded: [], clashes: [] }])
  )
  for (const change of zone.changesIn(from - 1, to - 1)) {
    const day = byDay.get(dayOf(change.at + change.before))
    if (day) day.change = change
  }
  const dayAt = (instant: number): MonthDay | undefined => byDay.get(dayOf(zone.toLocal(instant)))
  let left = LOOKED_AT
  for (const schedule of request.schedules) {
    if (left <= 0) break
    for (const slot of pastSlots(db, schedule, from, to)) {
      dayAt(slot.slotAt)?.slots.push(slot)
      left -= 1
    }
    if (!schedule.isEnabled || schedule.nextSlotAt === undefined) continue
    const after = Math.max(from, schedule.nextSlotAt) - 1
    left -= draw({ db, timetable, schedule, after, to, limit: left }, dayAt)
  }
  for (const day of byDay.values()) finish(day)
  return { month, zone, days: [...byDay.values()], isPartial: left <= 0 }
}

function dayOf(local: number): number {
  return Math.floor(local / DAY) * DAY
}

function daysOf(month: string): number[] {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? []
  if (year === undefined) {
    throw new ApiError(
      'ValidationException',
      `Expected Month to be a month such as 2026-12, found '${month}'.`
    )
  }
  const first = Date.UTC(Number(year), Number(number) - 1, 1)
  const count = (Date.UTC(Number(year), Number(number), 1) - first) / DAY
  return Array.from({ length: count }, (_, index) => first + index * DAY)
}

function pastSlots(db: ReadDb, { id, name }: Schedule, from: number, to: number): MonthSlot[] {
  return slotsBetween(db, id, from, to - 1).map((slot) => ({
    ...{ name, slotAt: slot.slotAt, status: slot.status, count: slot.count ?? 1 },
    ...(slot.reason === undefined ? {} : { reason: slot.reason }),
    ...(slot.executionArn === undefined ? {} : { executionArn: slot.executionArn })
  }))
}

interface Drawing {
  db: ReadDb
  timetable: Timetable
  schedule: Schedule
  after: number
  to: number
  limit: number
}

/** Draws what is to come of a schedule; answers how many times were looked at. */
function draw(
  { db, timetable, schedule, after, to, limit }: Drawing,
  dayAt: (instant: number) => MonthDay | undefined
): number {
  const timing = timingOf(db, schedule)
  const { name, remainingRuns = Number.POSITIVE_INFINITY } = schedule
  let looked = 0
  const slotsLeft = Math.min(limit, remainingRuns)
  const exclude = (time: { slotAt: number; by: string }): void => {
    looked += 1
    if (time.slotAt < to) dayAt(time.slotAt)?.excluded.push({ name, ...time })
  }
  let slotAt = timetable.next(timing, after, exclude)
  for (let drawn = 0; slotAt !== undefined && slotAt < to && drawn < slotsLeft; drawn++) {
    dayAt(slotAt)?.slots.push({ name, slotAt, status: 'UPCOMING', count: 1 })
    looked += 1
    slotAt = looked < limit ? timetable.next(timing, slotAt, exclude) : undefined
  }
  return looked
}

function finish(day: MonthDay): void {
  day.slots.sort((one, other) => one.slotAt - other.slotAt || (one.name < other.name ? -1 : 1))
  day.excluded.sort((one, other) => one.slotAt - other.slotAt)
  const minutes = new Map<number, Set<string>>()
  for (const { slotAt, name, count } of day.slots) {
    if (count > 1) continue
    const minute = Math.floor(slotAt / MINUTE) * MINUTE
    const names = minutes.get(minute) ?? new Set()
    minutes.set(minute, names.add(name))
  }
  for (const [slotAt, names] of minutes) {
    if (names.size > 1) day.clashes.push({ slotAt, names: [...names] })
  }
}
