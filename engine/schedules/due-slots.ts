import type { Slot, SlotReason } from '../store/queries/schedule-slots.ts'
import { findSlot, putSlot, takeMissedAfter } from '../store/queries/schedule-slots.ts'
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
    if (early) putIfNew(write, schedule, { ...missed, ...rowOf(early) })
    for (const slotAt of recent) putIfNew(write, schedule, { ...missed, slotAt })
  }

  /** The clock was set back: what was said of times to come is taken back, but for starts. */
  takeBack(write: WriteDb, schedule: Schedule, now: number): void {
    for (const { firstAt, reason, absenceId } of takeMissedAfter(write, schedule.id, now)) {
      if (firstAt === undefined || firstAt > now || !reason) continue
      const absence = absenceId === undefined ? {} : { absenceId }
      this.noteMissed(write, schedule, { after: firstAt - 1, until: now, reason, ...absence })
    }
    setLastSlot(write, schedule.id, now)
    this.setNext(write, schedule, now)
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
      putIfNew(write, schedule, { ...fate, ...rowOf(early) })
    }
    for (const verdict of judgeSlots(due, now, schedule.more)) {
      this.#carryOut(write, schedule, verdict, now)
    }
    noteDecidedSlot(write, schedule.id, due.at(-1)?.slotAt ?? early?.last ?? first)
    write.notify({ type: 'schedule', name: schedule.name })
  }

  #carryOut(write: WriteDb, schedule: Schedule, verdict: Verdict, now: number): void {
    const { slotAt, dueAt } = verdict
    if (findSlot(write, schedule.id, slotAt)) return
    const slot = dueSlot(slotAt, dueAt)
    if (verdict.fate === 'missed') {
      const late = this.#lateFor(slotAt)
      const reason = verdict.reason ?? late.reason
      putSlot(write, schedule.id, { ...slot, ...late, reason, status: 'MISSED' })
      return
    }
    const late = verdict.isLate ? ({ ...this.#lateFor(slotAt), cause: 'CATCH_UP' } as const) : {}
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
  #lateFor(slotAt: number): MissedRange {
    const absence = this.#parts.presence.absenceAt(slotAt)
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

type SlotStretch = { first: number; last: number; count: number; isLeast: boolean }

function putIfNew(write: WriteDb, schedule: Schedule, slot: Slot): void {
  if (!findSlot(write, schedule.id, slot.slotAt)) putSlot(write, schedule.id, slot)
}
