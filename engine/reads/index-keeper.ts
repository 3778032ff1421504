import { belongsTo, indexSlice } from '../search/indexer.ts'
import type { ReadStore } from '../store/open-reader.ts'
import type { SearchDb } from '../store/open-search-index.ts'
import { openSearchIndex, removeSearchIndex } from '../store/open-search-index.ts'
import { readProgress } from '../store/queries/search-index.ts'
import { isDamaged } from '../store/storage-error.ts'
import type { FromThread } from './messages.ts'

/** What ends in this time is read once, not at its start and at its end. */
const SETTLE_MILLISECONDS = 100
/** Between two slices: whoever asks meanwhile is answered, and the machine is not kept busy. */
const PAUSE_MILLISECONDS = 4
/** The index is synced so often at most; only then the engine forgets what it was to take in. */
const SYNC_MILLISECONDS = 5000
const RETRY_MILLISECONDS = 5000

export interface IndexKeeperOptions {
  store: ReadStore
  file: string
  post: (message: FromThread) => void
}

/** Keeps the search index up to date in slices, between answers. */
export class IndexKeeper {
  readonly #options: IndexKeeperOptions
  #index: SearchDb | undefined
  #timer: NodeJS.Timeout | undefined
  #dueAt = 0
  #syncedAt = 0
  #syncedSeq = -1

  constructor(options: IndexKeeperOptions) {
    this.#options = options
  }

  index(): SearchDb {
    return (this.#index ??= this.#open())
  }

  /** There may be something new. */
  check(): void {
    this.#later(SETTLE_MILLISECONDS)
  }

  /** An answer has failed: where the index is damaged, it is made anew. */
  heard(error: unknown): void {
    if (!isDamaged(error) || !this.#index) return
    this.#index.close()
    this.#index = undefined
    removeSearchIndex(this.#options.file)
    this.#options.post({ type: 'index-lost', reason: String(error) })
    this.check()
  }

  stop(): void {
    clearTimeout(this.#timer)
    if (!this.#index) return
    try {
      this.#sync(this.#index)
    } finally {
      this.#index.close()
    }
  }

  #open(): SearchDb {
    const { store, file, post } = this.#options
    const opened = openSearchIndex(file)
    if (belongsTo(store.db, opened)) return opened
    opened.close()
    removeSearchIndex(file)
    post({ type: 'index-lost', reason: 'It belongs to another state of the database.' })
    return openSearchIndex(file)
  }

  #later(milliseconds: number): void {
    const dueAt = performance.now() + milliseconds
    if (this.#timer && this.#dueAt <= dueAt) return
    clearTimeout(this.#timer)
    this.#dueAt = dueAt
    this.#timer = setTimeout(() => this.#work(), milliseconds)
  }

  #work(): void {
    this.#timer = undefined
    try {
      const index = this.index()
      const isMore = indexSlice(this.#options.store, index, () => performance.now())
      if (isMore) this.#later(PAUSE_MILLISECONDS)
      const wait = this.#syncedAt + SYNC_MILLISECONDS - performance.now()
      if (wait <= 0) this.#sync(index)
      else if (!isMore && readProgress(index).changedSeq !== this.#syncedSeq) this.#later(wait)
    } catch (error) {
      this.heard(error)
      // A full disk: the index waits, answers do not.
      this.#later(RETRY_MILLISECONDS)
    }
  }

  #sync(index: SearchDb): void {
    const { changedSeq } = readProgress(index)
    if (changedSeq === this.#syncedSeq) return
    index.sync()
    this.#syncedAt = performance.now()
    this.#syncedSeq = changedSeq
    this.#options.post({ type: 'indexed', seq: changedSeq })
  }
}
