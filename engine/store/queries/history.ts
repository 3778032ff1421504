import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import { eventTypeCodes, eventTypeOf } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { packDetails, unpackDetails } from './payloads.ts'

/** Rows a statement: a fifth faster than one by one. */
const MOST_ROWS = 10
const COLUMNS = 6
/** By the number of its rows. */
const inserts = Array.from({ length: MOST_ROWS + 1 }, (_, rowCount) => {
  const rows = Array.from({ length: rowCount }, () => '(?, ?, ?, ?, ?, ?)').join(', ')
  return `INSERT INTO history_event (execution_id, event_id, previous_event_id, type, at, details) VALUES ${rows}`
})

/** About what a row and its place in the index take besides the details. */
const ROW_BYTES = 40

/** Appends events in order. Answers about how many bytes they take, without shared payloads. */
export function appendHistory(
  write: WriteDb,
  executionId: number,
  events: readonly HistoryEvent[]
): number {
  const values: (number | string | null)[] = []
  let bytes = 0
  for (const [index, event] of events.entries()) {
    const details =
      event.details === undefined ? null : packDetails(write, executionId, event.details)
    bytes += ROW_BYTES + (details?.length ?? 0)
    values.push(
      executionId,
      event.id,
      event.previousEventId,
      eventTypeCodes[event.type],
      event.timestamp,
      details
    )
    const rowCount = values.length / COLUMNS
    if (rowCount < MOST_ROWS && index < events.length - 1) continue
    write.sql(inserts[rowCount] ?? '').run(...values)
    values.length = 0
  }
  return bytes
}

/** The same of all events of an execution, from its rows. */
export function historyBytes(db: ReadDb, executionId: number): number {
  const { bytes } = db
    .sql(
      `SELECT coalesce(sum(octet_length(coalesce(details, '')) + ${String(ROW_BYTES)}), 0) AS bytes
       FROM history_event WHERE execution_id = ?`
    )
    .get(executionId) as { bytes: number }
  return bytes
}

/** How many events an execution has: their ids have no gaps, so the last one says it. */
export function countHistory(db: ReadDb, executionId: number): number {
  const row = db
    .sql(`SELECT event_id FROM history_event WHERE execution_id = ? ORDER BY event_id DESC LIMIT 1`)
    .get(executionId) as { event_id: number } | undefined
  return row?.event_id ?? 0
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
  const seen = new Map<number, string>()
  return rows.map((row) => ({
    id: row.event_id,
    previousEventId: row.previous_event_id,
    type: eventTypeOf(row.type),
    timestamp: row.at,
    ...(row.details === null ? {} : { details: unpackDetails(db, row.details, seen) })
  }))
}

/** The id of an execution's newest event; 0 where it has none. */
export function lastEventId(db: ReadDb, executionId: number): number {
  const row = db
    .sql('SELECT max(event_id) AS id FROM history_event WHERE execution_id = ?')
    .get(executionId) as { id: number | null }
  return row.id ?? 0
}

/** When the newest event of all executions was stored: milliseconds since the epoch. */
export function newestEventAt(db: ReadDb): number | undefined {
  const row = db.sql('SELECT at FROM history_event ORDER BY rowid DESC LIMIT 1').get() as
    { at: number } | undefined
  return row?.at
}
