/** Everything about schedules, composed. */
import type { WriteDb } from '../store/transaction.ts'
import type { WakeUp } from '../timers/wake-up.ts'
import { ByHand } from './by-hand.ts'
import type { Calendars } from './calendars.ts'
import { createCalendars } from './calendars.ts'
import { DueSlots } from './due-slots.ts'
import type { ScheduleParts } from './parts.ts'
import { startScheduler } from './scheduler.ts'
import { HeldSlots } from './held-slots.ts'
import { Schedules } from './schedules.ts'
import type { SlotInputs } from './slot-input.ts'
import { createSlotInputs } from './slot-input.ts'
import { Starts } from './starts.ts'
import type { Timetable } from './timing/timetable.ts'
import { createTimetable } from './timing/timetable.ts'

export interface Scheduling {
  /** What the API's handlers need. */
  services: {
    schedules: Schedules
    byHand: ByHand
    calendars: Calendars
    timetable: Timetable
    slotInputs: SlotInputs
  }
  /** Inside the transaction that ends an execution. */
  executionEnded: (write: WriteDb, executionId: number) => void
  /** Begins to start what is due. */
  start: () => void
  stop: () => void
}

export interface SchedulingOptions extends Omit<ScheduleParts, 'timetable' | 'inputs'> {
  /** Told of each portion of due schedules before its first start; for benchmarks. */
  onDispatch?: (count: number) => void
}

export function createScheduling(options: SchedulingOptions): Scheduling {
  const timetable = createTimetable()
  const slotInputs = createSlotInputs()
  const parts: ScheduleParts = { ...options, timetable, inputs: slotInputs }
  let scheduler: WakeUp | undefined
  const onReady = (): void => scheduler?.check()
  const held = new HeldSlots(parts)
  const starts = new Starts(parts, held, onReady)
  const onChange = (): void => {
    held.startAll()
    onReady()
  }
  const dueSlots = new DueSlots(parts, starts)
  const schedules = new Schedules({ ...parts, dueSlots, held, onChange })
  return {
    services: {
      ...{ schedules, timetable, slotInputs },
      byHand: new ByHand({ ...parts, schedules, starts, dueSlots, onChange }),
      calendars: createCalendars({ ...parts, schedules })
    },
    executionEnded: (write, executionId) => starts.executionEnded(write, executionId),
    start: () => {
      scheduler = startScheduler({ ...options, ...parts, dueSlots, starts, held })
    },
    stop: () => scheduler?.stop()
  }
}
