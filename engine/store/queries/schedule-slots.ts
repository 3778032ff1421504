/** Slots: the times at which schedules were due, and what came of each. */
import type { ReadDb, WriteDb } from '../transaction.ts'
import type { OverlapPolicy } from './schedules.ts'

export type SlotStatus =
  'WAITING' | 'BUFFERED' | 'HELD' | 'RAN' | 'MISSED' | 'SKIPPED' | 'REFUSED' | 'DROPPED'
export type SlotReason =
  | 'ASLEEP'
  | 'ENGINE_OFF'
  | 'CLOCK_CHANGED'
  | 'DELAYED'
  | 'PAUSED'
  | 'OUTSIDE_WINDOW'
  | 'OVERLAP'
  | 'BUFFER_FULL'
  | 'SUPERSEDED'
  | 'NO_RUNS_LEFT'
  | 'START_REFUSED'
  | 'CONDITIONS_UNMET'
  | 'DROPPED_BY_USER'
export type SlotCause = 'SCHEDULED' | 'CATCH_UP' | 'BACKFILL' | 'TRIGGERED' | 'RUN_BY_HAND'

/** Times are milliseconds since the epoch. */
export interface Slot {
  /** Of a row for many: the last of them. */
  slotAt: number
  status: SlotStatus
  reason?: SlotReason
  cause: SlotCause
  /** When it starts, where that is not `slotAt`. */
  dueAt?: number
  startedAt?: number
  executionArn?: string
  error?: string
  /** Instead of the schedule's own. */
  overlap?: OverlapPolicy
  /** Of a row for many: the first of them. */
  firstAt?: number
  /** Absent: 1. */
  count?: number
  isLeast?: boolean
  absenceId?: number
  /** Of a held slot: when it is of no use any more. */
  expiresAt?: number
}

export interface KeyedSlot extends Slot {
  scheduleId: number
}

/**
 * Those that are decided and not started are few beside what was: SQLite is told which index has them alone,
 * since it would look through all slots of a schedule.
 */
const OPEN_SLOTS = 'schedule_slot INDEXED BY schedule_slot_open'
const IS_OPEN = `status IN ('WAITING', 'BUFFERED', 'HELD')`

interface SlotRow {
  schedule_id: number
  slot_at: number
  status: SlotStatus
  reason: SlotReason | null
  cause: SlotCause
  due_at: number | null
  started_at: number | null
  execution_arn: string | null
  error: string | null
  overlap: OverlapPolicy | null
  first_at: number | null
  count: number
  is_least: number
  absence_id: number | null
  expires_at: number | null
}

function toSlot(value: unknown): KeyedSlot {
  const row = value as SlotRow
  return {
    scheduleId: row.schedule_id,
    slotAt: row.slot_at,
    status: row.status,
    cause: row.cause,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.execution_arn === null ? {} : { executionArn: row.execution_arn }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.overlap === null ? {} : { overlap: row.overlap }),
    ...(row.first_at === null ? {} : { firstAt: row.first_at }),
    ...(row.count === 1 ? {} : { count: row.count }),
    ...(row.is_least === 0 ? {} : { isLeast: true }),
    ...(row.absence_id === null ? {} : { absenceId: row.absence_id }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at })
  }
}

