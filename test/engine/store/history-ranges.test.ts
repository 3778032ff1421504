/** Events lie in the order of their commits; every way of reading finds them all the same. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { join } from 'node:path'
import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { migrate } from '../../../engine/store/migrate.ts'
import { migrations } from '../../../engine/store/migrations/index.ts'
import { openReadStore } from '../../../engine/store/open-reader.ts'
import type { Store } from '../../../engine/store/open.ts'
import { openStore } from '../../../engine/store/open.ts'
import { appendHistory, readHistory } from '../../../engine/store/queries/history.ts'
import {
  deleteEvents,
  historyBytes,
  lastEventId,
  putIntoRanges
} from '../../../engine/store/queries/history-ranges.ts'
import type { ReadDb, WriteDb } from '../../../engine/store/transaction.ts'
import { inTransaction, reader } from '../../../engine/store/transaction.ts'
import { createRandom } from '../../support/random.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let temp: TempFolder
let store: Store

beforeEach(() => {
  temp = makeTempFolder()
  store = openStore(join(temp.path, 'test.db'))
})
afterEach(() => {
  store.close()
  temp.remove()
})

/** As steps make them: most have a text of the event before, some an own one, a long one, or none. */
function detailsOf(id: number): JsonObject | undefined {
  const text = JSON.stringify({
    order: Math.floor(id / 9),
    note: 'x'.repeat(id % 40 < 20 ? 9 : 2000)
  })
  const note = { truncated: id % 31 === 0 }
  if (id % 7 === 1) return undefined
  if (id % 7 === 2) return { parameters: text, region: 'us-east-1' }
  if (id % 7 === 3) return { error: 'No', cause: text }
  if (id % 7 === 4) return { name: `S${String(id)}`, output: text, outputDetails: note }
  if (id % 7 === 5) return { input: text, name: 'of another kind' }
  return { input: text, inputDetails: note, name: `S${String(id)}` }
}
function event(id: number): HistoryEvent {
  const details = detailsOf(id)
  const previousEventId = id % 11 === 0 ? Math.floor(id / 2) : id - 1
  return {
    ...{ id, previousEventId, type: 'PassStateEntered', timestamp: id },
    ...(details === undefined ? {} : { details })
  }
}
const events = (from: number, many: number): HistoryEvent[] =>
  Array.from({ length: many }, (_, index) => event(from + index))
const count = (table: string): number =>
  store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
const lastRangedRow = (): unknown =>
  store.db.prepare('SELECT last_ranged_row FROM engine_state').pluck().get()
const idsOf = (db: ReadDb, execution: number): number[] =>
  readHistory(db, execution, { limit: 1e6 }).map(({ id }) => id)
const deleteAll = (write: WriteDb, execution: number): void => {
  while (deleteEvents(write, execution)) continue
}

/** Reads what the model says, in every way. */
function verify(db: ReadDb, histories: Map<number, number>, draw: (below: number) => number): void {
  for (const [execution, last] of histories) {
    const all = events(1, last)
    const read = readHistory(db, execution, { limit: 1e6 })
    // Members of details in their order, too.
    expect(read.map(({ details }) => JSON.stringify(details))).toEqual(
      all.map(({ details }) => JSON.stringify(details))
    )
    expect(read).toEqual(all)
    expect(readHistory(db, execution, { limit: 1e6, isReversed: true })).toEqual(all.toReversed())
    expect(lastEventId(db, execution)).toBe(last)
    expect(historyBytes(db, execution) > 0).toBe(last > 0)
    const [after, limit] = [draw(last + 2), 1 + draw(8)]
    expect(readHistory(db, execution, { after, limit })).toEqual(
      all.filter(({ id }) => id > after).slice(0, limit)
    )
    expect(readHistory(db, execution, { after, limit, isReversed: true })).toEqual(
      all
        .filter(({ id }) => id < after)
        .toReversed()
        .slice(0, limit)
    )
  }
}

