import type { ReadDb, WriteDb } from '../transaction.ts'
import type { WantedConditions } from './triggers.ts'

export type OverlapPolicy =
  'SKIP' | 'BUFFER_ONE' | 'BUFFER_ALL' | 'CANCEL_OTHER' | 'TERMINATE_OTHER' | 'ALLOW_ALL'

export type WeekdayName = 'SUN' | 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT'

/** Times at which nothing runs; see schedules/timing/exclusions.ts for how they are written. */
export interface ExclusionLists {
  dates?: readonly string[]
  weekdays?: readonly WeekdayName[]
  timeRanges?: readonly { from: string; to: string; weekdays?: readonly WeekdayName[] }[]
}

/** What most schedules leave at its default, and then do not store. Times in milliseconds. */
export interface MoreSettings {
  /** After the first one. */
  expressions?: readonly string[]
  /** The flexible window. */
  window?: number
  exclusions?: ExclusionLists & { calendars?: readonly string[] }
  roleArn?: string
  overlap?: OverlapPolicy
  catchUpWindow?: number
  missed?: { mode: 'NONE' | 'LAST' | 'ALL'; spacing?: number; cap?: number }
  pausesOnFailure?: boolean
  deletesItself?: boolean
  conditions?: WantedConditions
  /** Where they are not met, a slot waits; else it does not run. */
  waitsForConditions?: boolean
}

/** Times are milliseconds since the epoch. */
export interface ScheduleSettings {
  name: string
  expression: string
  /** An IANA zone. */
  timeZone: string
  description?: string
  isEnabled: boolean
  startAt?: number
  endAt?: number
  stateMachineArn: string
  /** JSON text, with AWS's placeholders and JSONata in it. */
  input?: string
  remainingRuns?: number
  more: MoreSettings
}

export interface Pause {
  at: number
  by: 'USER' | 'FAILURE' | 'STATE_MACHINE_DELETED'
  note?: string
}

export interface Schedule extends ScheduleSettings {
  id: number
  createdAt: number
  modifiedAt: number
  /** Absent where it is disabled, or never due again. */
  nextDueAt?: number
  /** The slot of `nextDueAt`. */
  nextSlotAt?: number
  /** The slot after which the next one is still to be found. */
  settleFrom?: number
  pause?: Pause
  lastExecutionId?: number
}

interface ScheduleRow {
  id: number
  name: string
  expression: string
  time_zone: string
  description: string | null
  is_enabled: number
  start_at: number | null
  end_at: number | null
  state_machine_arn: string
  input: string | null
  created_at: number
  modified_at: number
  next_due_at: number | null
  more: string
  remaining_runs: number | null
  next_slot_at: number | null
  settle_from: number | null
  paused_at: number | null
  paused_by: Pause['by'] | null
  pause_note: string | null
  last_execution_id: number | null
}

const nothingMore: MoreSettings = Object.freeze({})

function toSchedule(row: ScheduleRow): Schedule {
  return {
    id: row.id,
    name: row.name,
    expression: row.expression,
    timeZone: row.time_zone,
    isEnabled: row.is_enabled === 1,
    stateMachineArn: row.state_machine_arn,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    more: row.more === '{}' ? nothingMore : (JSON.parse(row.more) as MoreSettings),
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.start_at === null ? {} : { startAt: row.start_at }),
    ...(row.end_at === null ? {} : { endAt: row.end_at }),
    ...(row.input === null ? {} : { input: row.input }),
    ...(row.next_due_at === null ? {} : { nextDueAt: row.next_due_at }),
    ...(row.remaining_runs === null ? {} : { remainingRuns: row.remaining_runs }),
    ...(row.next_slot_at === null ? {} : { nextSlotAt: row.next_slot_at }),
    ...(row.settle_from === null ? {} : { settleFrom: row.settle_from }),
    ...(row.last_execution_id === null ? {} : { lastExecutionId: row.last_execution_id }),
    ...(row.paused_at === null ? {} : { pause: toPause(row, row.paused_at) })
  }
}