/** Stores what became of a slot; what was known of it before is replaced. */
export function putSlot(write: WriteDb, scheduleId: number, slot: Slot): void {
  write
    .sql(
      `INSERT OR REPLACE INTO schedule_slot (schedule_id, slot_at, status, reason, cause, due_at,
         started_at, execution_arn, error, overlap, first_at, count, is_least, absence_id,
         expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      scheduleId,
      slot.slotAt,
      slot.status,
      slot.reason ?? null,
      slot.cause,
      slot.dueAt ?? null,
      slot.startedAt ?? null,
      slot.executionArn ?? null,
      slot.error ?? null,
      slot.overlap ?? null,
      slot.firstAt ?? null,
      slot.count ?? 1,
      slot.isLeast ? 1 : 0,
      slot.absenceId ?? null,
      slot.expiresAt ?? null
    )
}

export function findSlot(db: ReadDb, scheduleId: number, slotAt: number): KeyedSlot | undefined {
  const row = db
    .sql('SELECT * FROM schedule_slot WHERE schedule_id = ? AND slot_at = ?')
    .get(scheduleId, slotAt)
  return row ? toSlot(row) : undefined
}

/** The slots of a range of time that have rows, ascending. */
export function slotsBetween(
  db: ReadDb,
  scheduleId: number,
  from: number,
  to: number
): KeyedSlot[] {
  return db
    .sql(
      'SELECT * FROM schedule_slot WHERE schedule_id = ? AND slot_at BETWEEN ? AND ? ORDER BY slot_at'
    )
    .all(scheduleId, from, to)
    .map(toSlot)
}

/**
 * Those that wait for the end of an execution, in the order of their times. `+?` as in history-ranges.ts: it
 * is asked at each start, and its plan costs ten times as much as its answer.
 */
export function bufferedSlots(db: ReadDb, scheduleId: number, limit = -1): KeyedSlot[] {
  return db
    .sql(
      `SELECT * FROM ${OPEN_SLOTS} WHERE schedule_id = +? AND ${IS_OPEN}
         AND status = 'BUFFERED' ORDER BY slot_at LIMIT +?`
    )
    .all(scheduleId, limit)
    .map(toSlot)
}

/** All that are decided and not started. */
export function openSlots(db: ReadDb, scheduleId: number): KeyedSlot[] {
  return db
    .sql(
      `SELECT * FROM ${OPEN_SLOTS} WHERE schedule_id = ? AND ${IS_OPEN}
       ORDER BY slot_at`
    )
    .all(scheduleId)
    .map(toSlot)
}

export function countOpenSlots(db: ReadDb, scheduleId: number): number {
  const row = db
    .sql(
      `SELECT count(*) AS count FROM ${OPEN_SLOTS}
       WHERE schedule_id = ? AND ${IS_OPEN}`
    )
    .get(scheduleId) as { count: number }
  return row.count
}

export function schedulesWithBufferedSlots(db: ReadDb): number[] {
  const rows = db
    .sql(
      `SELECT DISTINCT schedule_id FROM ${OPEN_SLOTS}
       WHERE ${IS_OPEN} AND status = 'BUFFERED'`
    )
    .all() as { schedule_id: number }[]
  return rows.map((row) => row.schedule_id)
}

/** Those that wait for conditions, oldest first; of one schedule, or of all. */
export function heldSlots(db: ReadDb, scheduleId?: number): KeyedSlot[] {
  return db
    .sql(
      `SELECT * FROM schedule_slot WHERE status = 'HELD' AND (@of IS NULL OR schedule_id = @of)
       ORDER BY slot_at`
    )
    .all({ of: scheduleId ?? null })
    .map(toSlot)
}

export function earliestHeldExpiry(db: ReadDb): number | undefined {
  const row = db
    .sql(`SELECT min(expires_at) AS expires_at FROM schedule_slot WHERE status = 'HELD'`)
    .get() as { expires_at: number | null }
  return row.expires_at ?? undefined
}

export function earliestWaitingSlot(db: ReadDb): number | undefined {
  const row = db
    .sql(`SELECT min(due_at) AS due_at FROM schedule_slot WHERE status = 'WAITING'`)
    .get() as { due_at: number | null }
  return row.due_at ?? undefined
}

export function dueWaitingSlots(db: ReadDb, now: number, limit: number): KeyedSlot[] {
  return db
    .sql(
      `SELECT * FROM schedule_slot WHERE status = 'WAITING' AND due_at <= ?
       ORDER BY due_at LIMIT ?`
    )
    .all(now, limit)
    .map(toSlot)
}

/** Takes away what was noted of times that are still to come, after the clock was set back: it has not happened. */
export function takeMissedAfter(write: WriteDb, scheduleId: number, now: number): KeyedSlot[] {
  return write
    .sql(
      `DELETE FROM schedule_slot WHERE schedule_id = ? AND slot_at > ?
         AND status IN ('MISSED', 'SKIPPED') RETURNING *`
    )
    .all(scheduleId, now)
    .map(toSlot)
}

/** Keeps the newest slots alone, so that a schedule of every minute does not grow for ever. */
export function forgetOldSlots(write: WriteDb, scheduleId: number, kept: number): void {
  write
    .sql(
      `DELETE FROM schedule_slot WHERE schedule_id = @scheduleId AND slot_at < (
         SELECT slot_at FROM schedule_slot WHERE schedule_id = @scheduleId
         ORDER BY slot_at DESC LIMIT 1 OFFSET @kept)
         AND NOT ${IS_OPEN}`
    )
    .run({ scheduleId, kept: kept - 1 })
}

/** Which slots a list is about. Times are milliseconds since the epoch. */
export interface SlotFilter {
  scheduleId?: number
  statuses?: readonly SlotStatus[]
  from?: number
  to?: number
}

/** Newest first, those after the place (slotAt, scheduleId). */
export function listSlots(
  db: ReadDb,
  filter: SlotFilter,
  page: { after?: readonly [slotAt: number, scheduleId: number]; limit: number }
): KeyedSlot[] {
  const [slotAt, scheduleId] = page.after ?? [Number.MAX_SAFE_INTEGER, 0]
  const values = {
    ...{ slotAt, scheduleId, limit: page.limit },
    of: filter.scheduleId ?? null,
    statuses: filter.statuses ? JSON.stringify(filter.statuses) : null,
    from: filter.from ?? Number.MIN_SAFE_INTEGER,
    to: filter.to ?? Number.MAX_SAFE_INTEGER
  }
  const ofOne = filter.scheduleId === undefined ? '' : 'schedule_id = @of AND'
  return db
    .sql(
      `SELECT * FROM schedule_slot
       WHERE ${ofOne} (slot_at, schedule_id) < (@slotAt, @scheduleId)
         AND slot_at BETWEEN @from AND @to
         AND (@statuses IS NULL OR status IN (SELECT value FROM json_each(@statuses)))
         AND (@of IS NULL OR schedule_id = @of)
       ORDER BY slot_at DESC, schedule_id DESC LIMIT @limit`
    )
    .all(values)
    .map(toSlot)
}

/** The latest slot before this one that was started. */
export function previousSlotAt(db: ReadDb, scheduleId: number, slotAt: number): number | undefined {
  const row = db
    .sql(
      `SELECT slot_at FROM schedule_slot
       WHERE schedule_id = ? AND slot_at < ? AND status = 'RAN' ORDER BY slot_at DESC LIMIT 1`
    )
    .get(scheduleId, slotAt) as { slot_at: number } | undefined
  return row?.slot_at
}

/** The latest slot of which something has come. */
export function latestSlot(db: ReadDb, scheduleId: number): KeyedSlot | undefined {
  const row = db
    .sql('SELECT * FROM schedule_slot WHERE schedule_id = ? ORDER BY slot_at DESC LIMIT 1')
    .get(scheduleId)
  return row ? toSlot(row) : undefined
}

/** Rows for many that have slots between both instants. */
export function stretchesBetween(
  db: ReadDb,
  scheduleId: number,
  from: number,
  to: number
): KeyedSlot[] {
  return db
    .sql(
      `SELECT * FROM schedule_slot
       WHERE schedule_id = ? AND slot_at >= ? AND first_at <= ? AND count > 1`
    )
    .all(scheduleId, from, to)
    .map(toSlot)
}

export function deleteSlot(write: WriteDb, scheduleId: number, slotAt: number): void {
  write
    .sql('DELETE FROM schedule_slot WHERE schedule_id = ? AND slot_at = ?')
    .run(scheduleId, slotAt)
}
