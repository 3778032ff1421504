import { join } from 'node:path'
import { eventTypeCodes } from '../engine/store/codes.ts'
import { openStore } from '../engine/store/open.ts'
import { readHistory } from '../engine/store/queries/history.ts'
import type { ReadDb } from '../engine/store/transaction.ts'

export interface Row {
  eventId: number
  previousEventId: number
  type: number
  at: number
  details: string | null
}

/** An execution's history as rows that say everything. */
export function rowsOf(db: ReadDb, executionId: number): Row[] {
  return readHistory(db, executionId, { limit: 1e6 }).map((event) => ({
    eventId: event.id,
    previousEventId: event.previousEventId,
    type: eventTypeCodes[event.type],
    at: event.timestamp,
    details: event.details === undefined ? null : JSON.stringify(event.details)
  }))
}

/** What a program would do that wants each event of each execution found: a table and its index. */
const TABLE = `CREATE TABLE event (
    execution_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    previous_event_id INTEGER NOT NULL,
    type INTEGER NOT NULL,
    at INTEGER NOT NULL,
    details TEXT
  ) STRICT;
  CREATE UNIQUE INDEX event_by_execution ON event (execution_id, event_id);`

/**
 * The yardstick: how many history rows a second go into a table with one index, at the engine's sync
 * level and settings, by plain prepared inserts, so many a transaction. `rows` are repeated in order.
 */
export function rawRowsPerSecond(
  folder: string,
  rows: readonly Row[],
  { seconds, rowsPerCommit }: { seconds: number; rowsPerCommit: number }
): number {
  const store = openStore(join(folder, `raw-${String(performance.now())}.db`))
  store.db.exec(TABLE)
  const insert = store.db.prepare(
    'INSERT INTO event (execution_id, event_id, previous_event_id, type, at, details) VALUES (?, ?, ?, ?, ?, ?)'
  )
  const begin = store.db.prepare('BEGIN IMMEDIATE')
  const commit = store.db.prepare('COMMIT')
  const startedAt = performance.now()
  let count = 0
  while (performance.now() - startedAt < seconds * 1000) {
    begin.run()
    for (let index = 0; index < rowsPerCommit; index++) {
      const row = rows[count % rows.length]
      if (!row) throw new Error('Expected rows to insert, found none')
      const executionId = 1 + Math.floor(count / rows.length)
      insert.run(executionId, row.eventId, row.previousEventId, row.type, row.at, row.details)
      count++
    }
    commit.run()
  }
  const elapsed = performance.now() - startedAt
  store.close()
  return (count / elapsed) * 1000
}
