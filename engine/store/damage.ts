import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { isDamaged } from './storage-error.ts'

/** The database cannot be read. */
export class DamagedDatabaseError extends Error {
  override name = 'DamagedDatabaseError'
}

/** A larger one takes too long to be read through before a start. */
const LARGEST_CHECKED_BYTES = 32 * 1024 * 1024

export interface Look {
  /** What is wrong; absent where nothing was found. */
  damage?: string
  /** The last engine run did not end in order, and not all of the file was read: to be done later. */
  isOpen: boolean
}

/**
 * Looks at a database file: always whether it can be opened at all; where the last engine run did
 * not end in order, all of a small one, and of any one that was found damaged before (`isSuspect`).
 */
export function lookAt(file: string, isSuspect: boolean): Look {
  if (!existsSync(file)) return { isOpen: false }
  if (isSuspect) return found(readThrough(file))
  const run = { isUnclean: false }
  const damage = reading(file, (db) => {
    const hasState = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'engine_state'").get()
    run.isUnclean =
      !!hasState && db.prepare('SELECT is_running FROM engine_state').pluck().get() === 1
    return undefined
  })
  if (damage !== undefined || !run.isUnclean) return found(damage)
  if (statSync(file).size > LARGEST_CHECKED_BYTES) return { isOpen: true }
  return found(readThrough(file))
}

function found(damage: string | undefined): Look {
  return { isOpen: false, ...(damage === undefined ? {} : { damage }) }
}

/** SQLite's quick check of all of the database: what is wrong with it; undefined where it is sound. */
export function readThrough(file: string): string | undefined {
  return reading(file, (db) => {
    const answer = db.pragma('quick_check(5)') as { quick_check: string }[]
    const problems = answer.map((row) => row.quick_check).filter((line) => line !== 'ok')
    return problems.length > 0 ? problems.join('; ') : undefined
  })
}

/** Read only: looking at a damaged file must not change it, not even by a checkpoint. */
function reading(
  file: string,
  look: (db: Database.Database) => string | undefined
): string | undefined {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true })
    return look(db)
  } catch (error) {
    if (isDamaged(error)) return String(error)
    throw error
  } finally {
    db?.close()
  }
}

/**
 * Puts a damaged database and its log into a new folder `damaged/<time>`: copied, or moved where
 * the engine is to begin anew. Nothing is overwritten. Returns the folder.
 */
export function keepAside(
  file: string,
  damagedFolder: string,
  { now, isMoved }: { now: number; isMoved: boolean }
): string {
  const kept = isMoved ? undefined : findCopy(file, damagedFolder)
  if (kept !== undefined) return kept
  const stamp = new Date(now).toISOString().replaceAll(':', '-')
  const folder = freeName(join(damagedFolder, stamp))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (!existsSync(path)) continue
    const place = join(folder, basename(path))
    if (isMoved) renameSync(path, place)
    else cpSync(path, place, { preserveTimestamps: true })
  }
  return folder
}

/** A start that is tried again and again must not fill the disk with copies of the same file. */
function findCopy(file: string, damagedFolder: string): string | undefined {
  if (!existsSync(damagedFolder)) return undefined
  const { size, mtimeMs } = statSync(file)
  return readdirSync(damagedFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(damagedFolder, name))
    .find((folder) => {
      const copy = statSync(join(folder, basename(file)), { throwIfNoEntry: false })
      return copy?.size === size && Math.abs(copy.mtimeMs - mtimeMs) < 1000
    })
}

function freeName(path: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? path : `${path}-${String(count)}`
    if (!existsSync(name)) return name
  }
}
