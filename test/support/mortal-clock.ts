import type { Clock } from '../../engine/clock.ts'

export interface MortalClock extends Clock {
  /** Nothing is called back any more, as in a process that was killed. */
  die: () => void
}

/** A clock as one process has it: its timers end with it. */
export function createMortalClock(clock: Clock): MortalClock {
  const cancels = new Set<() => void>()
  let isDead = false
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (milliseconds, callback) => {
      if (isDead) return () => undefined
      const cancel = clock.after(milliseconds, () => {
        cancels.delete(cancel)
        callback()
      })
      cancels.add(cancel)
      return () => {
        cancels.delete(cancel)
        cancel()
      }
    },
    die: () => {
      isDead = true
      for (const cancel of cancels) cancel()
      cancels.clear()
    }
  }
}
