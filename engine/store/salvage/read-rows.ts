import type Database from 'better-sqlite3'
import { isDamaged } from '../storage-error.ts'

export type Row = Record<string, unknown>

export interface ReadTable {
  /** Of so many rows nobody knows whether they were there. */
  lostAtMost: number
  /** The table was read from one end to the other. */
  isWhole: boolean
}

const BATCH = 200

/**
 * Reads the rows of a table in batches, and goes on behind each damaged page. `onRows` gets each row
 * once.
 */
export function readRows(
  db: Database.Database,
  table: { name: string; hasRowid: boolean; key: readonly string[] },
  onRows: (rows: readonly Row[]) => void
): ReadTable {
  return table.hasRowid ? readByRowid(db, table.name, onRows) : readFromBothEnds(db, table, onRows)
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isDamaged(error)) return undefined
    throw error
  }
}

/** Behind a damaged place it looks ever further, then comes back to the first row that can be read. */
function readByRowid(
  db: Database.Database,
  table: string,
  onRows: (rows: readonly Row[]) => void
): ReadTable {
  const select = db.prepare(
    `SELECT rowid AS "the rowid", * FROM "${table}" WHERE rowid >= ? ORDER BY rowid LIMIT ?`
  )
  const read = (from: number, limit: number): Row[] | undefined =>
    attempt(() => select.all(from, limit) as Row[])
  const idOf = (row: Row | undefined): number => Number(row?.['the rowid'])
  let lostAtMost = 0
  let isWhole = true
  for (let next = Number.MIN_SAFE_INTEGER; ;) {
    const rows = read(next, BATCH) ?? readOneByOne(next, read, idOf)
    if (rows.length > 0) {
      onRows(rows.map(({ 'the rowid': _rowid, ...row }) => row))
      next = idOf(rows.at(-1)) + 1
      continue
    }
    if (read(next, 1)?.length === 0) return { lostAtMost, isWhole }
    isWhole = false
    const behind = findBehind(Math.max(next, 0), (id) => (read(id, 1)?.length ?? 0) > 0)
    if (behind === undefined) return { lostAtMost, isWhole }
    lostAtMost += behind - Math.max(next, 1)
    next = behind
  }
}

/** The rows before a damaged page, of a batch that reaches into it. */
function readOneByOne(
  from: number,
  read: (from: number, limit: number) => Row[] | undefined,
  idOf: (row: Row | undefined) => number
): Row[] {
  const rows: Row[] = []
  for (let next = from; rows.length < BATCH; next = idOf(rows.at(-1)) + 1) {
    const [row] = read(next, 1) ?? []
    if (!row) break
    rows.push(row)
  }
  return rows
}

/** About the first id from which on there are rows that can be read; undefined: none. */
function findBehind(from: number, isReadable: (id: number) => boolean): number | undefined {
  let step = 1
  while (step < 2 ** 40 && !isReadable(from + step)) step *= 2
  if (step >= 2 ** 40) return undefined
  let bad = from + Math.floor(step / 2)
  let good = from + step
  while (good - bad > 1) {
    const middle = Math.floor((bad + good) / 2)
    if (isReadable(middle)) good = middle
    else bad = middle
  }
  return good
}

/** Without a rowid there is no place behind: from the one end, then from the other. */
function readFromBothEnds(
  db: Database.Database,
  { name, key }: { name: string; key: readonly string[] },
  onRows: (rows: readonly Row[]) => void
): ReadTable {
  const seen = new Set<string>()
  const readAll = (order: 'ASC' | 'DESC'): boolean => {
    const columns = key.map((column) => `"${column}" ${order}`).join(', ')
    const rows = db.prepare(`SELECT * FROM "${name}" ORDER BY ${columns}`).iterate()
    return (
      attempt(() => {
        for (const row of rows as IterableIterator<Row>) {
          const id = JSON.stringify(key.map((column) => row[column]))
          if (seen.has(id)) return true
          seen.add(id)
          onRows([row])
        }
        return true
      }) ?? false
    )
  }
  if (readAll('ASC')) return { lostAtMost: 0, isWhole: true }
  readAll('DESC')
  return { lostAtMost: 0, isWhole: false }
}
