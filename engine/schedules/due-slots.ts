import type { KeyedSlot, Slot, SlotReason } from '../store/queries/schedule-slots.ts'
import {
  deleteSlot,
  findSlot,
  latestSlot,
  putSlot,
  slotsBetween,
  takeMissedAfter
} from '../store/queries/schedule-slots.ts'
import type { Schedule } from '../store/queries/schedules.ts'
import {
  findScheduleById,
  noteDecidedSlot,
  setLastSlot,
  setNextSlot
} from '../store/queries/schedules.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { Verdict } from './late-slots.ts'
import { DEFAULT_CAP, judgeSlots, LATE_MILLISECONDS } from './late-slots.ts'
import type { ScheduleParts } from './parts.ts'
import type { Starts } from './starts.ts'
import { timingOf } from './timing-of.ts'
import type { SlotStretch } from './timing/slots.ts'

/** So many missed slots of an absence are rows of their own; earlier ones share one row. */
const MISSED_ROWS = 50

/** Decides what is due of one schedule. */
export class DueSlots {
  readonly #parts: ScheduleParts
  readonly #starts: Starts

  constructor(parts: ScheduleParts, starts: Starts) {
    this.#parts = parts
    this.#starts = starts
  }

  /** Decides what is due of a schedule by `now`. True: something was missed or made up for. */
  process(write: WriteDb, scheduleId: number, now: number): boolean {
    const schedule = findScheduleById(write, scheduleId)
    const { nextSlotAt, nextDueAt } = schedule ?? {}
    if (!schedule || nextSlotAt === undefined || nextDueAt === undefined) return false
    if (nextDueAt > now) return false
    if (now - nextDueAt > LATE_MILLISECONDS) {
      this.#processLate(write, schedule, nextSlotAt, now)
      return true
    }
    // A clock that was set back does not start a slot twice.
    if (!findSlot(write, scheduleId, nextSlotAt)) {
      this.#starts.take(write, schedule, dueSlot(nextSlotAt, nextDueAt))
    }
    noteDecidedSlot(write, scheduleId, nextSlotAt)
    return false
  }

  /** Finds the next slot after an instant, and stores it with its due time. */
  setNext(write: WriteDb, schedule: Schedule, after: number): void {
    const { timetable } = this.#parts
    const isOver = !schedule.isEnabled || schedule.remainingRuns === 0
    const timing = timingOf(write, schedule)
    const slotAt = isOver ? undefined : timetable.next(timing, after)
    if (slotAt === undefined) setNextSlot(write, schedule.id)
    else setNextSlot(write, schedule.id, { slotAt, dueAt: timetable.dueAt(timing, slotAt) })
  }

  /** Takes a slot that has waited for its moment; late by another absence, it is judged as others are. */
  takeWaiting(write: WriteDb, { scheduleId, slotAt }: KeyedSlot, now: number): void {
    const schedule = findScheduleById(write, scheduleId)
    const slot = findSlot(write, scheduleId, slotAt)
    if (!schedule || slot?.status !== 'WAITING') return
    const { dueAt = slotAt } = slot
    if (now - dueAt <= LATE_MILLISECONDS) {
      this.#starts.take(write, schedule, slot)
      return
    }
    const later = latestSlot(write, scheduleId)?.slotAt ?? slotAt
    const others = later > slotAt ? [{ slotAt: later, dueAt: now }] : []
    const [verdict] = judgeSlots([{ slotAt, dueAt }, ...others], now, schedule.more)
    deleteSlot(write, scheduleId, slotAt)
    if (verdict) this.#carryOut(write, schedule, verdict, now)
  }

  /** From now on it is as it is set: what is lived again, should the clock be set back, is this setting's. */
  beginAt(write: WriteDb, schedule: Schedule, now: number): void {
    setLastSlot(write, schedule.id, now)
    this.setNext(write, schedule, now)
  }

  /** A slot whose time has come, and which waits for its moment within the flexible window, outlives an edit. */
  keepComing(write: WriteDb, { id, nextSlotAt, nextDueAt }: Schedule, now: number): void {
    if (nextSlotAt === undefined || nextDueAt === undefined) return
    if (nextSlotAt > now || nextDueAt <= now || findSlot(write, id, nextSlotAt)) return
    putSlot(write, id, { ...dueSlot(nextSlotAt, nextDueAt), status: 'WAITING' })
  }

  /** Notes the slots after `after`, up to `until`, as missed. */
  noteMissed(
    write: WriteDb,
    schedule: Schedule,
    { after, until, ...fate }: MissedRange & { after: number; until: number }
  ): void {
    const { timetable } = this.#parts
    const timing = timingOf(write, schedule)
    const first = timetable.next(timing, after)
    if (first === undefined || first > until) return
    const { early, recent } = timetable.due(timing, { first, until, limit: MISSED_ROWS })
    const missed = { status: 'MISSED', cause: 'SCHEDULED', ...fate } as const
    if (early) this.#noteMany(write, schedule, early, missed)
    for (const slotAt of recent) putIfNew(write, schedule, { ...missed, slotAt })
  }

