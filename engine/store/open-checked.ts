import type { DataFolder } from '../data-folder.ts'
import type { Log } from '../log.ts'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { DamagedDatabaseError, keepAside, lookAt } from './damage.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import type { Store, StoreOptions } from './open.ts'
import { openStore } from './open.ts'
import { isDamaged } from './storage-error.ts'

export interface CheckedStore {
  store: Store
  /** What the user should know. */
  notices: string[]
  /** It is large, and the last run did not end in order: to be read through while the engine works. */
  mustBeChecked: boolean
}

interface OpenOptions extends Pick<StoreOptions, 'reached' | 'onFailure'> {
  now: number
  startEmpty: boolean
  log: Log
}

/**
 * Opens the data folder's database, up to date. A damaged one is copied aside and left untouched:
 * throws DamagedDatabaseError, or with `startEmpty` moves it aside and begins anew.
 * Throws NewerDatabaseError.
 */
export function openCheckedStore(
  folder: DataFolder,
  { now, startEmpty, log, ...storeOptions }: OpenOptions
): CheckedStore {
  const notices: string[] = []
  const { damage, isOpen } = lookAt(folder.database, existsSync(folder.suspected))
  if (damage !== undefined) {
    if (!startEmpty) throw reportDamage(folder, damage, now)
    const place = keepAside(folder.database, folder.damaged, { now, isMoved: true })
    log.warn('The damaged database was moved aside', { place, damage })
    rmSync(folder.suspected, { force: true })
    notices.push(
      `The database was damaged (${damage}). It was moved to ${place}, and a new one was begun.`
    )
  }
  try {
    const store = openStore(folder.database, {
      ...storeOptions,
      onEffectError: (error) => {
        const text = error instanceof Error ? (error.stack ?? String(error)) : String(error)
        log.error('An effect has failed after its commit', { error: text })
      }
    })
    migrate(store, migrations)
    rewriteLog(store)
    rmSync(folder.suspected, { force: true })
    return { store, notices, mustBeChecked: isOpen }
  } catch (error) {
    throw isDamaged(error) ? reportDamage(folder, String(error), now) : error
  }
}

/**
 * After a failed sync the system may show what the disk does not have. So before anything is acted
 * upon, what the last run has left in the log is written to the database anew, and synced.
 */
function rewriteLog(store: Store): void {
  const { is_running } = store.db.prepare('SELECT is_running FROM engine_state').get() as {
    is_running: number
  }
  if (is_running === 1) store.db.pragma('wal_checkpoint(TRUNCATE)')
}

/** The next start looks at all of the database first, however large it is. */
function noteSuspicion(folder: DataFolder): void {
  mkdirSync(folder.damaged, { recursive: true, mode: 0o700 })
  writeFileSync(folder.suspected, '', { mode: 0o600 })
}

/** Copies the damaged database aside, and says so. */
export function reportDamage(
  folder: DataFolder,
  damage: string,
  now: number
): DamagedDatabaseError {
  const place = keepAside(folder.database, folder.damaged, { now, isMoved: false })
  noteSuspicion(folder)
  return new DamagedDatabaseError(
    `The database ${folder.database} is damaged: ${damage}. It was left as it is, and a copy is in ${place}. ` +
      'Restore a backup of it, or start with --start-empty: that moves the damaged file aside and begins anew.'
  )
}
