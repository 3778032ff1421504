import type { ReadDb, WriteDb } from '../transaction.ts'

/** A file of a folder trigger as it was last seen. */
export interface WatchedFile {
  /** Within the folder, with `/`. */
  path: string
  size: number
  /** Milliseconds since the epoch, with fractions, as the file system has it. */
  modifiedAt: number
  /** Absent: it was there before the trigger. */
  sha256?: string
  knownSince: number
}

interface Row {
  path: string
  size: number
  modified_at: number
  sha256: string | null
  known_since: number
}

function toFile(row: Row): WatchedFile {
  return {
    path: row.path,
    size: row.size,
    modifiedAt: row.modified_at,
    knownSince: row.known_since,
    ...(row.sha256 === null ? {} : { sha256: row.sha256 })
  }
}

const COLUMNS = 'path, size, modified_at, sha256, known_since'

export function findWatchedFile(
  db: ReadDb,
  triggerId: number,
  path: string
): WatchedFile | undefined {
  const row = db
    .sql(`SELECT ${COLUMNS} FROM watched_file WHERE trigger_id = ? AND path = ?`)
    .get(triggerId, path)
  return row ? toFile(row as Row) : undefined
}

/** By path, those after `afterPath`. */
export function listWatchedFiles(
  db: ReadDb,
  triggerId: number,
  { afterPath, limit }: { afterPath: string; limit: number }
): WatchedFile[] {
  const rows = db
    .sql(
      `SELECT ${COLUMNS} FROM watched_file WHERE trigger_id = ? AND path > ?
       ORDER BY path LIMIT ?`
    )
    .all(triggerId, afterPath, limit)
  return rows.map((row) => toFile(row as Row))
}

/** A file that is known already keeps the time since when. */
export function putWatchedFile(write: WriteDb, triggerId: number, file: WatchedFile): void {
  write
    .sql(
      `INSERT INTO watched_file (trigger_id, path, size, modified_at, sha256, known_since)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET size = excluded.size, modified_at = excluded.modified_at,
         sha256 = excluded.sha256`
    )
    .run(
      ...[triggerId, file.path, file.size, file.modifiedAt, file.sha256 ?? null],
      file.knownSince
    )
}

export function deleteWatchedFile(write: WriteDb, triggerId: number, path: string): void {
  write.sql('DELETE FROM watched_file WHERE trigger_id = ? AND path = ?').run(triggerId, path)
}
