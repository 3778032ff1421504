import type { HistoryTail, TailEntry } from '../history-tail.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

/**
 * Where the events of an execution lie. They are stored in the order of their commits; rows of one
 * execution that follow each other are a range, and ranges are written for many commits at once: an
 * index of events would rewrite a page for each running execution with every commit (ADR 0018). What is
 * in no range yet, the tail, is short and is looked through.
 *
 * `+?`: SQLite plans a statement anew at each run where it has looked at a bound value, which costs four
 * times as much as the rest of it; a sum it does not look at.
 */

/** A longer tail is put into ranges. */
const LONGEST_TAIL = 2000
/** Rows that a deletion takes at once. */
const DELETED_AT_ONCE = 500
/** About what a row takes besides its details. */
export const ROW_BYTES = 28

/** Rows behind this one are in no range. */
const TAIL = 'id > (SELECT last_ranged_row FROM engine_state)'
const BYTES = `coalesce(sum(octet_length(coalesce(details, '')) + ${String(ROW_BYTES)}), 0)`

/** Puts the rows behind one into ranges. An event that is there twice is damage: the first one counts. */
export const INSERT_RANGES = `INSERT OR IGNORE INTO history_range
  SELECT execution_id, min(event_id), min(id), count(*) FROM history_event
  WHERE id > ? GROUP BY execution_id, id - event_id`

/** Rows of an execution with nothing between them. */
export interface HistoryRange {
  first_event_id: number
  first_row: number
  event_count: number
}

function knownTail(db: ReadDb, tail: HistoryTail): NonNullable<HistoryTail['known']> {
  if (tail.known) return tail.known
  const { last } = db.sql('SELECT last_ranged_row AS last FROM engine_state').get() as {
    last: number
  }
  const rows = db
    .sql(
      `SELECT execution_id AS id, max(event_id) AS lastEventId, ${BYTES} AS bytes
       FROM history_event WHERE ${TAIL} GROUP BY execution_id`
    )
    .all() as (TailEntry & { id: number })[]
  const byExecution = new Map(rows.map(({ id, ...entry }) => [id, entry]))
  return (tail.known = { lastRangedRow: last, byExecution })
}

/** Keeps the tail short: to be told of all rows that are appended. */
export function noteAppended(
  write: WriteDb,
  executionId: number,
  { lastRow, ...entry }: TailEntry & { lastRow: number }
): void {
  const known = write.historyTail.known
  const before = known?.byExecution.get(executionId)
  if (before) {
    before.lastEventId = entry.lastEventId
    before.bytes += entry.bytes
    before.carried = entry.carried
  } else known?.byExecution.set(executionId, entry)
  // Not known: these rows are looked for with the others.
  const { lastRangedRow } = known ?? knownTail(write, write.historyTail)
  if (lastRow - lastRangedRow > LONGEST_TAIL) putIntoRanges(write)
}

/** Puts the tail into ranges. */
export function putIntoRanges(write: WriteDb): void {
  const { lastRangedRow } = knownTail(write, write.historyTail)
  write.sql(INSERT_RANGES).run(lastRangedRow)
  const last = lastRow(write)
  rangedUpTo(write, last)
  write.historyTail.known = { lastRangedRow: last, byExecution: new Map() }
}

function lastRow(db: ReadDb): number {
  const { last } = db.sql('SELECT max(id) AS last FROM history_event').get() as {
    last: number | null
  }
  return last ?? 0
}

function rangedUpTo(write: WriteDb, row: number): void {
  write.sql('UPDATE engine_state SET last_ranged_row = ?').run(row)
}

/** The id of an execution's newest event, which is also how many it has; 0 where it has none. */
export function lastEventId(db: ReadDb, executionId: number): number {
  return tailOf(db, executionId)?.lastEventId ?? lastRangedEventId(db, executionId)
}

function tailOf(db: ReadDb, executionId: number): TailEntry | undefined {
  if (db.historyTail) return knownTail(db, db.historyTail).byExecution.get(executionId)
  const entry = db
    .sql(
      `SELECT max(event_id) AS lastEventId, ${BYTES} AS bytes FROM history_event
       WHERE ${TAIL} AND execution_id = ?`
    )
    .get(executionId) as { lastEventId: number | null; bytes: number }
  return entry.lastEventId === null ? undefined : (entry as TailEntry)
}

function lastRangedEventId(db: ReadDb, executionId: number): number {
  const range = lastRange(db, executionId)
  return range ? range.first_event_id + range.event_count - 1 : 0
}

function lastRange(db: ReadDb, executionId: number): HistoryRange | undefined {
  return db
    .sql(
      `SELECT first_event_id, first_row, event_count FROM history_range
       WHERE execution_id = +? ORDER BY first_event_id DESC LIMIT 1`
    )
    .get(executionId) as HistoryRange | undefined
}

