import { closeSync, fdatasync, openSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { syncFailed } from './log-sync.ts'
import type { Store } from './open.ts'
import { USUAL_LOG_FRAMES } from './open.ts'
import { noteFailure } from './transaction.ts'

export interface CheckpointsOptions {
  store: Store
  clock: Clock
  log: Log
  /** The thread's code: `engine/store/checkpoint-thread.ts`, or what was built of it. */
  threadFile: string
}

export interface Checkpoints {
  /** The thread has ended. The store is still open. */
  stop: () => Promise<void>
  /** Once the store is closed: to close a file of SQLite's earlier would let its locks go. */
  release: () => void
}

export type ToCheckpointThread =
  /** Where at least so many frames wait. */
  { type: 'copy'; fewest: number } | { type: 'stop' }

export type FromCheckpointThread =
  /** `rest`: so many frames have come since, or were kept back by a reader. */
  | { type: 'copied'; hasCopied: boolean; rest: number }
  | { type: 'refused'; reason: string; code: string }

/** The thread looks at the log so often at most. */
const LOOK_MILLISECONDS = 100
/** Fewer are left for later: the pages at the end of each table are in most commits. */
const FEWEST_FRAMES = 1000
/** So few frames are copied by the writer itself, between two transactions. */
const FEW_FRAMES = 300
const MOST_ROUNDS = 5
/** Beyond this the writer no longer relies on the thread. */
const MOST_LOG_FRAMES = 16_000

/**
 * Has the log copied into the database by a thread. SQLite does it within the commit that makes the
 * log too long: tens of milliseconds for which nobody is heard. But the log begins anew only once all
 * of it is in the database and that is synced, and a writer without pause always is a little ahead.
 * So the thread copies and the database is synced, both off the event loop, until there is little
 * left; that little, and a sync of little, is done between two transactions (ADR 0020).
 */
export function startCheckpoints(options: CheckpointsOptions): Checkpoints {
  return new ThreadedCheckpoints(options)
}

class ThreadedCheckpoints implements Checkpoints {
  readonly #options: CheckpointsOptions
  readonly #worker: Worker
  readonly #database: number
  readonly #ended: Promise<void>
  /** Under way: 0, nothing. */
  #rounds = 0
  #cancelLook: (() => void) | undefined
  #sync: Promise<void> | undefined
  #isStopping = false

  constructor(options: CheckpointsOptions) {
    const { store, log, threadFile } = options
    this.#options = options
    this.#database = openSync(store.file, 'r+')
    this.#worker = new Worker(threadFile, { workerData: store.file })
    // The engine ends by its own order, not by this thread's.
    this.#worker.unref()
    this.#worker.on('message', (message: FromCheckpointThread) => this.#hear(message))
    this.#worker.on('error', (error) => {
      log.warn('The writer copies the log itself from now on', { error: String(error) })
    })
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        store.listeners.delete(this.#onCommit)
        if (!this.#isStopping) setLongestLog(store, USUAL_LOG_FRAMES)
        resolve()
      })
    })
    setLongestLog(store, MOST_LOG_FRAMES)
    store.listeners.add(this.#onCommit)
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    this.#cancelLook?.()
    this.#worker.ref()
    this.#tell({ type: 'stop' })
    await Promise.all([this.#ended, this.#sync])
  }

  release(): void {
    closeSync(this.#database)
  }

  readonly #onCommit = (): void => {
    if (this.#rounds > 0 || this.#cancelLook) return
    this.#cancelLook = this.#options.clock.after(LOOK_MILLISECONDS, () => {
      this.#cancelLook = undefined
      this.#copy()
    })
  }

  #copy(): void {
    this.#rounds += 1
    this.#tell({ type: 'copy', fewest: this.#rounds === 1 ? FEWEST_FRAMES : 1 })
  }

  #tell(message: ToCheckpointThread): void {
    this.#worker.postMessage(message)
  }

  #hear(message: FromCheckpointThread): void {
    if (message.type === 'refused') {
      this.#rounds = 0
      const { reason, code } = message
      noteFailure(this.#options.store, Object.assign(new Error(reason), { code }))
    } else if (message.hasCopied) {
      this.#sync = this.#syncDatabase().then(() => this.#afterSync(message.rest))
    } else this.#rounds = 0
  }

  /** So that the last sync has little to do. */
  #syncDatabase(): Promise<void> {
    const { store } = this.#options
    return new Promise((resolve) => {
      fdatasync(this.#database, (error) => {
        if (error) noteFailure(store, syncFailed(store.file, error))
        resolve()
      })
    })
  }

  #afterSync(rest: number): void {
    if (this.#isStopping) return
    if (rest > FEW_FRAMES && this.#rounds < MOST_ROUNDS) {
      this.#copy()
      return
    }
    if (rest > 0) this.#finish()
    this.#rounds = 0
  }

  #finish(): void {
    const { store } = this.#options
    try {
      store.db.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      // A full disk: the log waits. A failed sync ends the engine.
      noteFailure(store, error)
    }
  }
}

/** Beyond so many frames SQLite copies the log within a commit. */
function setLongestLog({ db }: Store, frames: number): void {
  db.pragma(`wal_autocheckpoint = ${String(frames)}`)
}
