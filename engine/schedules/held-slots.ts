import type { Slot } from '../store/queries/schedule-slots.ts'
import {
  earliestHeldExpiry,
  findSlot,
  heldSlots,
  putSlot
} from '../store/queries/schedule-slots.ts'
import type { Schedule } from '../store/queries/schedules.ts'
import { findScheduleById, hasNetworkCondition } from '../store/queries/schedules.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import { DEFAULT_CAP, DEFAULT_CATCH_UP_WINDOW } from './late-slots.ts'
import type { ScheduleParts } from './parts.ts'
import type { SlotToStart } from './starts.ts'

type Take = (write: WriteDb, schedule: Schedule, slot: SlotToStart) => Slot

/** Conditions of schedules: what becomes of a slot while the computer is in another state than is asked for. */
export class HeldSlots {
  readonly #parts: ScheduleParts
  #take: Take | undefined
  #forget: (() => void) | undefined

  constructor(parts: ScheduleParts) {
    this.#parts = parts
  }

  /** The row of a slot that may not start now; undefined: it may. What a person asks for may always. */
  holdBack(write: WriteDb, schedule: Schedule, slot: SlotToStart): Slot | undefined {
    const { conditions: wanted, waitsForConditions, catchUpWindow } = schedule.more
    if (!wanted || (slot.cause !== 'SCHEDULED' && slot.cause !== 'CATCH_UP')) return undefined
    const found = this.#parts.conditions.check(wanted)
    if (found.isMet) return undefined
    const unmet = { ...slot, reason: 'CONDITIONS_UNMET', error: found.reason } as const
    const { dueAt = slot.slotAt } = slot
    const expiresAt = dueAt + (catchUpWindow ?? DEFAULT_CATCH_UP_WINDOW)
    const row: Slot = waitsForConditions
      ? { ...unmet, status: 'HELD', expiresAt }
      : { ...unmet, status: 'SKIPPED' }
    putSlot(write, schedule.id, row)
    write.notify({ type: 'schedule', name: schedule.name })
    if (!waitsForConditions) return row
    this.#makeRoom(write, schedule)
    write.afterCommit(() => this.check())
    return row
  }

  /** Begins to start what is held. */
  start(take: Take): void {
    this.#take = take
    this.careForNetwork()
    this.check()
  }

  stop(): void {
    this.#take = undefined
    this.#forget?.()
    this.#forget = undefined
  }

  /** A schedule with the condition may have come or gone. */
  careForNetwork(): void {
    const { conditions, store } = this.#parts
    conditions.careForNetwork('schedules', hasNetworkCondition(reader(store)))
  }

  /** Schedules or slots have changed. Nobody looks at the computer's state for nothing. */
  check(): void {
    const { conditions, store } = this.#parts
    if (this.#take && earliestHeldExpiry(reader(store)) !== undefined) {
      this.#forget ??= conditions.onChange(() => this.startAll())
      return
    }
    this.#forget?.()
    this.#forget = undefined
  }

  /** Notes those that have waited for too long. */
  expire(write: WriteDb, now: number): void {
    for (const slot of heldSlots(write)) {
      if ((slot.expiresAt ?? now) > now) continue
      putSlot(write, slot.scheduleId, { ...slot, status: 'MISSED' })
      const schedule = findScheduleById(write, slot.scheduleId)
      if (schedule) write.notify({ type: 'schedule', name: schedule.name })
    }
    write.afterCommit(() => this.check())
  }

  /** Starts those whose conditions are met: the computer has changed, or a schedule. */
  startAll(): void {
    const { host, log, store } = this.#parts
    if (!this.#take || earliestHeldExpiry(reader(store)) === undefined) return
    host
      .persist((write) => {
        for (const { scheduleId, slotAt } of heldSlots(write))
          this.#release(write, scheduleId, slotAt)
      })
      .then(() => this.check())
      .catch((error: unknown) => log.error('Held slots could not start', { error: String(error) }))
  }

  #release(write: WriteDb, scheduleId: number, slotAt: number): void {
    const { clock, conditions } = this.#parts
    const schedule = findScheduleById(write, scheduleId)
    const slot = findSlot(write, scheduleId, slotAt)
    if (!schedule || slot?.status !== 'HELD' || (slot.expiresAt ?? 0) <= clock.now()) return
    const { conditions: wanted } = schedule.more
    if (wanted && !conditions.check(wanted).isMet) return
    this.#take?.(write, schedule, slot)
  }

  /** Of several that wait the latest starts, as after a sleep; with ALL the latest up to its cap. */
  #makeRoom(write: WriteDb, { id, more: { missed } }: Schedule): void {
    const kept = missed?.mode === 'ALL' ? (missed.cap ?? DEFAULT_CAP) : 1
    for (const slot of heldSlots(write, id).slice(0, -kept)) {
      putSlot(write, id, { ...slot, status: 'MISSED' })
    }
  }
}
