/** Which retrier takes a failure, and how long to wait. Source: spec clause "Retrying after error". */
import type { Retrier } from '../definition.ts'
import { matchesError } from '../errors.ts'
import type { Failure } from '../errors.ts'

const DEFAULT_INTERVAL_SECONDS = 1
const DEFAULT_MAX_ATTEMPTS = 3
const DEFAULT_BACKOFF_RATE = 2
/** AWS's largest IntervalSeconds; a back-off that grows for ever stops here (about three years). */
const LONGEST_DELAY_SECONDS = 99_999_999

export interface RetryDecision {
  /** Position in the state's Retry list; its count is to be raised. */
  retrierIndex: number
  delayMilliseconds: number
}

/** The position of the first retrier that names the failure's error, -1 where there is none. */
export function findRetrier(retriers: readonly Retrier[], failure: Failure): number {
  return retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, failure))
}

/**
 * Decides on a retry. Each retrier has its own count in `counts`; the first one that names the
 * error decides, also by having no attempts left. `fraction` is in [0, 1), for jitter.
 */
export function decideRetry(
  retriers: readonly Retrier[],
  counts: readonly number[],
  failure: Failure,
  fraction: () => number
): RetryDecision | undefined {
  const retrierIndex = findRetrier(retriers, failure)
  const retrier = retriers[retrierIndex]
  if (retrier === undefined) return undefined
  const made = counts[retrierIndex] ?? 0
  if (made >= (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS)) return undefined
  const backoff = (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** made
  const grown = (retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * backoff
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? LONGEST_DELAY_SECONDS)
  const jittered = retrier.JitterStrategy === 'FULL' ? seconds * fraction() : seconds
  return { retrierIndex, delayMilliseconds: Math.round(jittered * 1000) }
}

/** The counts with one more retry for the retrier at `index`. */
export function countRetry(counts: readonly number[], index: number): number[] {
  const next = Array.from(
    { length: Math.max(counts.length, index + 1) },
    (_, at) => counts[at] ?? 0
  )
  next[index] = (next[index] ?? 0) + 1
  return next
}
