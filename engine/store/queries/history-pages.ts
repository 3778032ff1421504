/** Reads of history events for the API. */
import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { eventTypeOf } from '../codes.ts'
import type { ReadDb } from '../transaction.ts'

interface EventRow {
  event_id: number
  previous_event_id: number
  type: number
  at: number
  details: string | null
}

const COLUMNS = 'SELECT event_id, previous_event_id, type, at, details FROM history_event'

/** Oldest first, or newest first where `isReversed`; `after` is the id of the last one before. */
export function listHistory(
  db: ReadDb,
  executionId: number,
  { isReversed, after, limit }: { isReversed: boolean; after?: number | undefined; limit: number }
): HistoryEvent[] {
  const rows = isReversed
    ? db
        .sql(`${COLUMNS} WHERE execution_id = ? AND event_id < ? ORDER BY event_id DESC LIMIT ?`)
        .all(executionId, after ?? Number.MAX_SAFE_INTEGER, limit)
    : db
        .sql(`${COLUMNS} WHERE execution_id = ? AND event_id > ? ORDER BY event_id LIMIT ?`)
        .all(executionId, after ?? 0, limit)
  return (rows as EventRow[]).map((row) => ({
    id: row.event_id,
    previousEventId: row.previous_event_id,
    type: eventTypeOf(row.type),
    timestamp: row.at,
    ...(row.details === null ? {} : { details: JSON.parse(row.details) as JsonObject })
  }))
}
