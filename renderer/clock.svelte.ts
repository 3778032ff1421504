import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'

/** The present, for markup that shows ages and running durations: re-reads itself while shown. */
export class Clock {
  readonly #subscribe: () => void

  /** @param intervalMilliseconds how often readers are told that time has passed */
  constructor(intervalMilliseconds: number) {
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, intervalMilliseconds)
      return () => clearInterval(timer)
    })
  }

  /** Seconds since the epoch. */
  get now(): number {
    this.#subscribe()
    return Date.now() / 1000
  }
}

/** The clock of the component tree: ticks once a second, and only while something reads it. */
export const [useClock, provideClock] = createContext<Clock>()