  /** The clock was set back: what was said of times to come is taken back, but for starts. */
  takeBack(write: WriteDb, schedule: Schedule, now: number): void {
    for (const { firstAt, reason, absenceId } of takeMissedAfter(write, schedule.id, now)) {
      if (firstAt === undefined || firstAt > now || !reason) continue
      const absence = absenceId === undefined ? {} : { absenceId }
      this.noteMissed(write, schedule, { after: firstAt - 1, until: now, reason, ...absence })
    }
    this.beginAt(write, schedule, now)
  }

  #processLate(write: WriteDb, schedule: Schedule, first: number, now: number): void {
    const { timetable } = this.#parts
    const timing = timingOf(write, schedule)
    const { missed } = schedule.more
    const limit = Math.max(MISSED_ROWS, missed?.mode === 'ALL' ? (missed.cap ?? DEFAULT_CAP) : 0)
    const { early, recent } = timetable.due(timing, { first, until: now, limit })
    const due = recent
      .map((slotAt) => ({ slotAt, dueAt: timetable.dueAt(timing, slotAt) }))
      .filter(({ dueAt }) => dueAt <= now)
    if (early) {
      const fate = { status: 'MISSED', cause: 'SCHEDULED', ...this.#lateFor(early.last) } as const
      this.#noteMany(write, schedule, early, fate)
    }
    for (const verdict of judgeSlots(due, now, schedule.more)) {
      this.#carryOut(write, schedule, verdict, now)
    }
    noteDecidedSlot(write, schedule.id, due.at(-1)?.slotAt ?? early?.last ?? first)
    write.notify({ type: 'schedule', name: schedule.name })
  }

  /** A row for many; several, where slots between them have rows: the clock was set back since. */
  #noteMany(
    write: WriteDb,
    schedule: Schedule,
    many: SlotStretch,
    fate: Pick<Slot, 'status' | 'cause' | 'reason' | 'absenceId'>
  ): void {
    const known = slotsBetween(write, schedule.id, many.first, many.last)
    if (known.length === 0) {
      putSlot(write, schedule.id, { ...fate, ...rowOf(many) })
      return
    }
    const timing = timingOf(write, schedule)
    let after = many.first - 1
    for (const { slotAt, firstAt = slotAt } of [...known, { slotAt: many.last + 1 }]) {
      const part = this.#parts.timetable.stretch(timing, { after, until: firstAt - 1 })
      if (part) putSlot(write, schedule.id, { ...fate, ...rowOf(part) })
      after = slotAt
    }
  }

  #carryOut(write: WriteDb, schedule: Schedule, verdict: Verdict, now: number): void {
    const { slotAt, dueAt } = verdict
    if (findSlot(write, schedule.id, slotAt)) return
    const slot = dueSlot(slotAt, dueAt)
    if (verdict.fate === 'missed') {
      const late = this.#lateFor(dueAt)
      const reason = verdict.reason ?? late.reason
      putSlot(write, schedule.id, { ...slot, ...late, reason, status: 'MISSED' })
      return
    }
    const late = verdict.isLate ? ({ ...this.#lateFor(dueAt), cause: 'CATCH_UP' } as const) : {}
    if (verdict.startAt > now) {
      putSlot(write, schedule.id, { ...slot, ...late, dueAt: verdict.startAt, status: 'WAITING' })
      return
    }
    // Read anew: the slot before may have used up its runs, or paused it.
    const current = findScheduleById(write, schedule.id)
    if (!current) return
    if (current.isEnabled) this.#starts.take(write, current, { ...slot, ...late })
    else putSlot(write, schedule.id, { ...slot, ...late, status: 'MISSED', reason: 'PAUSED' })
  }

  /** Why a slot is late, and the absence whose digest names it. */
  #lateFor(dueAt: number): MissedRange {
    const absence = this.#parts.presence.absenceAt(dueAt)
    return absence ? { reason: absence.kind, absenceId: absence.id } : { reason: 'DELAYED' }
  }
}

interface MissedRange {
  reason: SlotReason
  absenceId?: number
}

function dueSlot(slotAt: number, dueAt: number) {
  return { slotAt, cause: 'SCHEDULED', ...(dueAt === slotAt ? {} : { dueAt }) } as const
}

function rowOf({ first, last, count, isLeast }: SlotStretch) {
  return { slotAt: last, firstAt: first, count, isLeast }
}

function putIfNew(write: WriteDb, schedule: Schedule, slot: Slot): void {
  if (!findSlot(write, schedule.id, slot.slotAt)) putSlot(write, schedule.id, slot)
}
