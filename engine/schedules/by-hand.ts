import { ApiError } from '../../api/errors.ts'
import type { KeyedSlot, Slot } from '../store/queries/schedule-slots.ts'
import { deleteSlot, findSlot, putSlot, stretchesBetween } from '../store/queries/schedule-slots.ts'
import type { OverlapPolicy, Schedule } from '../store/queries/schedules.ts'
import { findScheduleById } from '../store/queries/schedules.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { DueSlots } from './due-slots.ts'
import type { ScheduleParts } from './parts.ts'
import type { Schedules } from './schedules.ts'
import type { SlotToStart, Starts } from './starts.ts'
import { timingOf } from './timing-of.ts'

/** So many slots one backfill may start. */
const LONGEST_BACKFILL = 1000

export interface ByHandOptions extends ScheduleParts {
  schedules: Schedules
  starts: Starts
  dueSlots: DueSlots
  onChange: () => void
}

const opened = new Set(['RAN', 'WAITING', 'BUFFERED'])

/** Starts that a person asks for, besides the schedule's own. All throw ApiError. */
export class ByHand {
  readonly #options: ByHandOptions

  constructor(options: ByHandOptions) {
    this.#options = options
  }

  /** Starts it now. */
  trigger(write: WriteDb, name: string, overlap: OverlapPolicy = 'ALLOW_ALL'): Slot {
    const { clock, machines, schedules } = this.#options
    const schedule = schedules.find(write, name)
    machines.find(write, schedule.stateMachineArn)
    let slotAt = clock.now()
    while (findSlot(write, schedule.id, slotAt)) slotAt += 1
    return this.#take(write, schedule, { slotAt, cause: 'TRIGGERED', overlap })
  }

  /** Starts the slots of a range that have not run. */
  backfill(
    write: WriteDb,
    name: string,
    { from, to, overlap = 'BUFFER_ALL' }: { from: number; to: number; overlap?: OverlapPolicy }
  ): { slots: number; alreadyRan: number } {
    const schedule = this.#options.schedules.find(write, name)
    const until = Math.min(to, this.#options.clock.now())
    const slots = this.#slotsToFill(write, schedule, { from, until })
    let alreadyRan = 0
    for (const slotAt of slots) {
      const found = findSlot(write, schedule.id, slotAt)
      if (found && opened.has(found.status)) {
        alreadyRan += 1
        continue
      }
      const current = findScheduleById(write, schedule.id) ?? schedule
      const absence = found?.absenceId === undefined ? {} : { absenceId: found.absenceId }
      this.#take(write, current, { slotAt, cause: 'BACKFILL', overlap, ...absence })
    }
    return { slots: slots.length - alreadyRan, alreadyRan }
  }

  /** Runs a slot that did not. Throws SlotDoesNotExist, ValidationException. */
  run(write: WriteDb, name: string, slotAt: number): Slot {
    const schedule = this.#options.schedules.find(write, name)
    const slot = slotOf(write, schedule, slotAt)
    if (opened.has(slot.status)) {
      throw refused(schedule, slot, slot.status === 'RAN' ? 'has run' : 'waits to be started')
    }
    if ((slot.count ?? 1) > 1) {
      throw refused(schedule, slot, 'is a row of many: run those that you want by BackfillSchedule')
    }
    const { absenceId, dueAt } = slot
    return this.#take(write, schedule, {
      ...{ slotAt, cause: 'RUN_BY_HAND', overlap: 'ALLOW_ALL' },
      ...(absenceId === undefined ? {} : { absenceId }),
      ...(dueAt === undefined ? {} : { dueAt })
    })
  }

  /** Decides that a slot shall not run. Throws SlotDoesNotExist, ValidationException. */
  drop(write: WriteDb, name: string, slotAt: number): Slot {
    const schedule = this.#options.schedules.find(write, name)
    const slot = slotOf(write, schedule, slotAt)
    if (slot.status === 'RAN') throw refused(schedule, slot, 'has run')
    const dropped: Slot = { ...slot, status: 'DROPPED', reason: 'DROPPED_BY_USER' }
    putSlot(write, schedule.id, dropped)
    write.notify({ type: 'schedule', name })
    return dropped
  }

  #take(write: WriteDb, schedule: Schedule, slot: SlotToStart): Slot {
    write.afterCommit(this.#options.onChange)
    return this.#options.starts.take(write, schedule, slot)
  }

  #slotsToFill(
    write: WriteDb,
    schedule: Schedule,
    { from, until }: { from: number; until: number }
  ): number[] {
    const range = { after: from - 1, until, limit: LONGEST_BACKFILL + 1 }
    const slots = this.#options.timetable.slots(timingOf(write, schedule), range)
    if (slots.length > LONGEST_BACKFILL) {
      throw new ApiError(
        'ValidationException',
        `Expected at most ${String(LONGEST_BACKFILL)} slots between StartTime and EndTime, found more. Backfill it in parts.`
      )
    }
    for (const stretch of stretchesBetween(write, schedule.id, from, until)) {
      this.#carveOut(write, schedule, stretch, { from, until })
    }
    return slots
  }

  /** A row for many that has slots of the range becomes what is left of it on both sides. */
  #carveOut(
    write: WriteDb,
    schedule: Schedule,
    stretch: KeyedSlot,
    { from, until }: { from: number; until: number }
  ): void {
    const { firstAt = stretch.slotAt, slotAt, reason, absenceId } = stretch
    if (stretch.status !== 'MISSED' || !reason) return
    deleteSlot(write, schedule.id, slotAt)
    const fate = { reason, ...(absenceId === undefined ? {} : { absenceId }) }
    const { dueSlots } = this.#options
    dueSlots.noteMissed(write, schedule, { after: firstAt - 1, until: from - 1, ...fate })
    dueSlots.noteMissed(write, schedule, { after: until, until: slotAt, ...fate })
  }
}

function slotOf(write: WriteDb, schedule: Schedule, slotAt: number): KeyedSlot {
  const found = findSlot(write, schedule.id, slotAt)
  if (found) return found
  throw new ApiError(
    'SlotDoesNotExist',
    `Schedule ${schedule.name} has no slot at ${new Date(slotAt).toISOString()}. ListSlots has them; BackfillSchedule starts times that have none.`
  )
}

function refused({ name }: Schedule, { slotAt }: Slot, why: string): ApiError {
  return new ApiError(
    'ValidationException',
    `The slot ${new Date(slotAt).toISOString()} of the schedule ${name} ${why}.`
  )
}
