import { ApiError } from '../../api/errors.ts'
import type { Clock } from '../clock.ts'
import type { Host } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import type { Schedule } from '../store/queries/schedules.ts'
import {
  dueSchedules,
  earliestDueSchedule,
  fillSlot,
  forgetOldSlots,
  hasSlot,
  setNextDue
} from '../store/queries/schedules.ts'
import type { WriteDb } from '../store/transaction.ts'
import { inTransaction, reader } from '../store/transaction.ts'
import type { WakeUp } from '../timers/wake-up.ts'
import { startWakeUp } from '../timers/wake-up.ts'
import { executionNameOf, inputOf } from './slot-start.ts'
import type { Timetable } from './timetable.ts'

export interface SchedulerOptions {
  store: Store
  host: Host
  clock: Clock
  log: Log
  timetable: Timetable
}

/** Schedules are taken from the table in portions, so that other work gets its turn in between. */
const PORTION = 50
/** How many slots of a schedule are remembered. */
const KEPT_SLOTS = 1000

const MISSED =
  'Missed: the engine did not run, or the computer slept. Of the missed slots the latest runs.'

/**
 * Starts executions at the times that are due. A due time is a row, so neither sleep nor a crash
 * loses one: what came due in the meantime runs once, for the latest slot; the others are noted.
 */
export function startScheduler(options: SchedulerOptions): WakeUp {
  const { store, clock, log } = options
  return startWakeUp({
    clock,
    log,
    nextDueAt: () => earliestDueSchedule(reader(store)),
    onDue: (now) => {
      for (const schedule of dueSchedules(reader(store), now, PORTION)) {
        inTransaction(store, (write) => runDue(write, schedule, now, options))
      }
    }
  })
}

function runDue(
  write: WriteDb,
  schedule: Schedule,
  now: number,
  { host, log, timetable }: SchedulerOptions
): void {
  const first = schedule.nextDueAt ?? now
  const { latest, missed, hasMore } = timetable.due(schedule, first, now)
  for (const slotAt of missed) {
    fillSlot(write, schedule.id, { slotAt, status: 'SKIPPED', reason: MISSED })
  }
  if (hasMore) {
    log.warn('A schedule missed more slots than are noted one by one', { schedule: schedule.name })
  }
  // A clock that was set back does not start a slot twice.
  if (!hasSlot(write, schedule.id, latest)) startSlot(write, schedule, latest, { host, log })
  forgetOldSlots(write, schedule.id, KEPT_SLOTS)
  setNextDue(write, schedule.id, timetable.next(schedule, now))
  write.notify({ type: 'schedule', name: schedule.name })
}

function startSlot(
  write: WriteDb,
  schedule: Schedule,
  slotAt: number,
  { host, log }: Pick<SchedulerOptions, 'host' | 'log'>
): void {
  const name = executionNameOf(schedule.name, slotAt)
  try {
    const { executionArn } = host.start(write, {
      stateMachineArn: schedule.stateMachineArn,
      name,
      input: inputOf(schedule, slotAt, name)
    })
    fillSlot(write, schedule.id, { slotAt, status: 'RUN', executionArn })
  } catch (error) {
    // A refusal is what came of this slot; anything else is a bug and stops the step.
    if (!(error instanceof ApiError)) throw error
    log.warn('A schedule could not start its state machine', {
      schedule: schedule.name,
      error: error.message
    })
    fillSlot(write, schedule.id, { slotAt, status: 'SKIPPED', reason: error.message })
  }
}
