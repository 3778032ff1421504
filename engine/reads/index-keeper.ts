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

export interface IndexKeeper {
  index: () => SearchDb
  /** There may be something new. */
  check: () => void
  /** An answer has failed: where the index is damaged, it is made anew. */
  heard: (error: unknown) => void
  stop: () => void
}

/** Keeps the search index up to date in slices, between answers. */
export function createIndexKeeper({
  store,
  file,
  post
}: {
  store: ReadStore
  file: string
  post: (message: FromThread) => void
}): IndexKeeper {
  let index: SearchDb | undefined
  let timer: NodeJS.Timeout | undefined
  let syncedAt = 0
  let syncedSeq = -1

  const open = (): SearchDb => {
    const opened = openSearchIndex(file)
    if (belongsTo(store.db, opened)) return opened
    opened.close()
    removeSearchIndex(file)
    post({ type: 'index-lost', reason: 'It belongs to another state of the database.' })
    return openSearchIndex(file)
  }
  const current = (): SearchDb => (index ??= open())

  const sync = (opened: SearchDb): void => {
    const { changedSeq } = readProgress(opened)
    if (changedSeq === syncedSeq) return
    opened.sync()
    syncedAt = performance.now()
    syncedSeq = changedSeq
    post({ type: 'indexed', seq: changedSeq })
  }
  const later = (milliseconds: number): void => {
    timer ??= setTimeout(work, milliseconds)
  }
  const heard = (error: unknown): void => {
    if (!isDamaged(error) || !index) return
    index.close()
    index = undefined
    removeSearchIndex(file)
    post({ type: 'index-lost', reason: String(error) })
    later(SETTLE_MILLISECONDS)
  }
  const work = (): void => {
    timer = undefined
    try {
      const opened = current()
      const isMore = indexSlice(store, opened, () => performance.now())
      if (isMore) later(PAUSE_MILLISECONDS)
      const wait = syncedAt + SYNC_MILLISECONDS - performance.now()
      if (wait <= 0) sync(opened)
      else if (!isMore && readProgress(opened).changedSeq !== syncedSeq) later(wait)
    } catch (error) {
      heard(error)
      // A full disk: the index waits, answers do not.
      later(RETRY_MILLISECONDS)
    }
  }
  return {
    index: current,
    check: () => later(SETTLE_MILLISECONDS),
    heard,
    stop: () => {
      clearTimeout(timer)
      if (!index) return
      try {
        sync(index)
      } finally {
        index.close()
      }
    }
  }
}
