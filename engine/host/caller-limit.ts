import { ApiError } from '../../api/errors.ts'
import type { WriteDb } from '../store/transaction.ts'

type Enqueue = <T>(work: (write: WriteDb) => T, line?: string) => Promise<T>

/** A caller that comes after so many others have not been answered is told to come again. */
export const MOST_CALLERS_WAITING = 10_000

/**
 * Bounds the work of callers that waits for its commit; the engine's own work is bounded by what it has
 * begun, and must never be refused. Rejects with ApiError ThrottlingException, nothing done.
 */
export function limitCallers(enqueue: Enqueue): Enqueue {
  let waiting = 0
  const leave = (): void => void (waiting -= 1)
  return (work, line) => {
    if (waiting >= MOST_CALLERS_WAITING) return Promise.reject(tooMany())
    waiting += 1
    const done = enqueue(work, line)
    done.then(leave, leave)
    return done
  }
}

function tooMany(): ApiError {
  return new ApiError(
    'ThrottlingException',
    `Rate exceeded: ${String(MOST_CALLERS_WAITING)} requests wait to be stored. Nothing of this one was done: try again in a moment.`
  )
}
