import type { ReadDb, WriteDb } from '../transaction.ts'
import type { ExclusionLists } from './schedules.ts'

export interface ExclusionCalendar extends ExclusionLists {
  name: string
  description?: string
  /** Milliseconds since the epoch. */
  modifiedAt: number
}

interface CalendarRow {
  name: string
  description: string | null
  rules: string
  modified_at: number
}

function toCalendar(value: unknown): ExclusionCalendar {
  const { name, description, rules, modified_at } = value as CalendarRow
  return {
    ...(JSON.parse(rules) as ExclusionLists),
    ...{ name, modifiedAt: modified_at },
    ...(description === null ? {} : { description })
  }
}

export function findCalendar(db: ReadDb, name: string): ExclusionCalendar | undefined {
  const row = db.sql('SELECT * FROM exclusion_calendar WHERE name = ?').get(name)
  return row ? toCalendar(row) : undefined
}

export function listCalendars(db: ReadDb): ExclusionCalendar[] {
  return db.sql('SELECT * FROM exclusion_calendar ORDER BY name').all().map(toCalendar)
}

export function putCalendar(write: WriteDb, calendar: ExclusionCalendar): void {
  const { name, description, modifiedAt, ...rules } = calendar
  write
    .sql(
      `INSERT OR REPLACE INTO exclusion_calendar (name, description, rules, modified_at)
       VALUES (?, ?, ?, ?)`
    )
    .run(name, description ?? null, JSON.stringify(rules), modifiedAt)
}

export function deleteCalendar(write: WriteDb, name: string): void {
  write.sql('DELETE FROM exclusion_calendar WHERE name = ?').run(name)
}
