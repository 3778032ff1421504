import { ApiError } from '../../api/errors.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import { isDamaged, isStorageUnavailable, storageUnavailable } from '../store/storage-error.ts'
import type { WriteDb } from '../store/transaction.ts'
import { endsTransaction, inHopefulTransaction, inTransaction } from '../store/transaction.ts'
import { FairQueue } from './fair-queue.ts'

/** What is done with a unit of work while the disk refuses: callers are told, our own work waits. */
export type WhenRefused = 'reject' | 'retry'

/** The line of what must run in the order of its coming. */
const COMMON_LINE = ''

export interface EnqueueOptions {
  /** Default `reject`. */
  whenRefused?: WhenRefused
  /** Default: the one of all that names none. */
  line?: string | undefined
}

export interface GroupCommitOptions {
  store: Store
  clock: Clock
  log: Log
  /** First in each group's transaction. */
  beforeGroup?: (write: WriteDb) => void
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
/** The same while somebody reads, or callers wait in several lines: they are not to wait for a whole one. */
const LONGEST_HURRIED_GROUP_MILLISECONDS = 2
const HURRY_MILLISECONDS = 250
const CAREFUL_GROUPS = 8
const BACK_OFF_MILLISECONDS = [100, 200, 500, 1000, 2000, 5000]

/**
 * Group commit: all units that are queued in one turn of the event loop share one transaction, so
 * that a sync of the disk is paid once for many. Units of a line run in order of queueing; lines take turns.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions
  readonly #queue = new FairQueue<Unit>()
  #isScheduled = false
  /** Ends the pause after a refusal. */
  #cancelPause: (() => void) | undefined
  #isStopped = false
  #failures = 0
  #hurriedUntil = -Infinity
  /** So many groups are run with savepoints from the start: what throws seldom throws once. */
  #carefulGroups = 0
  #onIdle: (() => void) | undefined

  constructor(options: GroupCommitOptions) {
    this.#options = options
  }

  /**
   * Queues a unit of work for the next group. Resolves after the group's commit; rejects with what
   * `work` throws, or (`reject`) with ApiError ServiceUnavailable where nothing can be stored.
   * `work` may run more than once (`inHopefulTransaction`); only the last run counts.
   */
  enqueue<T>(
    work: (write: WriteDb) => T,
    { whenRefused = 'reject', line = COMMON_LINE }: EnqueueOptions = {}
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#isStopped) {
        reject(stoppingError())
        return
      }
      const settle = resolve as (value: unknown) => void
      this.#queue.push(line, { work, whenRefused, resolve: settle, reject })
      // A caller is not kept waiting for an answer: the disk is tried again at once.
      if (whenRefused === 'reject') this.#endPause()
      this.#schedule()
    })
  }

  /** Somebody waits for an answer that is no commit: for a moment groups are short. */
  hurry(): void {
    this.#hurriedUntil = this.#options.clock.monotonic() + HURRY_MILLISECONDS
  }

  /** Commits what is queued, then refuses all else. */
  async stop(): Promise<void> {
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve
    })
    this.#isStopped = true
    this.#endPause()
    this.#schedule()
    await idle
  }

  #endPause(): void {
    if (!this.#cancelPause) return
    this.#cancelPause()
    this.#cancelPause = undefined
    this.#isScheduled = false
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => this.#flush())
  }

  #flush(): void {
    this.#isScheduled = false
    if (!this.#queue.isEmpty) this.#commit()
    if (this.#queue.isEmpty) this.#onIdle?.()
    else this.#schedule()
  }

  #commit(): void {
    let answers: Map<Unit, () => void>
    try {
      answers = this.#runGroup()
    } catch (error) {
      this.#refuse(error)
      return
    }
    // Units that were queued meanwhile, by after-commit effects, stay for the next group.
    this.#queue.remove(new Set(answers.keys()))
    this.#failures = 0
    for (const answer of answers.values()) answer()
  }

  /** How to answer each unit that was run. */
  #runGroup(): Map<Unit, () => void> {
    const { store, clock, beforeGroup } = this.#options
    if (this.#haveSeveralCallers()) this.hurry()
    const answers = new Map<Unit, () => void>()
    let tries = 0
    const isCareful = this.#carefulGroups > 0
    const transact = isCareful ? inTransaction : inHopefulTransaction
    transact(store, (write) => {
      tries++
      answers.clear()
      const now = clock.monotonic()
      const isHurried = now < this.#hurriedUntil
      const endsAt =
        now + (isHurried ? LONGEST_HURRIED_GROUP_MILLISECONDS : LONGEST_GROUP_MILLISECONDS)
      beforeGroup?.(write)
      for (const unit of this.#queue.inTurns()) {
        answers.set(unit, runUnit(write, unit))
        if (clock.monotonic() >= endsAt) return
      }
    })
    if (tries > 1) this.#carefulGroups = CAREFUL_GROUPS
    else if (isCareful) this.#carefulGroups--
    return answers
  }

  /** Callers wait in several lines: who has little to do must not wait for all of a flood's. */
  #haveSeveralCallers(): boolean {
    let count = 0
    for (const { whenRefused } of this.#queue.heads()) if (whenRefused === 'reject') count += 1
    return count > 1
  }

  /** The group was rolled back: callers are told, our own work is tried again after a pause. */
  #refuse(error: unknown): void {
    const { clock, log, onDamaged } = this.#options
    const isRetried = isStorageUnavailable(error) && !this.#isStopped
    const isRefused = (unit: Unit): boolean => !isRetried || unit.whenRefused === 'reject'
    for (const unit of this.#queue.removeAll(isRefused)) unit.reject(storageUnavailable(error))
    if (isDamaged(error)) onDamaged(error)
    if (!isRetried) {
      log.error('A group of work could not be stored', { error: String(error) })
      return
    }
    const last = BACK_OFF_MILLISECONDS.length - 1
    const pause = BACK_OFF_MILLISECONDS[Math.min(this.#failures++, last)] ?? 0
    log.error('Cannot store; trying again', { error: String(error), inMilliseconds: pause })
    this.#isScheduled = true
    this.#cancelPause = clock.after(pause, () => {
      this.#cancelPause = undefined
      this.#flush()
    })
  }
}

/** Runs a unit in its own savepoint; returns how to answer its caller after the commit. */
function runUnit(write: WriteDb, unit: Unit): () => void {
  try {
    const result = write.savepoint((inner) => {
      const answer = unit.work(inner)
      // What is no step of an execution is kept whatever happens.
      if (inner.required() === undefined) inner.require('full')
      return answer
    })
    return () => unit.resolve(result)
  } catch (error) {
    // The whole transaction is in doubt then, not this unit alone.
    if (endsTransaction(error)) throw error
    return () => unit.reject(error)
  }
}

function stoppingError(): ApiError {
  return new ApiError('ServiceUnavailable', 'The engine is stopping. Try again once it runs.')
}