function toPause({ paused_by, pause_note }: ScheduleRow, at: number): Pause {
  return { at, by: paused_by ?? 'USER', ...(pause_note === null ? {} : { note: pause_note }) }
}

const toSchedules = (rows: unknown[]): Schedule[] =>
  rows.map((row) => toSchedule(row as ScheduleRow))

export function findSchedule(db: ReadDb, name: string): Schedule | undefined {
  const row = db.sql('SELECT * FROM schedule WHERE name = ?').get(name)
  return row ? toSchedule(row as ScheduleRow) : undefined
}

export function findScheduleById(db: ReadDb, id: number): Schedule | undefined {
  const row = db.sql('SELECT * FROM schedule WHERE id = ?').get(id)
  return row ? toSchedule(row as ScheduleRow) : undefined
}

/** Which schedules a list is about. */
export interface ScheduleFilter {
  namePrefix?: string
  isEnabled?: boolean
  stateMachineArn?: string
}

const FILTER = `substr(name, 1, length(@prefix)) = @prefix
  AND (@isEnabled IS NULL OR is_enabled = @isEnabled)
  AND (@machine IS NULL OR state_machine_arn = @machine)`

function filterValues({ namePrefix, isEnabled, stateMachineArn }: ScheduleFilter) {
  return {
    prefix: namePrefix ?? '',
    isEnabled: isEnabled === undefined ? null : Number(isEnabled),
    machine: stateMachineArn ?? null
  }
}

/** By name, those after `afterName`. */
export function listSchedules(
  db: ReadDb,
  filter: ScheduleFilter = {},
  page: { afterName?: string; limit: number } = { limit: -1 }
): Schedule[] {
  return toSchedules(
    db
      .sql(`SELECT * FROM schedule WHERE name > @after AND ${FILTER} ORDER BY name LIMIT @limit`)
      .all({ ...filterValues(filter), after: page.afterName ?? '', limit: page.limit })
  )
}

export function countSchedules(db: ReadDb, filter: ScheduleFilter = {}): number {
  const row = db.sql(`SELECT count(*) AS count FROM schedule WHERE ${FILTER}`)
  return (row.get(filterValues(filter)) as { count: number }).count
}

export function schedulesOf(db: ReadDb, stateMachineArn: string): Schedule[] {
  return listSchedules(db, { stateMachineArn })
}

/** Those that name exclusion calendars. */
export function schedulesWithCalendars(db: ReadDb): Schedule[] {
  return toSchedules(
    db.sql(`SELECT * FROM schedule WHERE more LIKE '%"calendars"%' ORDER BY name`).all()
  )
}

/** Whether one of them asks for a network that is not metered. */
export function hasNetworkCondition(db: ReadDb): boolean {
  const found = db
    .sql(`SELECT 1 FROM schedule WHERE more LIKE '%"notOnMeteredNetwork":true%' LIMIT 1`)
    .get()
  return found !== undefined
}

/** The ids of those due by `now`, the longest due first. */
export function dueScheduleIds(db: ReadDb, now: number, limit: number): number[] {
  const rows = db
    .sql('SELECT id FROM schedule WHERE next_due_at <= ? ORDER BY next_due_at LIMIT ?')
    .all(now, limit) as { id: number }[]
  return rows.map(({ id }) => id)
}

export function earliestDueSchedule(db: ReadDb): number | undefined {
  const row = db
    .sql('SELECT min(next_due_at) AS due_at FROM schedule WHERE next_due_at IS NOT NULL')
    .get() as { due_at: number | null }
  return row.due_at ?? undefined
}

/** Those whose next slot is still to be found. */
export function schedulesToSettle(db: ReadDb, limit: number): Schedule[] {
  return toSchedules(
    db.sql('SELECT * FROM schedule WHERE settle_from IS NOT NULL LIMIT ?').all(limit)
  )
}

export function hasSchedulesToSettle(db: ReadDb): boolean {
  return db.sql('SELECT 1 FROM schedule WHERE settle_from IS NOT NULL LIMIT 1').get() !== undefined
}

