import Database from 'better-sqlite3'
import { migrate } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { openStore } from '../open.ts'
import { makeWhole } from './make-whole.ts'
import type { Row } from './read-rows.ts'
import { readRows } from './read-rows.ts'

export interface SalvagedTable {
  table: string
  kept: number
  /** Of so many rows nobody knows whether they were there. */
  lostAtMost: number
  isWhole: boolean
}

export interface Salvage {
  tables: SalvagedTable[]
  /** Executions that ran and could not go on: they have failed with `Signalbox.DataLost`. */
  ended: number
}

interface Table {
  name: string
  columns: string[]
  key: string[]
  hasRowid: boolean
}

/**
 * Copies what can be read of the database `from` into a new one at `to`, and makes that whole.
 * `from` is only read. Throws where not even its list of tables can be read.
 */
export function salvage(from: string, to: string, now: number): Salvage {
  const source = new Database(from, { readonly: true })
  const store = openStore(to)
  try {
    const version = Number(source.pragma('user_version', { simple: true }))
    migrate(
      store,
      migrations.filter(({ number }) => number <= version)
    )
    const { db } = store
    db.pragma('foreign_keys = OFF')
    const tables = db.transaction(() => copyTables(source, db))()
    migrate(store, migrations)
    const ended = db.transaction(() => makeWhole(db, now))()
    db.pragma('foreign_keys = ON')
    return { tables, ended }
  } finally {
    source.close()
    store.close()
  }
}

function copyTables(source: Database.Database, target: Database.Database): SalvagedTable[] {
  // What triggers count is counted by them again, and where events lie is seen from their rows.
  const counted = tablesOfTriggers(target)
  return tablesOf(target)
    .filter(({ name }) => !counted.has(name) && name !== 'history_range')
    .map((table) => copyTable(source, target, table))
}

function copyTable(source: Database.Database, target: Database.Database, table: Table) {
  const { name, columns } = table
  const places = columns.map(() => '?').join(', ')
  // A new database has its one row of the engine's state already.
  const insert = target.prepare(
    `INSERT OR ${name === 'engine_state' ? 'REPLACE' : 'IGNORE'} INTO "${name}"
     (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${places})`
  )
  let kept = 0
  const keep = (row: Row): void => {
    try {
      kept += insert.run(...columns.map((column) => row[column] ?? null)).changes
    } catch (error) {
      // A value that its column cannot have: the row is damaged.
      if (!(error instanceof Database.SqliteError)) throw error
    }
  }
  try {
    const read = readRows(source, table, (rows) => {
      for (const row of rows) keep(row)
    })
    return { table: name, kept, ...read }
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    return { table: name, kept, lostAtMost: 0, isWhole: false }
  }
}

function tablesOf(db: Database.Database): Table[] {
  const rows = db
    .prepare(
      `SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
       AND schema = 'main' ORDER BY (SELECT rowid FROM sqlite_schema WHERE name = pragma_table_list.name)`
    )
    .all() as { name: string; wr: number }[]
  return rows.map(({ name, wr }) => {
    const columns = db.prepare('SELECT name, pk FROM pragma_table_info(?)').all(name) as {
      name: string
      pk: number
    }[]
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    return {
      ...{ name, hasRowid: wr === 0 },
      columns: columns.map((column) => column.name),
      key: key.map((column) => column.name)
    }
  })
}

function tablesOfTriggers(db: Database.Database): Set<string> {
  const texts = db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").pluck().all()
  const names = (texts as string[]).flatMap((text) =>
    [...text.matchAll(/INSERT INTO (\w+)/g)].map(([, name]) => name ?? '')
  )
  return new Set(names)
}
