import type { ReadStore } from '../store/open-reader.ts'
import type { SearchDb } from '../store/open-search-index.ts'
import type { SearchProgress } from '../store/queries/search-index.ts'
import {
  changedExecutions,
  commitNumber,
  executionsAfter,
  putDocument,
  readProgress,
  removeDocument,
  saveProgress
} from '../store/queries/search-index.ts'
import type { ReadDb } from '../store/transaction.ts'
import { documentOf } from './document.ts'

/** Whoever waits for the thread gets it after this. */
const LONGEST_SLICE_MILLISECONDS = 4
const LARGEST_SLICE = 200

/** Whether the index has been made from this database: one that was put back from a copy has less. */
export function belongsTo(db: ReadDb, index: SearchDb): boolean {
  return readProgress(index).commit <= commitNumber(db)
}

/**
 * Takes one slice of what is new into the index, over one state of the database; false where nothing
 * is left. What changed comes first: an execution that ended before it was ever seen is read once.
 */
export function indexSlice(store: ReadStore, index: SearchDb, now: () => number): boolean {
  const endsAt = now() + LONGEST_SLICE_MILLISECONDS
  return store.inSnapshot(() =>
    index.inTransaction(() => {
      const { db } = store
      const before = readProgress(index)
      const changed = takeChanges(db, index, before, () => now() >= endsAt)
      const isDone = changed.isDone && takeNew(db, index, changed.progress, () => now() >= endsAt)
      saveProgress(index, changed.progress)
      return !isDone
    })
  )
}

interface Taken {
  progress: SearchProgress
  isDone: boolean
}

function takeChanges(
  db: ReadDb,
  index: SearchDb,
  before: SearchProgress,
  isOver: () => boolean
): Taken {
  const progress = { ...before, commit: commitNumber(db) }
  const changes = changedExecutions(db, before.changedSeq, LARGEST_SLICE)
  const seen = new Set<number>()
  for (const { seq, executionId } of changes) {
    // Those that are new to the index are read as they are now when their turn comes.
    if (executionId <= progress.indexedId && !seen.has(executionId)) refresh(db, index, executionId)
    seen.add(executionId)
    progress.changedSeq = seq
    if (isOver()) return { progress, isDone: false }
  }
  return { progress, isDone: changes.length < LARGEST_SLICE }
}

/** Moves `progress` on; true where none is left. */
function takeNew(
  db: ReadDb,
  index: SearchDb,
  progress: SearchProgress,
  isOver: () => boolean
): boolean {
  const found = executionsAfter(db, progress.indexedId, LARGEST_SLICE)
  for (const { id, isSearched } of found) {
    if (isSearched) refresh(db, index, id)
    progress.indexedId = id
    if (isOver()) return false
  }
  return found.length < LARGEST_SLICE
}

function refresh(db: ReadDb, index: SearchDb, id: number): void {
  const document = documentOf(db, id)
  if (document) putDocument(index, id, document)
  else removeDocument(index, id)
}