test('appends, rollbacks, ranges and deletions in any order: each history is read as it was written', () => {
  migrate(store, migrations)
  const other = openReadStore(join(temp.path, 'test.db'))
  for (let seed = 1; seed <= 6; seed++) {
    const random = createRandom(seed)
    const draw = (below: number): number => Math.floor(random() * below)
    const base = seed * 100
    const histories = new Map<number, number>()
    for (let step = 0; step < 60; step++) {
      const wanted = new Map(histories)
      const isUndone = draw(6) === 0
      const act = (write: WriteDb): void => {
        for (let work = draw(5); work >= 0; work--) {
          const execution = base + draw(7)
          const last = wanted.get(execution) ?? 0
          const kind = draw(12)
          if (kind === 0) putIntoRanges(write)
          else if (kind === 1) {
            deleteAll(write, execution)
            wanted.delete(execution)
          } else {
            const more = 1 + draw(kind === 2 ? 1200 : 4)
            appendHistory(write, execution, events(last + 1, more))
            wanted.set(execution, last + more)
          }
        }
        if (isUndone) throw new Error('undone')
      }
      if (isUndone) expect(() => inTransaction(store, act)).toThrow('undone')
      else {
        inTransaction(store, act)
        histories.clear()
        for (const [execution, last] of wanted) histories.set(execution, last)
      }
    }
    verify(reader(store), histories, draw)
    verify(other.db, histories, draw)
    // What the writer remembers is what it would find.
    store.historyTail.known = undefined
    verify(reader(store), histories, draw)
  }
  other.close()
})

test('the tail is put into ranges before it is long, a range for all that follows each other', () => {
  migrate(store, migrations)
  inTransaction(store, (write) => {
    for (let step = 0; step < 1000; step++) appendHistory(write, 1, events(1 + step * 2, 2))
  })
  expect(count('history_range')).toBe(0)
  inTransaction(store, (write) => appendHistory(write, 1, events(2001, 1)))
  expect([count('history_range'), lastRangedRow()]).toEqual([1, 2001])
  expect(idsOf(reader(store), 1)).toHaveLength(2001)
})

test('rows that take the place of deleted ones are found', () => {
  migrate(store, migrations)
  inTransaction(store, (write) => {
    appendHistory(write, 1, events(1, 3))
    appendHistory(write, 2, events(1, 1300))
    putIntoRanges(write)
  })
  inTransaction(store, (write) => deleteAll(write, 2))
  expect(lastRangedRow()).toBe(3)
  inTransaction(store, (write) => appendHistory(write, 3, events(1, 4)))
  expect(idsOf(reader(store), 3)).toEqual([1, 2, 3, 4])
  expect(idsOf(reader(store), 2)).toEqual([])
  expect(idsOf(reader(store), 1)).toEqual([1, 2, 3])
})

test('a database of before, with an index entry an event, is taken over; its rows keep their places', () => {
  migrate(
    store,
    migrations.filter(({ number }) => number < 800)
  )
  const insert = store.db.prepare('INSERT INTO history_event VALUES (?, ?, ?, 10, ?, ?)')
  for (const { id, previousEventId, details } of events(1, 50)) {
    const text = details === undefined ? null : JSON.stringify(details)
    for (const execution of [1, 2, 3]) insert.run(execution, id, previousEventId, id, text)
  }
  store.db.exec('DELETE FROM history_event WHERE execution_id = 2')
  migrate(store, migrations)
  inTransaction(store, (write) => appendHistory(write, 1, events(51, 2)))
  store.db.exec('VACUUM')
  for (const [execution, last] of [
    [1, 52],
    [2, 0],
    [3, 50]
  ] as const) {
    expect(readHistory(reader(store), execution, { limit: 1e6 })).toEqual(events(1, last))
  }
})

test('a text is stored once along a chain of states, and is left out where the row that has it is lost', () => {
  migrate(store, migrations)
  const text = JSON.stringify({ note: 'of some length '.repeat(20) })
  const chain = Array.from({ length: 40 }, (_, index): HistoryEvent => {
    const id = index + 1
    const name = `S${String(id)}`
    const details =
      id % 2 === 1
        ? { input: text, inputDetails: { truncated: false }, name }
        : { name, output: text, outputDetails: { truncated: false } }
    return { id, previousEventId: index, type: 'PassStateEntered', timestamp: id, details }
  })
  // A commit each.
  for (const one of chain) inTransaction(store, (write) => appendHistory(write, 1, [one]))
  expect(readHistory(reader(store), 1, { limit: 100 })).toEqual(chain)
  expect(readHistory(reader(store), 1, { after: 20, limit: 1 })).toEqual(chain.slice(20, 21))
  expect(historyBytes(reader(store), 1)).toBeLessThan(40 * 60 + text.length * 2)
  // The writer has looked at its tail after the first commit: the second one has the text again.
  store.db.exec('DELETE FROM history_event WHERE event_id <= 2')
  expect(readHistory(reader(store), 1, { after: 20, limit: 1 })[0]?.details).toEqual({
    name: 'S21'
  })
})
