/** When the engine was asleep or off, and the digest of what was missed meanwhile. */
import type { ReadDb, WriteDb } from '../transaction.ts'

export type AbsenceKind = 'ASLEEP' | 'ENGINE_OFF' | 'CLOCK_CHANGED'

/** Times are milliseconds since the epoch. */
export interface Absence {
  id: number
  kind: AbsenceKind
  from: number
  to: number
}

interface AbsenceRow {
  id: number
  kind: AbsenceKind
  from_at: number
  to_at: number
}

const toAbsence = (row: unknown): Absence => {
  const { id, kind, from_at, to_at } = row as AbsenceRow
  return { id, kind, from: from_at, to: to_at }
}

/** Returns its id. */
export function insertAbsence(write: WriteDb, absence: Omit<Absence, 'id'>): number {
  const { lastInsertRowid } = write
    .sql('INSERT INTO absence (kind, from_at, to_at) VALUES (?, ?, ?)')
    .run(absence.kind, absence.from, absence.to)
  return Number(lastInsertRowid)
}

/** The latest absence in which this instant lies. */
export function absenceAt(db: ReadDb, instant: number): Absence | undefined {
  const row = db
    .sql(
      `SELECT * FROM (SELECT * FROM absence ORDER BY id DESC LIMIT 100)
       WHERE from_at <= ? AND to_at >= ? LIMIT 1`
    )
    .get(instant, instant)
  return row ? toAbsence(row) : undefined
}

/** Those that have ended after an instant, oldest first. */
export function returnsSince(db: ReadDb, instant: number): Absence[] {
  return db.sql('SELECT * FROM absence WHERE to_at > ? ORDER BY id').all(instant).map(toAbsence)
}

/** Absences in which nothing was missed are of no interest once they are old. */
export function forgetOldAbsences(write: WriteDb, kept: number): void {
  write
    .sql(
      `DELETE FROM absence WHERE id < (SELECT id FROM absence ORDER BY id DESC LIMIT 1 OFFSET ?)
         AND NOT EXISTS (SELECT 1 FROM schedule_slot WHERE absence_id = absence.id)`
    )
    .run(kept - 1)
}

/** Those with slots that nobody has put away yet, newest first. */
export function openAbsences(db: ReadDb): Absence[] {
  return db
    .sql(
      `SELECT * FROM absence WHERE is_acknowledged = 0
         AND EXISTS (SELECT 1 FROM schedule_slot WHERE absence_id = absence.id)
       ORDER BY id DESC`
    )
    .all()
    .map(toAbsence)
}

/** Puts all absences up to this one away. */
export function acknowledgeAbsences(write: WriteDb, id: number): void {
  write.sql('UPDATE absence SET is_acknowledged = 1 WHERE is_acknowledged = 0 AND id <= ?').run(id)
}

export interface DigestCount {
  scheduleId: number
  /** Slots that did not run. */
  missed: number
  /** Slots that were made up for, or will be. */
  caughtUp: number
}

/** From the few absences to their slots: CROSS JOIN keeps SQLite from beginning with all slots. */
const OPEN_SLOTS = `FROM absence CROSS JOIN schedule_slot ON absence_id = absence.id
  WHERE is_acknowledged = 0 AND absence_id IS NOT NULL`

/** By schedule, those with most missed first. */
export function digestCounts(db: ReadDb): DigestCount[] {
  const rows = db
    .sql(
      `SELECT schedule_id,
         sum(CASE WHEN status = 'MISSED' THEN count ELSE 0 END) AS missed,
         sum(CASE WHEN status IN ('RAN', 'WAITING', 'BUFFERED', 'HELD') THEN 1 ELSE 0 END) AS caught_up
       ${OPEN_SLOTS} GROUP BY schedule_id ORDER BY missed DESC, schedule_id`
    )
    .all() as { schedule_id: number; missed: number; caught_up: number }[]
  return rows.map((row) => ({
    scheduleId: row.schedule_id,
    missed: row.missed,
    caughtUp: row.caught_up
  }))
}

/** The times of a schedule's slots in the digest, newest first. */
export function digestSlotTimes(db: ReadDb, scheduleId: number, limit: number): number[] {
  const rows = db
    .sql(`SELECT slot_at ${OPEN_SLOTS} AND schedule_id = ? ORDER BY slot_at DESC LIMIT ?`)
    .all(scheduleId, limit) as { slot_at: number }[]
  return rows.map((row) => row.slot_at)
}

/** The last sign of life; undefined on a new data folder. */
export function lastSeenAt(db: ReadDb): number | undefined {
  const row = db.sql('SELECT seen_at FROM engine_state').get() as { seen_at: number | null }
  return row.seen_at ?? undefined
}

export function setSeenAt(write: WriteDb, at: number): void {
  write.sql('UPDATE engine_state SET seen_at = ?').run(at)
}
