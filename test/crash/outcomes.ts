/** What became of executions, read from the database of an engine that has ended. */
import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { dataFolder } from '../../engine/data-folder.ts'
import { eventTypeOf, executionStatusOf } from '../../engine/store/codes.ts'

export interface Outcome {
  name: string
  workflow: string
  status: string
  output: unknown
  error: string | null
  eventIds: number[]
  eventTypes: string[]
}

interface Row {
  id: number
  name: string
  workflow: string
  status: number
  output: string | null
  error: string | null
}

export function readOutcomes(folder: string): Outcome[] {
  const db = new Database(dataFolder(folder).database, { readonly: true })
  const rows = db
    .prepare(
      `SELECT execution.id, execution.name, state_machine.name AS workflow, status, output, error
       FROM execution JOIN state_machine ON state_machine.id = state_machine_id
       JOIN execution_data ON execution_id = execution.id ORDER BY execution.id`
    )
    .all() as Row[]
  const events = db.prepare(
    'SELECT event_id, type FROM history_event WHERE execution_id = ? ORDER BY rowid'
  )
  const outcomes = rows.map(({ id, name, workflow, status, output, error }) => {
    const found = events.all(id) as { event_id: number; type: number }[]
    return {
      ...{ name, workflow, error },
      status: executionStatusOf(status),
      output: output === null ? null : (JSON.parse(output) as unknown),
      eventIds: found.map(({ event_id }) => event_id),
      eventTypes: found.map(({ type }) => eventTypeOf(type))
    }
  })
  db.close()
  return outcomes
}

/** Rows that only a running execution has. */
export function countLeftovers(folder: string): number {
  const db = new Database(dataFolder(folder).database, { readonly: true })
  const count = db
    .prepare(
      `SELECT (SELECT count(*) FROM snapshot) + (SELECT count(*) FROM frame)
         + (SELECT count(*) FROM timer) + (SELECT count(*) FROM task WHERE status <= 3)`
    )
    .pluck()
    .get() as number
  db.close()
  return count
}

/** The lines that shell tasks have appended. */
export function readEffects(file: string): string[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split('\n').filter(Boolean)
}

/** Task tokens by execution name. */
export function readTokens(folder: string): Map<string, string> {
  const names = readdirSync(folder).filter((name) => !name.endsWith('.new'))
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
