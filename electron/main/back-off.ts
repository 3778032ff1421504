/** Pauses between restarts of a crashing engine: 0.5 s, then twice as long each time, at most 30 s. */
const FIRST_PAUSE_MILLISECONDS = 500
const LONGEST_PAUSE_MILLISECONDS = 30_000
/** An engine that has run this long was healthy: its next crash counts as the first. */
const HEALTHY_MILLISECONDS = 60_000

/**
 * How long to wait before the next start, and how many crashes now count.
 *
 * @example
 * nextPause({ crashes: 0, ranMilliseconds: 20 }) // { crashes: 1, pauseMilliseconds: 500 }
 */
export function nextPause(last: { crashes: number; ranMilliseconds: number }): {
  crashes: number
  pauseMilliseconds: number
} {
  const crashes = last.ranMilliseconds >= HEALTHY_MILLISECONDS ? 1 : last.crashes + 1
  const pause = FIRST_PAUSE_MILLISECONDS * 2 ** (crashes - 1)
  return { crashes, pauseMilliseconds: Math.min(pause, LONGEST_PAUSE_MILLISECONDS) }
}
