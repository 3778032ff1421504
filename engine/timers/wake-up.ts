import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

export interface WakeUpOptions {
  clock: Clock
  /** When the earliest row is due (milliseconds since the epoch); undefined: none. */
  nextDueAt: () => number | undefined
  /**
   * Does what is due by `now`, or a portion of it: what is left is asked for again at once. It must
   * make progress or throw. The next look at the rows is taken once its promise has settled.
   */
  onDue: (now: number) => void | Promise<void>
  log: Log
}

export interface WakeUp {
  /** The rows have changed: looks again when the earliest is due. Cheap; call it after each commit. */
  check: () => void
  stop: () => void
}

/** A laptop's sleep stops the timers' clock but not the wall clock: it is looked at this often. */
const LONGEST_WAIT_MILLISECONDS = 30_000
/** Pause after an `onDue` that has failed. */
const PAUSE_MILLISECONDS = 1000

/**
 * One timer for the earliest of many due rows.
 *
 * @example
 * const wakeUp = startWakeUp({ clock, nextDueAt: () => earliest(reader(store)), onDue: fire, log })
 * write.afterCommit(() => wakeUp.check())
 */
export function startWakeUp({ clock, nextDueAt, onDue, log }: WakeUpOptions): WakeUp {
  let cancel: (() => void) | undefined
  let isBusy = false
  let isStopped = false

  const arm = (leastMilliseconds: number): void => {
    cancel?.()
    cancel = undefined
    const dueAt = nextDueAt()
    if (dueAt === undefined) return
    const wait = Math.max(leastMilliseconds, dueAt - clock.now())
    cancel = clock.after(Math.min(wait, LONGEST_WAIT_MILLISECONDS), tick)
  }

  const settle = (hasFailed: boolean): void => {
    isBusy = false
    if (isStopped) return
    try {
      arm(hasFailed ? PAUSE_MILLISECONDS : 0)
    } catch (error) {
      log.error('Cannot read what is due next; trying again', { error: String(error) })
      cancel = clock.after(PAUSE_MILLISECONDS, tick)
    }
  }

  const tick = (): void => {
    cancel = undefined
    const now = clock.now()
    isBusy = true
    void (async () => {
      let hasFailed = false
      try {
        const dueAt = nextDueAt()
        if (dueAt !== undefined && dueAt <= now) {
          await onDue(now)
        }
      } catch (error) {
        hasFailed = true
        log.error('Work that was due has failed; trying again', { error: String(error) })
      }
      settle(hasFailed)
    })()
  }

  const check = (): void => {
    if (!isBusy && !isStopped) settle(false)
  }
  check()
  return {
    check,
    stop: () => {
      isStopped = true
      cancel?.()
    }
  }
}
