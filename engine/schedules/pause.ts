import { openSlots, putSlot } from '../store/queries/schedule-slots.ts'
import type { Pause, Schedule } from '../store/queries/schedules.ts'
import { setNextSlot, setPause } from '../store/queries/schedules.ts'
import type { WriteDb } from '../store/transaction.ts'

/** Disables a schedule: it is not due any more, and what waits does not start, but for what a person has asked for. */
export function pauseSchedule(write: WriteDb, schedule: Schedule, pause: Pause): void {
  for (const slot of openSlots(write, schedule.id)) {
    if (slot.cause !== 'SCHEDULED' && slot.cause !== 'CATCH_UP') continue
    putSlot(write, schedule.id, { ...slot, status: 'MISSED', reason: 'PAUSED' })
  }
  setPause(write, schedule.id, pause)
  setNextSlot(write, schedule.id)
  write.notify({ type: 'schedule', name: schedule.name })
}
