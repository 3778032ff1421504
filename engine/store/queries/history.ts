import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { eventTypeCodes, eventTypeOf } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

const INSERT = `INSERT INTO history_event
  (execution_id, event_id, previous_event_id, type, at, details) VALUES (?, ?, ?, ?, ?, ?)`

/** Appends events in order. */
export function appendHistory(
  write: WriteDb,
  executionId: number,
  events: readonly HistoryEvent[]
): void {
  const insert = write.sql(INSERT)
  for (const event of events) {
    insert.run(
      executionId,
      event.id,
      event.previousEventId,
      eventTypeCodes[event.type],
      event.timestamp,
      event.details === undefined ? null : JSON.stringify(event.details)
    )
  }
}

interface EventRow {
  event_id: number
  previous_event_id: number
  type: number
  at: number
  details: string | null
}

/**
 * Up to `limit` events of an execution, oldest first unless `isReversed`; those beyond the event
 * id `after` in the order of reading.
 */
export function readHistory(
  db: ReadDb,
  executionId: number,
  page: { after?: number; limit: number; isReversed?: boolean }
): HistoryEvent[] {
  const order = page.isReversed ? 'DESC' : 'ASC'
  const rows = db
    .sql(
      `SELECT event_id, previous_event_id, type, at, details FROM history_event
       WHERE execution_id = ? AND event_id ${page.isReversed ? '<' : '>'} ?
       ORDER BY event_id ${order} LIMIT ?`
    )
    .all(
      executionId,
      page.after ?? (page.isReversed ? Number.MAX_SAFE_INTEGER : 0),
      page.limit
    ) as EventRow[]
  return rows.map((row) => ({
    id: row.event_id,
    previousEventId: row.previous_event_id,
    type: eventTypeOf(row.type),
    timestamp: row.at,
    ...(row.details === null ? {} : { details: JSON.parse(row.details) as JsonObject })
  }))
}

/** The id of an execution's newest event; 0 where it has none. */
export function lastEventId(db: ReadDb, executionId: number): number {
  const row = db
    .sql('SELECT max(event_id) AS id FROM history_event WHERE execution_id = ?')
    .get(executionId) as { id: number | null }
  return row.id ?? 0
}
