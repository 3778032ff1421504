import type { ReadDb, WriteDb } from '../transaction.ts'

export interface DatabaseSize {
  bytes: number
  /** In pages that hold nothing. */
  freeBytes: number
  /** Whether free pages can be given back in small portions. */
  isIncremental: boolean
}

export function databaseSize(db: ReadDb): DatabaseSize {
  const row = db
    .sql(
      `SELECT page_count * page_size AS bytes, freelist_count * page_size AS freeBytes, auto_vacuum
       FROM pragma_page_count, pragma_page_size, pragma_freelist_count, pragma_auto_vacuum`
    )
    .get() as { bytes: number; freeBytes: number; auto_vacuum: number }
  return { bytes: row.bytes, freeBytes: row.freeBytes, isIncremental: row.auto_vacuum === 2 }
}

/** Gives so many free pages back; the file gets shorter with the next checkpoint. */
export function giveBackPages(write: WriteDb, pages: number): void {
  // One a call: a statement that yields nothing is stepped once only.
  const giveOne = write.sql('PRAGMA incremental_vacuum(1)')
  for (let page = 0; page < pages; page++) giveOne.run()
}

/** What a state machine's executions take that have ended, with children of its map runs. */
export interface MachineSize {
  stateMachineId: number
  name: string
  executions: number
  databaseBytes: number
  fileBytes: number
}

/** From kept counters. The children's hidden state machine is `<name>/<label>`. */
export function machineSizes(db: ReadDb): MachineSize[] {
  const rows = db
    .sql(
      `SELECT state_machine_id AS stateMachineId, sum(count) AS executions, sum(bytes) AS databaseBytes,
         sum(file_bytes) AS fileBytes,
         (SELECT name FROM state_machine WHERE id = state_machine_id) AS name
       FROM execution_count WHERE status NOT IN (1, 6) GROUP BY state_machine_id`
    )
    .all() as MachineSize[]
  const byName = new Map<string, MachineSize>()
  for (const row of rows.sort((one, other) => one.name.length - other.name.length)) {
    const name = row.name.split('/')[0] ?? row.name
    const parent = byName.get(name)
    const executions = row.name === name ? row.executions : 0
    if (parent === undefined) byName.set(name, { ...row, name, executions })
    else {
      parent.databaseBytes += row.databaseBytes
      parent.fileBytes += row.fileBytes
      parent.executions += executions
    }
  }
  const bytes = (size: MachineSize): number => size.databaseBytes + size.fileBytes
  return [...byName.values()].sort((one, other) => bytes(other) - bytes(one))
}

/** Of all tasks: logs and files, as measured last. */
export function taskFileBytes(db: ReadDb): number {
  const row = db.sql('SELECT coalesce(sum(file_bytes), 0) AS bytes FROM execution_count').get()
  return (row as { bytes: number }).bytes
}

export function setFileBytes(write: WriteDb, executionId: number, bytes: number): void {
  write
    .sql('UPDATE execution SET file_bytes = ? WHERE id = ? AND file_bytes <> ?')
    .run(bytes, executionId, bytes)
}

/** Bytes of folders by the name that the API gives them. */
export interface FolderSizes {
  logBytes: number
  pluginBytes: number
  workBytes: number
  otherBytes: number
}

export interface StorageDay {
  measuredAt: number
  usedBytes: number
  folders: FolderSizes
}

const MOST_DAYS = 60
const DAY = 24 * 3600 * 1000

export function noteStorage(write: WriteDb, { measuredAt, usedBytes, folders }: StorageDay): void {
  const day = Math.floor(measuredAt / DAY)
  write
    .sql(
      'INSERT OR REPLACE INTO storage_day (day, measured_at, used_bytes, folders) VALUES (?, ?, ?, ?)'
    )
    .run(day, measuredAt, usedBytes, JSON.stringify(folders))
  write.sql('DELETE FROM storage_day WHERE day <= ?').run(day - MOST_DAYS)
}

/** The oldest first. */
export function storageDays(db: ReadDb): StorageDay[] {
  const rows = db
    .sql(
      'SELECT measured_at AS measuredAt, used_bytes AS usedBytes, folders FROM storage_day ORDER BY day'
    )
    .all() as (Omit<StorageDay, 'folders'> & { folders: string })[]
  return rows.map((row) => ({ ...row, folders: JSON.parse(row.folders) as FolderSizes }))
}

export interface StorageState {
  budgetBytes: number | null
  budgetWarnedAt: number | null
  mustCompact: number
}

export function storageState(db: ReadDb): StorageState {
  return db
    .sql(
      `SELECT budget_bytes AS budgetBytes, budget_warned_at AS budgetWarnedAt,
         must_compact AS mustCompact FROM engine_state`
    )
    .get() as StorageState
}

export function setBudget(write: WriteDb, bytes: number | undefined): void {
  write.sql('UPDATE engine_state SET budget_bytes = ?, budget_warned_at = NULL').run(bytes ?? null)
}

export function setBudgetWarnedAt(write: WriteDb, at: number | null): void {
  write.sql('UPDATE engine_state SET budget_warned_at = ?').run(at)
}

export function planCompaction(write: WriteDb, isPlanned: boolean): void {
  write.sql('UPDATE engine_state SET must_compact = ?').run(isPlanned ? 1 : 0)
}
