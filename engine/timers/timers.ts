import type { Clock } from '../clock.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import type { TimerKey } from '../store/queries/timers.ts'
import { deleteTimer, dueTimers, isTimerDue, nextTimerDueAt } from '../store/queries/timers.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import type { ClockJumps } from './clock-jumps.ts'
import type { WakeUp } from './wake-up.ts'
import { startWakeUp } from './wake-up.ts'

/** So many due timers are fired at once, then the next look is taken. */
const BATCH = 500

export interface TimersOptions {
  store: Store
  host: HostControl
  clock: Clock
  log: Log
  clockJumps: ClockJumps
}

/** Fires the timers of executions: waits, retries, time-outs and missed heartbeats. */
export function startTimers({ store, host, clock, log, clockJumps }: TimersOptions): WakeUp {
  const fire = (write: WriteDb, timer: TimerKey): void => {
    // It may have been cancelled, or moved by a heartbeat, since it was read.
    if (!isTimerDue(write, timer, clock.now())) return
    deleteTimer(write, timer)
    const { executionId, timerId } = timer
    host.apply(write, executionId, { type: 'timer-fired', timerId, ...host.moment() })
  }
  return startWakeUp({
    clock,
    log,
    nextDueAt: () => {
      // Any group moves the timers first; then it is asked again.
      if (clockJumps.hasJumped()) host.persist(() => undefined).catch(() => undefined)
      return nextTimerDueAt(reader(store))
    },
    onDue: async (now) => {
      const due = dueTimers(reader(store), now, BATCH)
      store.reached('timer:due')
      await Promise.all(due.map((timer) => host.persist((write) => fire(write, timer))))
    }
  })
}
