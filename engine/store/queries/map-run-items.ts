import type { ReadItem } from '../../../asl/interpreter/map-run.ts'
import type { Json } from '../../../asl/json.ts'
import type { ExecutionStatus } from '../codes.ts'
import { executionStatusOf } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { unpackText } from './payloads.ts'

/** Items that have been read, from the index `from` on. */
export function insertItems(
  write: WriteDb,
  mapRunId: number,
  from: number,
  items: readonly ReadItem[]
): void {
  const insert = write.sql(
    'INSERT INTO map_run_item (map_run_id, item_index, value, key) VALUES (?, ?, ?, ?)'
  )
  for (const [offset, { value, key }] of items.entries()) {
    insert.run(mapRunId, from + offset, JSON.stringify(value), key ?? null)
  }
}

/** Removes at most `most` items; true where there may be more. */
export function removeItems(write: WriteDb, mapRunId: number, most: number): boolean {
  const { changes } = write
    .sql(
      `DELETE FROM map_run_item WHERE map_run_id = ? AND item_index IN
         (SELECT item_index FROM map_run_item WHERE map_run_id = ? LIMIT ?)`
    )
    .run(mapRunId, mapRunId, most)
  return changes === most
}

/** Throws where there is none: a run never looks beyond its count. */
export function readItem(db: ReadDb, mapRunId: number, index: number): ReadItem {
  const row = db
    .sql('SELECT value, key FROM map_run_item WHERE map_run_id = ? AND item_index = ?')
    .get(mapRunId, index) as { value: string; key: string | null } | undefined
  if (!row) throw new Error(`Map run ${String(mapRunId)} has no item ${String(index)}`)
  const value = JSON.parse(row.value) as Json
  return row.key === null ? { value } : { value, key: row.key }
}

/** A child as a result writer tells of it. Times in milliseconds since the epoch. */
export interface ChildResult {
  firstItem: number
  name: string
  status: ExecutionStatus
  startedAt: number
  stoppedAt: number | null
  redriveCount: number
  input: string
  output: string | null
  error: string | null
  cause: string | null
}

/** Children of a run in the order of their items, from the item `from` on. */
export function childResults(
  db: ReadDb,
  mapRunId: number,
  from: number,
  limit: number
): ChildResult[] {
  const rows = db
    .sql(
      `SELECT first_item AS firstItem, name, status, started_at AS startedAt, stopped_at AS stoppedAt,
         redrive_count AS redriveCount, input, output, error, cause
       FROM map_run_child
       JOIN execution ON execution.id = map_run_child.execution_id
       JOIN execution_data ON execution_data.execution_id = map_run_child.execution_id
       WHERE map_run_child.map_run_id = ? AND first_item >= ? ORDER BY first_item LIMIT ?`
    )
    .all(mapRunId, from, limit) as (Omit<ChildResult, 'status'> & { status: number })[]
  return rows.map((row) => ({
    ...row,
    status: executionStatusOf(row.status),
    input: unpackText(db, row.input),
    output: row.output === null ? null : unpackText(db, row.output)
  }))
}
