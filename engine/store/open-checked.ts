import type { DataFolder } from '../data-folder.ts'
import type { Log } from '../log.ts'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { compactAtStart } from './compact.ts'
import { DamagedDatabaseError, keepAside, lookAt } from './damage.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import type { Store, StoreOptions } from './open.ts'
import { openStore } from './open.ts'
import type { Salvage } from './salvage/salvage.ts'
import { salvage } from './salvage/salvage.ts'
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
  salvage?: boolean
  log: Log
}

/**
 * Opens the data folder's database, up to date. A damaged one is copied aside and left untouched:
 * throws DamagedDatabaseError, or moves it aside and begins with what can be read of it (`salvage`) or
 * anew (`startEmpty`).
 * Throws NewerDatabaseError.
 */
export function openCheckedStore(
  folder: DataFolder,
  { now, startEmpty, salvage: isToBeSalvaged = false, log, ...storeOptions }: OpenOptions
): CheckedStore {
  const notices: string[] = []
  const { damage, isOpen } = lookAt(folder.database, isToBeSalvaged || existsSync(folder.suspected))
  if (damage !== undefined) {
    if (isToBeSalvaged) notices.push(...salvageDatabase(folder, damage, now, log))
    else if (startEmpty) notices.push(beginAnew(folder, damage, now, log))
    else throw reportDamage(folder, damage, now)
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
    compactAtStart(store, log)
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

function beginAnew(folder: DataFolder, damage: string, now: number, log: Log): string {
  const place = keepAside(folder.database, folder.damaged, { now, isMoved: true })
  log.warn('The damaged database was moved aside', { place, damage })
  return `The database was damaged (${damage}). It was moved to ${place}, and a new one was begun.`
}

/** The damaged file is moved aside only once what could be read of it stands in a new one. */
function salvageDatabase(folder: DataFolder, damage: string, now: number, log: Log): string[] {
  const draft = `${folder.database}.salvaged`
  rmSync(draft, { force: true })
  let saved: Salvage
  try {
    saved = salvage(folder.database, draft, now)
  } catch (error) {
    if (!isDamaged(error)) throw error
    throw reportDamage(folder, `${damage}; nothing could be saved of it (${String(error)})`, now)
  }
  const place = keepAside(folder.database, folder.damaged, { now, isMoved: true })
  renameSync(draft, folder.database)
  // It knows executions that are no more.
  for (const end of ['', '-wal', '-shm']) rmSync(folder.searchIndex + end, { force: true })
  log.warn('A damaged database was salvaged', { place, damage, ...saved })
  return [
    `The database was damaged (${damage}). What could be read of it was kept; the damaged file is in ${place}.`,
    ...noticesOf(saved)
  ]
}

function noticesOf({ tables, ended }: Salvage): string[] {
  const torn = tables.filter(({ isWhole }) => !isWhole)
  const lines = torn.map(
    ({ table, kept, lostAtMost }) =>
      `Of the table ${table}, ${String(kept)} rows were kept and some lost${lostAtMost > 0 ? `, at most ${String(lostAtMost)}` : ''}.`
  )
  if (ended === 0) return lines
  return [...lines, `${String(ended)} running executions could not go on: Signalbox.DataLost.`]
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
      'Restore a backup of it, or start with --salvage: that moves the damaged file aside and begins with what can be read of it; --start-empty begins anew.'
  )
}