/** Those that have decided a slot that is still to come: the clock was set back. */
export function schedulesAheadOf(db: ReadDb, now: number): Schedule[] {
  return toSchedules(
    db.sql('SELECT * FROM schedule WHERE is_enabled = 1 AND last_slot_at > ?').all(now)
  )
}

/** Returns its id. */
export function insertSchedule(
  write: WriteDb,
  schedule: ScheduleSettings & { createdAt: number }
): number {
  const { lastInsertRowid } = write
    .sql(
      `INSERT INTO schedule (expression, time_zone, description, is_enabled, start_at, end_at,
         state_machine_arn, input, remaining_runs, more, modified_at, name, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(...settingsValues(schedule), schedule.createdAt, schedule.name, schedule.createdAt)
  return Number(lastInsertRowid)
}

export function updateSchedule(
  write: WriteDb,
  schedule: ScheduleSettings & { modifiedAt: number }
): void {
  write
    .sql(
      `UPDATE schedule SET expression = ?, time_zone = ?, description = ?, is_enabled = ?,
         start_at = ?, end_at = ?, state_machine_arn = ?, input = ?, remaining_runs = ?, more = ?,
         modified_at = ?
       WHERE name = ?`
    )
    .run(...settingsValues(schedule), schedule.modifiedAt, schedule.name)
}

function settingsValues(schedule: ScheduleSettings) {
  return [
    schedule.expression,
    schedule.timeZone,
    schedule.description ?? null,
    schedule.isEnabled ? 1 : 0,
    schedule.startAt ?? null,
    schedule.endAt ?? null,
    schedule.stateMachineArn,
    schedule.input ?? null,
    schedule.remainingRuns ?? null,
    JSON.stringify(schedule.more)
  ]
}

/** When it is due next; without a slot: never again, or not while it is disabled. */
export function setNextSlot(
  write: WriteDb,
  id: number,
  next?: { slotAt: number; dueAt: number }
): void {
  write
    .sql('UPDATE schedule SET next_slot_at = ?, next_due_at = ?, settle_from = NULL WHERE id = ?')
    .run(next?.slotAt ?? null, next?.dueAt ?? null, id)
}

/** The slot was decided; the one after it is found later. */
export function noteDecidedSlot(write: WriteDb, id: number, slotAt: number): void {
  write
    .sql(
      `UPDATE schedule SET next_slot_at = NULL, next_due_at = NULL, settle_from = @slotAt,
         last_slot_at = max(coalesce(last_slot_at, @slotAt), @slotAt) WHERE id = @id`
    )
    .run({ id, slotAt })
}

/** After the clock was set back nothing to come is decided. */
export function setLastSlot(write: WriteDb, id: number, slotAt: number): void {
  write.sql('UPDATE schedule SET last_slot_at = ? WHERE id = ?').run(slotAt, id)
}

/** Enables it (no pause) or disables it. */
export function setPause(write: WriteDb, id: number, pause?: Pause): void {
  write
    .sql(
      `UPDATE schedule SET is_enabled = ?, paused_at = ?, paused_by = ?, pause_note = ? WHERE id = ?`
    )
    .run(pause ? 0 : 1, pause?.at ?? null, pause?.by ?? null, pause?.note ?? null, id)
}

export function takeRun(write: WriteDb, id: number): void {
  write
    .sql(
      'UPDATE schedule SET remaining_runs = remaining_runs - 1 WHERE id = ? AND remaining_runs > 0'
    )
    .run(id)
}

export function setLastExecution(write: WriteDb, id: number, executionId: number): void {
  write.sql('UPDATE schedule SET last_execution_id = ? WHERE id = ?').run(executionId, id)
}

export function deleteSchedule(write: WriteDb, id: number): void {
  write.sql('DELETE FROM schedule_slot WHERE schedule_id = ?').run(id)
  write.sql('DELETE FROM schedule_run WHERE schedule_id = ?').run(id)
  write.sql('DELETE FROM schedule WHERE id = ?').run(id)
}
