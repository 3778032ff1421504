import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import { eventTypeCodes, eventTypeOf } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { createDetailsPacker, createDetailsReader } from './history-details.ts'
import { noteAppended, readBackwards, readForwards, ROW_BYTES } from './history-ranges.ts'

/** Rows a statement: a fifth faster than one by one. */
const MOST_ROWS = 10
const COLUMNS = 6
/** By the number of its rows. */
const inserts = Array.from({ length: MOST_ROWS + 1 }, (_, rowCount) => {
  const rows = Array.from({ length: rowCount }, () => '(?, ?, ?, ?, ?, ?)').join(', ')
  return `INSERT INTO history_event (execution_id, event_id, previous_event_id, type, at, details) VALUES ${rows}`
})

/** Appends events in order. Answers about how many bytes they take, without shared payloads. */
export function appendHistory(
  write: WriteDb,
  executionId: number,
  events: readonly HistoryEvent[]
): number {
  const values: (number | string | null)[] = []
  const pack = createDetailsPacker(write, executionId)
  let bytes = 0
  let lastRow = 0
  for (const [index, event] of events.entries()) {
    const details = pack.pack(event)
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
    lastRow = Number(write.sql(inserts[rowCount] ?? '').run(...values).lastInsertRowid)
    values.length = 0
  }
  const lastEventId = events.at(-1)?.id
  if (lastEventId !== undefined) {
    const carried = pack.carriedBy(lastEventId)
    noteAppended(write, executionId, { lastEventId, bytes, lastRow, carried })
  }
  return bytes
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
  const { after, limit } = page
  const rows = page.isReversed
    ? readBackwards(db, executionId, { after: after ?? Number.MAX_SAFE_INTEGER, limit })
    : readForwards(db, executionId, { after: after ?? 0, limit })
  const detailsOf = createDetailsReader(db, executionId, rows)
  return rows.map((row) => ({
    id: row.event_id,
    previousEventId: row.previous_event_id,
    type: eventTypeOf(row.type),
    timestamp: row.at,
    ...(row.details === null ? {} : { details: detailsOf(row.event_id, row.details) })
  }))
}

/** When the newest event of all executions was stored: milliseconds since the epoch. */
export function newestEventAt(db: ReadDb): number | undefined {
  const row = db.sql('SELECT at FROM history_event ORDER BY id DESC LIMIT 1').get() as
    { at: number } | undefined
  return row?.at
}
