import type { SearchDb } from '../open-search-index.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

/** How far the index has come. */
export interface SearchProgress {
  /** All executions up to this id are in it, as they were at the change `changedSeq`. */
  indexedId: number
  changedSeq: number
  /** The database's commit that it was read from. */
  commit: number
}

export function readProgress(index: SearchDb): SearchProgress {
  return index
    .sql(
      `SELECT indexed_id AS indexedId, changed_seq AS changedSeq, commit_number AS "commit"
       FROM progress`
    )
    .get() as SearchProgress
}

export function saveProgress(index: SearchDb, progress: SearchProgress): void {
  index
    .sql('UPDATE progress SET indexed_id = ?, changed_seq = ?, commit_number = ?')
    .run(progress.indexedId, progress.changedSeq, progress.commit)
}

/** An execution as it is searched. */
export interface SearchDocument {
  name: string
  input: string
  output: string
  error: string
  cause: string
  /** Terms of our own, with spaces between them. */
  facts: string
}

/** Takes the place of what the index has of the execution. */
export function putDocument(index: SearchDb, id: number, document: SearchDocument): void {
  index
    .sql(
      `INSERT OR REPLACE INTO execution_text (rowid, name, input, output, error, cause, facts)
       VALUES (@id, @name, @input, @output, @error, @cause, @facts)`
    )
    .run({ id, ...document })
  index
    .sql('INSERT OR REPLACE INTO execution_name (rowid, name) VALUES (?, ?)')
    .run(id, document.name)
}

export function removeDocument(index: SearchDb, id: number): void {
  index.sql('DELETE FROM execution_text WHERE rowid = ?').run(id)
  index.sql('DELETE FROM execution_name WHERE rowid = ?').run(id)
}

/** Ids of executions that match, the highest first, each of `least` and above and below `before`. */
export function matchingIds(
  index: SearchDb,
  table: 'execution_text' | 'execution_name',
  expression: string,
  { least, before }: { least: number; before: number }
): IterableIterator<number> {
  const found = index
    .sql(
      `SELECT rowid FROM ${table} WHERE ${table} MATCH ? AND rowid >= ? AND rowid < ?
       ORDER BY rowid DESC`
    )
    .pluck()
    .iterate(expression, least, before)
  return found as IterableIterator<number>
}

export interface ChangedExecution {
  seq: number
  executionId: number
}

/** What has changed after `seq`, in order. */
export function changedExecutions(db: ReadDb, seq: number, limit: number): ChangedExecution[] {
  return db
    .sql(
      `SELECT seq, execution_id AS executionId FROM changed_execution
       WHERE seq > ? ORDER BY seq LIMIT ?`
    )
    .all(seq, limit) as ChangedExecution[]
}

/** Executions after the id that may be searched: no children of map runs. */
export function executionsAfter(
  db: ReadDb,
  id: number,
  limit: number
): { id: number; isSearched: boolean }[] {
  const rows = db
    .sql('SELECT id, map_run_id FROM execution WHERE id > ? ORDER BY id LIMIT ?')
    .all(id, limit) as { id: number; map_run_id: number | null }[]
  return rows.map((row) => ({ id: row.id, isSearched: row.map_run_id === null }))
}

/** The newest executions between two ids, newest first, without children of map runs. */
export function newestExecutions(
  db: ReadDb,
  afterId: number,
  beforeId: number,
  limit: number
): { id: number; name: string }[] {
  return db
    .sql(
      `SELECT id, name FROM execution WHERE id > ? AND id < ? AND +map_run_id IS NULL
       ORDER BY id DESC LIMIT ?`
    )
    .all(afterId, beforeId, limit) as { id: number; name: string }[]
}

/** The number of the database's last commit; one that was put back from a copy has a lower one. */
export function commitNumber(db: ReadDb): number {
  return db.sql('SELECT commit_number FROM engine_state').pluck().get() as number
}

/** The first id of those that were started at `at` or later; undefined where there are none. */
export function firstIdSince(db: ReadDb, at: number): number | undefined {
  return db
    .sql(
      `SELECT id FROM execution WHERE map_run_id IS NULL AND started_at >= ?
       ORDER BY started_at, id LIMIT 1`
    )
    .pluck()
    .get(at) as number | undefined
}

/** What the index has taken in. The last one stays: the numbers go on from it. */
export function trimChanges(write: WriteDb, seq: number, limit: number): number {
  return write
    .sql(
      `DELETE FROM changed_execution WHERE seq IN
         (SELECT seq FROM changed_execution
          WHERE seq <= ? AND seq < (SELECT max(seq) FROM changed_execution) ORDER BY seq LIMIT ?)`
    )
    .run(seq, limit).changes
}
