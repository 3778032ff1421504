import type Database from 'better-sqlite3'
import { eventTypeCodes, executionStatusCodes } from '../codes.ts'
import { INSERT_RANGES } from '../queries/history-ranges.ts'

const CAUSE =
  'The database was damaged, and what this execution needs to go on could not be read. What it has done is in its history as far as that was saved.'

/** Frames that cannot go on: no JSON, without the frame that they are within, or the timer that they wait for. */
const BROKEN_FRAMES = `SELECT execution_id FROM frame WHERE CASE WHEN NOT json_valid(frame) THEN 1 ELSE
    frame ->> '$.parentId' NOT IN
      (SELECT frame_id FROM frame AS other WHERE other.execution_id = frame.execution_id)
    OR frame ->> '$.waiting.for' = 'timer' AND frame ->> '$.waiting.timerId' NOT IN
      (SELECT timer_id FROM timer WHERE timer.execution_id = frame.execution_id)
  END`

/** A column that refers to a payload which is lost. */
const isLost = (column: string): string =>
  `${column} LIKE '@%' AND CAST(substr(${column}, 2) AS INTEGER) NOT IN (SELECT id FROM payload)`

/** What somebody waits for to go on with: the input of an execution, the parameters of an open task. */
const LOST_INPUTS = `SELECT execution_id FROM execution_data WHERE ${isLost('input')}
  UNION ALL SELECT execution_id FROM task WHERE status <= 3 AND ${isLost('parameters')}`

/** Executions that run and cannot go on: no head, no data, a head that is no JSON, begun and without a frame, or without an input. */
const BROKEN = `SELECT id FROM execution LEFT JOIN snapshot ON snapshot.execution_id = id
  WHERE status = ${String(executionStatusCodes.RUNNING)} AND (head IS NULL OR NOT json_valid(head)
    OR NOT EXISTS (SELECT 1 FROM execution_data WHERE execution_id = id)
    OR EXISTS (SELECT 1 FROM history_range WHERE execution_id = id)
      AND NOT EXISTS (SELECT 1 FROM frame WHERE execution_id = id)
    OR id IN (${LOST_INPUTS}) OR id IN (${BROKEN_FRAMES}))`

/** Takes away what belongs to nothing any more, and ends what cannot go on. Answers how many were ended. */
export function makeWhole(db: Database.Database, now: number): number {
  deleteOrphans(db)
  findHistories(db)
  const broken = db.prepare(BROKEN).pluck().all() as number[]
  for (const id of broken) endBroken(db, id, now)
  db.prepare(
    `INSERT INTO execution_data (execution_id, input)
     SELECT id, '{}' FROM execution WHERE id NOT IN (SELECT execution_id FROM execution_data)`
  ).run()
  return broken.length
}

/** Rows whose parents are lost, and their own children, until none is left. */
function deleteOrphans(db: Database.Database): void {
  const tables = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('execution', 'payload_use')
       AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name) WHERE name = 'execution_id'
         AND "notnull" + pk > 0)`
    )
    .pluck()
    .all() as string[]
  for (const table of tables) {
    db.prepare(`DELETE FROM "${table}" WHERE execution_id NOT IN (SELECT id FROM execution)`).run()
  }
  for (;;) {
    const found = db.pragma('foreign_key_check') as { table: string; rowid: number | null }[]
    const rows = found.filter(({ rowid }) => rowid !== null)
    if (rows.length === 0) return
    for (const { table, rowid } of rows) {
      db.prepare(`DELETE FROM "${table}" WHERE rowid = ?`).run(rowid)
    }
  }
}

/** Rows that are lost have left gaps in what was known of where histories lie. */
function findHistories(db: Database.Database): void {
  db.prepare('DELETE FROM history_range').run()
  db.prepare(INSERT_RANGES).run(0)
  db.prepare(
    'UPDATE engine_state SET last_ranged_row = (SELECT coalesce(max(id), 0) FROM history_event)'
  ).run()
}

function endBroken(db: Database.Database, id: number, now: number): void {
  const error = 'Signalbox.DataLost'
  const last = db
    .prepare(
      `SELECT coalesce(max(first_event_id + event_count - 1), 0) FROM history_range
       WHERE execution_id = ?`
    )
    .pluck()
    .get(id) as number
  db.prepare(
    `INSERT INTO history_event (execution_id, event_id, previous_event_id, type, at, details)
     VALUES (?, ?, ?, ?, ?, ?)`
  ).run(
    ...[id, last + 1, last, eventTypeCodes.ExecutionFailed, now],
    JSON.stringify({ error, cause: CAUSE })
  )
  for (const table of ['snapshot', 'frame', 'timer']) {
    db.prepare(`DELETE FROM ${table} WHERE execution_id = ?`).run(id)
  }
  db.prepare('UPDATE task SET status = 7, ended_at = ? WHERE execution_id = ? AND status <= 3').run(
    now,
    id
  )
  db.prepare('UPDATE execution SET status = ?, stopped_at = ? WHERE id = ?').run(
    executionStatusCodes.FAILED,
    now,
    id
  )
  db.prepare('UPDATE execution_data SET error = ?, cause = ? WHERE execution_id = ?').run(
    error,
    CAUSE,
    id
  )
}
