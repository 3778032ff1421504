/** A data folder with as many open executions as one likes, made without waiting for an engine to start them. */
import { dataFolder } from '../engine/data-folder.ts'
import type { Store } from '../engine/store/open.ts'
import { openStore } from '../engine/store/open.ts'

interface Column {
  name: string
  type: string
  pk: number
}

/**
 * Copies the rows of running executions (each of `names`, as an engine has made them) until there
 * are `count` of each. The engine must have ended.
 */
export function multiplyExecutions(folder: string, names: readonly string[], count: number): void {
  const store = openStore(dataFolder(folder).database)
  store.db.pragma('synchronous = OFF')
  store.db.pragma('foreign_keys = OFF')
  const idOf = store.db.prepare('SELECT id FROM execution WHERE name = ?').pluck()
  for (const name of names) {
    const from = Number(idOf.get(name))
    const first = Number(store.db.prepare('SELECT max(id) + 1 FROM execution').pluck().get())
    store.db.transaction(() => {
      copyRows(store, 'execution', 'id', { from, first, count: count - 1 })
      for (const table of tablesOfExecutions(store)) {
        copyRows(store, table, 'execution_id', { from, first, count: count - 1 })
      }
    })()
  }
  store.db.pragma('synchronous = FULL')
  store.close()
}

function tablesOfExecutions({ db }: Store): string[] {
  return db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'
       AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name) WHERE name = 'execution_id')`
    )
    .pluck()
    .all() as string[]
}

/** Each copy has the next id; names and tokens differ, all else is the same. */
function copyRows(
  { db }: Store,
  table: string,
  key: string,
  { from, first, count }: { from: number; first: number; count: number }
): void {
  const columns = db
    .prepare(`SELECT name, type, pk FROM pragma_table_info('${table}')`)
    .all() as Column[]
  // A rowid of its own is given by SQLite.
  const copied = columns.filter(({ name, pk }) => name === key || !(name === 'id' && pk === 1))
  const valueOf = ({ name }: Column): string => {
    if (name === key) return '? + number'
    if (table === 'execution' && name === 'name') return "name || '-' || number"
    return name === 'token' ? "token || '-' || number" : name
  }
  db.prepare(
    `WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < ? - 1)
     INSERT INTO ${table} (${copied.map(({ name }) => name).join(', ')})
     SELECT ${copied.map(valueOf).join(', ')} FROM ${table}, numbers WHERE ${table}.${key} = ?`
  ).run(count, first, from)
}
