import type { ReadDb, WriteDb } from '../transaction.ts'

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
  /** JSON text, with AWS's placeholders in it. */
  input?: string
}

export interface Schedule extends ScheduleSettings {
  id: number
  createdAt: number
  modifiedAt: number
  /** Absent where it is disabled, or never due again. */
  nextDueAt?: number
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
}

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
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.start_at === null ? {} : { startAt: row.start_at }),
    ...(row.end_at === null ? {} : { endAt: row.end_at }),
    ...(row.input === null ? {} : { input: row.input }),
    ...(row.next_due_at === null ? {} : { nextDueAt: row.next_due_at })
  }
}

export function findSchedule(db: ReadDb, name: string): Schedule | undefined {
  const row = db.sql('SELECT * FROM schedule WHERE name = ?').get(name)
  return row ? toSchedule(row as ScheduleRow) : undefined
}

export function listSchedules(db: ReadDb): Schedule[] {
  const rows = db.sql('SELECT * FROM schedule ORDER BY name').all()
  return rows.map((row) => toSchedule(row as ScheduleRow))
}

export function schedulesOf(db: ReadDb, stateMachineArn: string): Schedule[] {
  const rows = db.sql('SELECT * FROM schedule WHERE state_machine_arn = ?').all(stateMachineArn)
  return rows.map((row) => toSchedule(row as ScheduleRow))
}

/** Those due by `now`, the longest due first. */
export function dueSchedules(db: ReadDb, now: number, limit: number): Schedule[] {
  const rows = db
    .sql('SELECT * FROM schedule WHERE next_due_at <= ? ORDER BY next_due_at LIMIT ?')
    .all(now, limit)
  return rows.map((row) => toSchedule(row as ScheduleRow))
}

export function earliestDueSchedule(db: ReadDb): number | undefined {
  const row = db
    .sql('SELECT min(next_due_at) AS due_at FROM schedule WHERE next_due_at IS NOT NULL')
    .get() as { due_at: number | null }
  return row.due_at ?? undefined
}

export function insertSchedule(
  write: WriteDb,
  schedule: ScheduleSettings & { createdAt: number; nextDueAt?: number }
): void {
  write
    .sql(
      `INSERT INTO schedule (name, expression, time_zone, description, is_enabled, start_at, end_at,
         state_machine_arn, input, created_at, modified_at, next_due_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      schedule.name,
      ...settingsValues(schedule),
      schedule.createdAt,
      schedule.createdAt,
      schedule.nextDueAt ?? null
    )
}

export function updateSchedule(
  write: WriteDb,
  schedule: ScheduleSettings & { modifiedAt: number; nextDueAt?: number }
): void {
  write
    .sql(
      `UPDATE schedule SET expression = ?, time_zone = ?, description = ?, is_enabled = ?,
         start_at = ?, end_at = ?, state_machine_arn = ?, input = ?, modified_at = ?, next_due_at = ?
       WHERE name = ?`
    )
    .run(
      ...settingsValues(schedule),
      schedule.modifiedAt,
      schedule.nextDueAt ?? null,
      schedule.name
    )
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
    schedule.input ?? null
  ]
}

export function setNextDue(write: WriteDb, id: number, nextDueAt: number | undefined): void {
  write.sql('UPDATE schedule SET next_due_at = ? WHERE id = ?').run(nextDueAt ?? null, id)
}

/** Disables it and puts a note in front of its description. */
export function disableSchedule(write: WriteDb, id: number, note: string, at: number): void {
  write
    .sql(
      `UPDATE schedule SET is_enabled = 0, next_due_at = NULL, modified_at = ?,
         description = substr(trim(? || ' ' || coalesce(description, '')), 1, 512)
       WHERE id = ?`
    )
    .run(at, note, id)
}

export function deleteSchedule(write: WriteDb, id: number): void {
  write.sql('DELETE FROM schedule_slot WHERE schedule_id = ?').run(id)
  write.sql('DELETE FROM schedule WHERE id = ?').run(id)
}

/** One time at which a schedule was due, and what came of it. */
export interface Slot {
  slotAt: number
  status: 'RUN' | 'SKIPPED'
  executionArn?: string
  /** Why it was skipped. */
  reason?: string
}

interface SlotRow {
  slot_at: number
  status: 'RUN' | 'SKIPPED'
  execution_arn: string | null
  reason: string | null
}

/** A slot is filled once: false where it was before. */
export function fillSlot(write: WriteDb, scheduleId: number, slot: Slot): boolean {
  const { changes } = write
    .sql(
      `INSERT INTO schedule_slot (schedule_id, slot_at, status, execution_arn, reason)
       VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
    )
    .run(scheduleId, slot.slotAt, slot.status, slot.executionArn ?? null, slot.reason ?? null)
  return changes > 0
}

export function hasSlot(db: ReadDb, scheduleId: number, slotAt: number): boolean {
  const row = db
    .sql('SELECT 1 FROM schedule_slot WHERE schedule_id = ? AND slot_at = ?')
    .get(scheduleId, slotAt)
  return row !== undefined
}

/** Keeps the newest slots alone, so that a schedule of every minute does not grow for ever. */
export function forgetOldSlots(write: WriteDb, scheduleId: number, kept: number): void {
  write
    .sql(
      `DELETE FROM schedule_slot WHERE schedule_id = @scheduleId AND slot_at < (
         SELECT slot_at FROM schedule_slot WHERE schedule_id = @scheduleId
         ORDER BY slot_at DESC LIMIT 1 OFFSET @kept)`
    )
    .run({ scheduleId, kept: kept - 1 })
}

/** Newest first. */
export function listSlots(db: ReadDb, scheduleId: number, limit: number): Slot[] {
  const rows = db
    .sql(
      `SELECT slot_at, status, execution_arn, reason FROM schedule_slot
       WHERE schedule_id = ? ORDER BY slot_at DESC LIMIT ?`
    )
    .all(scheduleId, limit) as SlotRow[]
  return rows.map((row) => ({
    slotAt: row.slot_at,
    status: row.status,
    ...(row.execution_arn === null ? {} : { executionArn: row.execution_arn }),
    ...(row.reason === null ? {} : { reason: row.reason })
  }))
}
