import type { Clock } from '../../engine/clock.ts'

export interface SteppedClock extends Clock {
  /**
   * Moves time on and calls what becomes due, in order, letting the engine finish its turn of
   * work after each call-back.
   */
  advance: (milliseconds: number) => Promise<void>
  /** Moves the wall clock alone, as a machine's sleep does. */
  sleep: (milliseconds: number) => void
}

/** Several turns of the event loop: enough for queued work to be committed and acted upon. */
export async function letRun(turns = 10): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** A clock that stands still until told. Starts at 2026-01-01T00:00:00Z. */
export function createSteppedClock(startsAt = Date.UTC(2026, 0, 1)): SteppedClock {
  let monotonic = 0
  let offset = startsAt
  const waiting = new Set<{ at: number; callback: () => void }>()
  const earliest = () => [...waiting].sort((a, b) => a.at - b.at)[0]
  return {
    now: () => offset + monotonic,
    monotonic: () => monotonic,
    after: (milliseconds, callback) => {
      const entry = { at: monotonic + Math.max(0, milliseconds), callback }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
    advance: async (milliseconds) => {
      const end = monotonic + milliseconds
      await letRun()
      for (let next = earliest(); next && next.at <= end; next = earliest()) {
        monotonic = Math.max(monotonic, next.at)
        waiting.delete(next)
        next.callback()
        await letRun()
      }
      monotonic = end
    },
    sleep: (milliseconds) => {
      offset += milliseconds
    }
  }
}
