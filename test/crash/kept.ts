/** All that a data folder keeps of each execution: whole, gone, or left in pieces. */
import { existsSync, readdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { dataFolder } from '../../engine/data-folder.ts'
import { rowsOfExecution } from '../../engine/store/queries/delete-execution.ts'

interface Whole {
  /** Names only. */
  files: string[]
  /** As JSON. */
  rows: string
}

/** By the name of the execution. */
export type Kept = ReadonlyMap<string, Whole>

const MORE_ROWS: typeof rowsOfExecution = [
  { table: 'history_event', where: 'execution_id = ?' },
  { table: 'payload_use', where: 'execution_id = ?' },
  { table: 'redrive_point', where: 'execution_id = ?' },
  {
    table: 'map_run_item',
    where: 'map_run_id IN (SELECT id FROM map_run WHERE execution_id = ?)'
  }
]

/** Each says how many there are of something that must not be. */
const STRAYS: Record<string, string> = {
  ...Object.fromEntries(
    [...rowsOfExecution, ...MORE_ROWS]
      .filter(({ where }) => where === 'execution_id = ?')
      .map(({ table }) => [
        table,
        `SELECT count(*) FROM ${table} WHERE execution_id NOT IN (SELECT id FROM execution)`
      ])
  ),
  deletion: 'SELECT count(*) FROM deletion',
  items: 'SELECT count(*) FROM map_run_item WHERE map_run_id NOT IN (SELECT id FROM map_run)',
  children: `SELECT count(*) FROM map_run_child WHERE map_run_id NOT IN (SELECT id FROM map_run)`,
  payloads: 'SELECT count(*) FROM payload WHERE id NOT IN (SELECT payload_id FROM payload_use)',
  counters: `SELECT count(*) FROM execution_count AS counter WHERE count <> (SELECT count(*) FROM execution
    WHERE state_machine_id = counter.state_machine_id AND status = counter.status)`
}

function withDatabase<T>(data: string, read: (db: Database.Database) => T): T {
  const db = new Database(dataFolder(data).database, { readonly: true })
  try {
    return read(db)
  } finally {
    db.close()
  }
}

/** What belongs to executions that are no more: rows by table, folders. */
export function findStrays(data: string): string[] {
  const { tasks } = dataFolder(data)
  return withDatabase(data, (db) => {
    const rows = Object.entries(STRAYS).flatMap(([what, sql]) => {
      const count = Number(db.prepare(sql).pluck().get())
      return count === 0 ? [] : [`${what}: ${String(count)}`]
    })
    const known = new Set(db.prepare('SELECT id FROM execution').pluck().all().map(String))
    const folders = existsSync(tasks) ? readdirSync(tasks) : []
    return [...rows, ...folders.filter((id) => !known.has(id)).map((id) => `folder ${id}`)]
  })
}

/** All rows of each execution, with the names of its files, by its name. Of an engine that has ended. */
export function readKept(data: string): Kept {
  return withDatabase(data, (db) => {
    expect(db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }])
    const executions = db
      .prepare(
        `SELECT execution.id, state_machine.name || ':' || execution.name AS name
         FROM execution JOIN state_machine ON state_machine.id = state_machine_id`
      )
      .all() as { id: number; name: string }[]
    const queries = [...rowsOfExecution, ...MORE_ROWS].map(({ table, where }) =>
      db.prepare(`SELECT * FROM ${table} WHERE ${where}`)
    )
    const wholeOf = (id: number): Whole => ({
      files: filesIn(dataFolder(data).tasksOf(id)),
      rows: JSON.stringify(queries.map((query) => query.all(id)))
    })
    return new Map(executions.map(({ id, name }) => [name, wholeOf(id)]))
  })
}

function filesIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path, { recursive: true }).map(String).sort() : []
}

/**
 * Nothing is left in pieces: what is there is as it was. Answers the names of what is there. Logs of tasks
 * are not synced: a power loss may take some of their files.
 */
export function expectWholeOrGone(
  data: string,
  before: Kept,
  { areFilesSure = true }: { areFilesSure?: boolean } = {}
): string[] {
  const kept = readKept(data)
  expect(findStrays(data)).toEqual([])
  for (const [name, { files, rows }] of kept) {
    const whole = before.get(name)
    expect([name, rows]).toEqual([name, whole?.rows])
    if (areFilesSure) expect([name, files]).toEqual([name, whole?.files])
  }
  return [...kept.keys()]
}
