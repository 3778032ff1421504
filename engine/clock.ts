/** The engine's only reader of time; tests hand in a stepped one. */
export interface Clock {
  /** Wall clock: milliseconds since the Unix epoch. */
  now: () => number
  /** Milliseconds that only grow, unmoved by changes of the wall clock. */
  monotonic: () => number
  /** Calls back once after `milliseconds` of monotonic time; the answer cancels it. */
  after: (milliseconds: number, callback: () => void) => () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  }
}
