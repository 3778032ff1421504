import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { isDamaged } from './storage-error.ts'

/** The database cannot be read. */
export class DamagedDatabaseError extends Error {
  override name = 'DamagedDatabaseError'
}

/** A larger one takes too long to be read through at a start. */
const LARGEST_CHECKED_BYTES = 512 * 1024 * 1024

/**
 * What is wrong with the database file, if anything: always whether it can be opened at all, and,
 * where the last engine run did not end in order, SQLite's quick check of all of it.
 */
export function findDamage(file: string): string | undefined {
  if (!existsSync(file)) return undefined
  let db: Database.Database | undefined
  try {
    // Read only: looking at a damaged file must not change it, not even by a checkpoint.
    db = new Database(file, { readonly: true })
    const hasState = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'engine_state'").get()
    const isUnclean = hasState && db.prepare('SELECT is_running FROM engine_state').pluck().get()
    if (!isUnclean || statSync(file).size >= LARGEST_CHECKED_BYTES) return undefined
    const answer = db.pragma('quick_check(5)') as { quick_check: string }[]
    const problems = answer.map((row) => row.quick_check).filter((line) => line !== 'ok')
    return problems.length > 0 ? problems.join('; ') : undefined
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
  return readdirSync(damagedFolder)
    .map((name) => join(damagedFolder, name))
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
