import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from '../log.ts'
import type { Store } from './open.ts'
import { isStorageUnavailable } from './storage-error.ts'

/** Smaller ones are rewritten in a moment, without being asked. */
const REWRITTEN_BY_ITSELF_BYTES = 64 * 1024 * 1024

/**
 * Rewrites the database at a start, where that was asked for, or where it was made before free pages
 * could be given back and is small. Locks it for seconds a GiB, so never while executions run. Where
 * it cannot be done, all is left as it was.
 */
export function compactAtStart(store: Store, log: Log): void {
  const { db, file } = store
  const size = (name: string): number => Number(db.pragma(name, { simple: true }))
  const bytes = size('page_count') * size('page_size')
  const isAsked = db.prepare('SELECT must_compact FROM engine_state').pluck().get() === 1
  const isOld = size('auto_vacuum') !== 2 && bytes < REWRITTEN_BY_ITSELF_BYTES
  if (!isAsked && !isOld) return
  if (isAsked) db.exec('UPDATE engine_state SET must_compact = 0')
  const { bavail, bsize } = statfsSync(dirname(file))
  const needed = compactionBytes(bytes)
  if (bavail * bsize < needed) {
    log.warn('The database was not rewritten: there is too little space', { needed })
    return
  }
  try {
    store.reached('rewriting:begun')
    db.exec('VACUUM')
    store.reached('rewriting:done')
    db.pragma('wal_checkpoint(TRUNCATE)')
    const after = size('page_count') * size('page_size')
    log.info('The database was rewritten without free pages', { before: bytes, after })
  } catch (error) {
    if (!isStorageUnavailable(error)) throw error
    log.warn('The database was not rewritten', { error: String(error) })
  }
}

/** What a rewriting needs meanwhile: a copy, and the log of it. */
export function compactionBytes(usedBytes: number): number {
  return usedBytes * 2 + 16 * 1024 * 1024
}