/** About how many bytes the events of an execution take, from its rows. */
export function historyBytes(db: ReadDb, executionId: number): number {
  const { bytes } = db
    .sql(
      `SELECT coalesce(sum((SELECT ${BYTES} FROM history_event
         WHERE id BETWEEN first_row AND first_row + event_count - 1)), 0) AS bytes
       FROM history_range WHERE execution_id = +?`
    )
    .get(executionId) as { bytes: number }
  return bytes + (tailOf(db, executionId)?.bytes ?? 0)
}

/** An event as it is stored. */
export interface EventRow {
  event_id: number
  previous_event_id: number
  type: number
  at: number
  details: string | null
}

const EVENT = 'event_id, previous_event_id, type, at, details'

/** Which events of an execution: those beyond the event id `after` in the order of reading. */
export interface HistoryPage {
  after: number
  limit: number
}

/** Rows of an execution, oldest first. */
export function readForwards(db: ReadDb, executionId: number, page: HistoryPage): EventRow[] {
  const { after, limit } = page
  const rows: EventRow[] = []
  const ranges = db
    .sql(
      `SELECT first_event_id, first_row, event_count FROM history_range WHERE execution_id = +?
         AND first_event_id >= coalesce((SELECT max(first_event_id) FROM history_range
           WHERE execution_id = +? AND first_event_id <= +?), 0)
       ORDER BY first_event_id LIMIT +?`
    )
    .all(executionId, executionId, after + 1, limit + 1) as HistoryRange[]
  const select = db.sql(
    `SELECT ${EVENT} FROM history_event WHERE id BETWEEN ? AND ? ORDER BY id LIMIT +?`
  )
  for (const { first_event_id, first_row, event_count } of ranges) {
    const from = first_row + Math.max(0, after + 1 - first_event_id)
    const found = select.all(from, first_row + event_count - 1, limit - rows.length)
    rows.push(...(found as EventRow[]))
    if (rows.length >= limit) return rows
  }
  const tail = db
    .sql(
      `SELECT ${EVENT} FROM history_event WHERE ${TAIL} AND execution_id = +? AND event_id > +?
       ORDER BY id LIMIT +?`
    )
    .all(executionId, after, limit - rows.length)
  return [...rows, ...(tail as EventRow[])]
}

/** Rows of an execution, newest first. */
export function readBackwards(db: ReadDb, executionId: number, page: HistoryPage): EventRow[] {
  const { after, limit } = page
  const rows = db
    .sql(
      `SELECT ${EVENT} FROM history_event WHERE ${TAIL} AND execution_id = +? AND event_id < +?
       ORDER BY id DESC LIMIT +?`
    )
    .all(executionId, after, limit) as EventRow[]
  if (rows.length >= limit) return rows
  const ranges = db
    .sql(
      `SELECT first_event_id, first_row, event_count FROM history_range
       WHERE execution_id = +? AND first_event_id < +? ORDER BY first_event_id DESC LIMIT +?`
    )
    .all(executionId, after, limit) as HistoryRange[]
  const select = db.sql(
    `SELECT ${EVENT} FROM history_event WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT +?`
  )
  for (const { first_event_id, first_row, event_count } of ranges) {
    const to = first_row + Math.min(event_count, after - first_event_id) - 1
    rows.push(...(select.all(first_row, to, limit - rows.length) as EventRow[]))
    if (rows.length >= limit) break
  }
  return rows
}

/** Deletes some of an execution's newest events; false once there are none. */
export function deleteEvents(write: WriteDb, executionId: number): boolean {
  if (tailOf(write, executionId)) putIntoRanges(write)
  const range = lastRange(write, executionId)
  if (!range) return false
  const { first_event_id, first_row, event_count } = range
  const kept = Math.max(0, event_count - DELETED_AT_ONCE)
  write
    .sql('DELETE FROM history_event WHERE id BETWEEN ? AND ?')
    .run(first_row + kept, first_row + event_count - 1)
  const ofRange = 'history_range WHERE execution_id = ? AND first_event_id = ?'
  if (kept === 0) write.sql(`DELETE FROM ${ofRange}`).run(executionId, first_event_id)
  else {
    write
      .sql(`UPDATE history_range SET event_count = ? WHERE execution_id = ? AND first_event_id = ?`)
      .run(kept, executionId, first_event_id)
  }
  giveRowsAgain(write)
  return true
}

/** The ids of the newest rows are given again once these are deleted: what comes then is in no range. */
function giveRowsAgain(write: WriteDb): void {
  const known = knownTail(write, write.historyTail)
  const last = lastRow(write)
  if (last >= known.lastRangedRow) return
  rangedUpTo(write, last)
  known.lastRangedRow = last
}
