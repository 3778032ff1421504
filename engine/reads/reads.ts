import { Worker } from 'node:worker_threads'
import type { ErrorName } from '../../api/errors.ts'
import { ApiError } from '../../api/errors.ts'
import type { CheckedInput } from '../../api/index.ts'
import type { Clock } from '../clock.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import { trimChanges } from '../store/queries/search-index.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { FromThread, Refusal, ThreadData, ToThread } from './messages.ts'
import type { ReadName } from './read-names.ts'

/** More are refused: they would only wait. */
const MOST_WAITING = 2000
/** An answer that has ended the thread so often is given up. */
const MOST_TRIES = 2
const TRIM_ROWS = 5000
/** The thread hears of commits so often at most. */
const TELL_MILLISECONDS = 200
const STOP_MILLISECONDS = 3000
const RESTART_PAUSES_MILLISECONDS = [0, 100, 500, 2000]

/** Answers that only read, given by a thread with a read-only connection of its own. */
export interface Reads {
  /**
   * The answer as JSON in UTF-8. It sees all that was committed before it was asked for. Rejects with
   * ApiError as the operation says, or ThrottlingException where too many wait.
   */
  answer: <K extends ReadName>(name: K, input: CheckedInput<K>) => Promise<Uint8Array>
  /** Starts the thread, which else starts with the first question. */
  start: () => void
  stop: () => Promise<void>
}

export interface ReadsOptions {
  store: Store
  folder: DataFolder
  clock: Clock
  log: Log
  /** The thread's code: `engine/reads/thread.ts`, or what was built of it. */
  threadFile: string
  persist: <T>(work: (write: WriteDb) => T) => Promise<T>
  /** Somebody waits for the event loop, that is, for the transaction that holds it. */
  onAsked: () => void
}

interface Waiting {
  name: ReadName
  input: unknown
  tries: number
  resolve: (body: Uint8Array) => void
  reject: (error: unknown) => void
}

/** Composes the reader; its thread starts with `start` or with the first question. */
export function createReads(options: ReadsOptions): Reads {
  const { store, clock } = options
  const waiting = new Map<number, Waiting>()
  const thread = new ReaderThread(options, waiting)
  let nextId = 1
  let cancelTell: (() => void) | undefined
  const onCommit = (): void => {
    cancelTell ??= clock.after(TELL_MILLISECONDS, () => {
      cancelTell = undefined
      thread.tell({ type: 'changed' })
    })
  }
  store.listeners.add(onCommit)
  return {
    answer: (name, input) => {
      if (waiting.size >= MOST_WAITING) return Promise.reject(tooMany())
      options.onAsked()
      return new Promise((resolve, reject) => {
        const id = nextId++
        waiting.set(id, { name, input, tries: 0, resolve, reject })
        thread.ask(id)
      })
    },
    start: () => thread.start(),
    stop: async () => {
      store.listeners.delete(onCommit)
      cancelTell?.()
      await thread.stop()
    }
  }
}

function tooMany(): ApiError {
  return new ApiError(
    'ThrottlingException',
    `Rate exceeded: ${String(MOST_WAITING)} reads wait already. Try again in a moment.`
  )
}

/** The worker and its life: it is started again when it dies, and asked again what it owes. */
class ReaderThread {
  readonly #options: ReadsOptions
  readonly #waiting: Map<number, Waiting>
  #worker: Worker | undefined
  #deaths = 0
  #isStopping = false
  #isTrimming = false
  #cancelRestart: (() => void) | undefined

  constructor(options: ReadsOptions, waiting: Map<number, Waiting>) {
    this.#options = options
    this.#waiting = waiting
  }

