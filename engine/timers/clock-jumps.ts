import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import { isDamaged } from '../store/storage-error.ts'
import { lastSeenAt } from '../store/queries/absences.ts'
import { newestEventAt } from '../store/queries/history.ts'
import { shiftTimers } from '../store/queries/timers.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'

/** Smaller steps than this are those of a time service: what is due comes so much later. */
const LEAST_STEP_MILLISECONDS = 1000

export interface ClockJumps {
  /** The wall clock was set back, and timers do not know yet. */
  hasJumped: () => boolean
  /**
   * Call it before timers are stored, moved or judged: those that count from a moment (all but a
   * Wait's Timestamp) are moved with the wall clock, so that they are due when they would have been.
   */
  settle: (write: WriteDb) => void
}

export interface ClockJumpOptions {
  store: Store
  clock: Clock
  log: Log
  timersChanged: () => void
}

/**
 * A wall clock that is set back would hold up each Wait, retry and time-out by as much. One that
 * leaps ahead cannot be told from a sleep of the computer, which time passes in.
 */
export function createClockJumps({
  store,
  clock,
  log,
  timersChanged
}: ClockJumpOptions): ClockJumps {
  const offset = (): number => clock.now() - clock.monotonic()
  // What the last run has seen is the past: a clock that stands before it was set back meanwhile.
  let known = Math.max(offset(), lastSeen(store) - clock.monotonic())
  return {
    hasJumped: () => known - offset() >= LEAST_STEP_MILLISECONDS,
    settle: (write) => {
      const before = known
      const step = offset() - known
      known += step
      if (step > -LEAST_STEP_MILLISECONDS) return
      const count = shiftTimers(write, step)
      write.afterRollback(() => {
        known = before
      })
      write.afterCommit(() => {
        log.warn('The clock was set back; timers were moved along', { milliseconds: -step, count })
        timersChanged()
      })
    }
  }
}

function lastSeen(store: Store): number {
  const db = reader(store)
  try {
    return Math.max(lastSeenAt(db) ?? 0, newestEventAt(db) ?? 0)
  } catch (error) {
    // The check that follows the start finds the damage and says what can be done.
    if (isDamaged(error)) return 0
    throw error
  }
}
