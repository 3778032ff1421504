import { ApiError } from '../../api/errors.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import { isDamaged, isStorageUnavailable } from '../store/storage-error.ts'
import type { WriteDb } from '../store/transaction.ts'
import { inTransaction } from '../store/transaction.ts'

/** What is done with a unit of work while the disk refuses: callers are told, our own work waits. */
export type WhenRefused = 'reject' | 'retry'

export interface GroupCommit {
  /**
   * Queues a unit of work for the next group. Resolves after the group's commit; rejects with what
   * `work` throws, or (`reject`) with ApiError ServiceUnavailable where nothing can be stored.
   */
  enqueue: <T>(work: (write: WriteDb) => T, whenRefused?: WhenRefused) => Promise<T>
  /** Commits what is queued, then refuses all else. */
  stop: () => Promise<void>
}

export interface GroupCommitOptions {
  store: Store
  clock: Clock
  log: Log
  /** The database has turned out to be damaged: nothing is written any more. */
  onDamaged: (error: unknown) => void
}

interface Unit {
  work: (write: WriteDb) => unknown
  whenRefused: WhenRefused
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** A group takes no new unit after this: others are waiting for its commit, and the event loop too. */
const LONGEST_GROUP_MILLISECONDS = 8
const BACK_OFF_MILLISECONDS = [100, 200, 500, 1000, 2000, 5000]

/**
 * Group commit: all units that are queued in one turn of the event loop share one transaction, so
 * that a sync of the disk is paid once for many. Units run in order of queueing.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { store, clock, log } = options
  let queue: Unit[] = []
  let isScheduled = false
  let isStopped = false
  let failures = 0
  let onIdle: (() => void) | undefined

  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    setImmediate(flush)
  }

  const runGroup = (): (() => void)[] => {
    const answers: (() => void)[] = []
    const endsAt = clock.monotonic() + LONGEST_GROUP_MILLISECONDS
    inTransaction(store, (write) => {
      for (const unit of queue) {
        answers.push(runUnit(write, unit))
        if (clock.monotonic() >= endsAt) return
      }
    })
    return answers
  }

  const flush = (): void => {
    isScheduled = false
    if (queue.length === 0) return onIdle?.()
    // Units may be queued while the group runs (by after-commit effects): they stay for the next.
    const group = queue
    let answers: (() => void)[]
    try {
      answers = runGroup()
      queue = queue.slice(answers.length)
      failures = 0
    } catch (error) {
      refuse(group, error)
      return
    }
    for (const answer of answers) answer()
    if (queue.length > 0) schedule()
    else onIdle?.()
  }

  const refuse = (group: readonly Unit[], error: unknown): void => {
    const isRetried = isStorageUnavailable(error) && !isStopped
    queue = queue.filter((unit) => isRetried && unit.whenRefused === 'retry')
    const reason = new ApiError(
      'ServiceUnavailable',
      `The engine cannot write to its data folder: ${String(error)}. Free some disk space or check the disk, then try again.`
    )
    for (const unit of group) if (!queue.includes(unit)) unit.reject(reason)
    if (isDamaged(error)) return options.onDamaged(error)
    if (!isRetried) {
      log.error('A group of work could not be stored', { error: String(error) })
      return onIdle?.()
    }
    const pause = BACK_OFF_MILLISECONDS[Math.min(failures++, BACK_OFF_MILLISECONDS.length - 1)]
    log.error('Cannot store; trying again', { error: String(error), inMilliseconds: pause })
    isScheduled = true
    clock.after(pause ?? 0, flush)
  }

  return {
    enqueue: <T>(work: (write: WriteDb) => T, whenRefused: WhenRefused = 'reject') =>
      new Promise<T>((resolve, reject) => {
        if (isStopped) return reject(stoppingError())
        queue.push({ work, whenRefused, resolve: resolve as (value: unknown) => void, reject })
        schedule()
      }),
    stop: async () => {
      const idle = new Promise<void>((resolve) => {
        onIdle = resolve
      })
      isStopped = true
      isScheduled = false
      schedule()
      await idle
    }
  }
}

/** Runs a unit in its own savepoint; returns how to answer its caller after the commit. */
function runUnit(write: WriteDb, unit: Unit): () => void {
  try {
    const result = write.savepoint(unit.work)
    return () => unit.resolve(result)
  } catch (error) {
    // The whole transaction is in doubt then, not this unit alone.
    if (isStorageUnavailable(error) || isDamaged(error)) throw error
    return () => unit.reject(error)
  }
}

function stoppingError(): ApiError {
  return new ApiError('ServiceUnavailable', 'The engine is stopping. Try again once it runs.')
}