  ask(id: number): void {
    const asked = this.#waiting.get(id)
    if (!asked) return
    if (this.#isStopping) {
      this.#settle(id)?.reject(stopping())
      return
    }
    // A new worker is asked for all that waits.
    if (!this.#worker) this.start()
    else this.#post(this.#worker, id, asked)
  }

  tell(message: ToThread): void {
    this.#worker?.postMessage(message)
  }

  start(): void {
    if (this.#worker || this.#cancelRestart || this.#isStopping) return
    const { folder, threadFile } = this.#options
    const workerData: ThreadData = { database: folder.database, searchIndex: folder.searchIndex }
    const worker = new Worker(threadFile, { workerData })
    this.#worker = worker
    let reason = 'it has ended'
    let code: string | undefined
    worker.on('message', (message: FromThread) => this.#hear(message))
    worker.on('error', (error) => {
      reason = error instanceof Error ? (error.stack ?? String(error)) : String(error)
      code = codeOf(error)
    })
    worker.on('exit', () => this.#afterExit(worker, reason, code))
    for (const [id, asked] of this.#waiting) this.#post(worker, id, asked)
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    this.#cancelRestart?.()
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(stopping())
    const worker = this.#worker
    if (!worker) return
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve())
    })
    worker.postMessage({ type: 'stop' } satisfies ToThread)
    const force = setTimeout(() => void worker.terminate(), STOP_MILLISECONDS)
    await ended
    clearTimeout(force)
  }

  #post(worker: Worker, id: number, asked: Waiting): void {
    const { name, input } = asked
    asked.tries += 1
    worker.postMessage({ type: 'ask', id, name, input } satisfies ToThread)
  }

  #settle(id: number): Waiting | undefined {
    const asked = this.#waiting.get(id)
    this.#waiting.delete(id)
    return asked
  }

  #hear(message: FromThread): void {
    switch (message.type) {
      case 'answer':
        this.#deaths = 0
        this.#settle(message.id)?.resolve(message.body)
        return
      case 'refused':
        this.#settle(message.id)?.reject(errorOf(message.refusal))
        return
      case 'indexed':
        this.#trim(message.seq)
        return
      case 'index-lost':
        this.#options.log.warn('The search index is made anew', { reason: message.reason })
    }
  }

  #afterExit(worker: Worker, reason: string, code: string | undefined): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    if (this.#isStopping) return
    const { clock, log } = this.#options
    log.error('The reader thread has ended; it is started again', { reason })
    for (const [id, asked] of this.#waiting) {
      if (asked.tries < MOST_TRIES) continue
      const error = new Error(`Reading has ended the reader thread: ${reason}`)
      // A disk that cannot be read is told as that.
      this.#settle(id)?.reject(code === undefined ? error : Object.assign(error, { code }))
    }
    const last = RESTART_PAUSES_MILLISECONDS.length - 1
    const pause = RESTART_PAUSES_MILLISECONDS[Math.min(this.#deaths++, last)] ?? 0
    this.#cancelRestart = clock.after(pause, () => {
      this.#cancelRestart = undefined
      this.start()
    })
  }

  /** What the index has on its disk need not be kept for it, a slice at a time. */
  #trim(seq: number): void {
    if (this.#isTrimming || this.#isStopping) return
    this.#isTrimming = true
    const next = (): void => {
      this.#options
        .persist((write) => trimChanges(write, seq, TRIM_ROWS))
        .then(
          (count) => {
            if (count === TRIM_ROWS && !this.#isStopping) next()
            else this.#isTrimming = false
          },
          () => {
            this.#isTrimming = false
          }
        )
    }
    next()
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

function stopping(): ApiError {
  return new ApiError('ServiceUnavailable', 'The engine is stopping. Try again once it runs.')
}

function errorOf(refusal: Refusal): Error {
  if (refusal.kind === 'api') {
    return new ApiError(refusal.errorName as ErrorName, refusal.message, refusal.details)
  }
  const { message, stack, code } = refusal
  const error = new Error(message)
  if (stack !== undefined) error.stack = stack
  return code === undefined ? error : Object.assign(error, { code })
}
