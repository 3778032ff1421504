import { afterEach, beforeEach, expect, test } from 'vitest'
import { join } from 'node:path'
import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { migrate } from '../../../engine/store/migrate.ts'
import { migrations } from '../../../engine/store/migrations/index.ts'
import type { Store } from '../../../engine/store/open.ts'
import { openStore } from '../../../engine/store/open.ts'
import { appendHistory, readHistory } from '../../../engine/store/queries/history.ts'
import { packText, releasePayloads, unpackText } from '../../../engine/store/queries/payloads.ts'
import { inTransaction, reader } from '../../../engine/store/transaction.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let temp: TempFolder
let store: Store

beforeEach(() => {
  temp = makeTempFolder()
  store = openStore(join(temp.path, 'test.db'))
  migrate(store, migrations)
})
afterEach(() => {
  store.close()
  temp.remove()
})

const long = (letter: string, length = 5000): string => JSON.stringify(letter.repeat(length))
const count = (table: string): unknown =>
  store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
const event = (id: number, details: JsonObject): HistoryEvent => ({
  ...{ id, previousEventId: id - 1, type: 'PassStateEntered', timestamp: id, details }
})

test('a long text is stored once for all events and executions that carry it', () => {
  const events = [1, 2, 3].map((id) => event(id, { name: `S${String(id)}`, input: long('a') }))
  inTransaction(store, (write) => {
    appendHistory(write, 1, events)
    appendHistory(write, 2, events)
    expect(packText(write, 3, long('a'))).toBe('@1')
  })
  expect([count('payload'), count('payload_use')]).toEqual([1, 3])
  expect(readHistory(reader(store), 1, { limit: 10 })).toEqual(events)
  expect(readHistory(reader(store), 2, { limit: 10 })).toEqual(events)
})

test('short texts stay in their rows', () => {
  inTransaction(store, (write) => {
    appendHistory(write, 1, [event(1, { name: 'S', input: '{"a":1}' })])
    expect(packText(write, 1, '"short"')).toBe('"short"')
  })
  expect(count('payload')).toBe(0)
})

test('details come back as they were: nested, reordered by nobody, with odd names', () => {
  const details = JSON.parse(
    `{"z":${long('z')},"name":"@x","assignedVariables":{"__proto__":${long('p')},"a.b":"@1","c":${long('c')}},"inputDetails":{"truncated":false}}`
  ) as JsonObject
  inTransaction(store, (write) => appendHistory(write, 1, [event(1, details)]))
  const [read] = readHistory(reader(store), 1, { limit: 1 })
  expect(JSON.stringify(read?.details)).toBe(JSON.stringify(details))
})

test('many short members that are long together stay in their row', () => {
  const members = Array.from({ length: 200 }, (_, index) => [`name${String(index)}`, 'a value'])
  const details = Object.fromEntries(members) as JsonObject
  inTransaction(store, (write) => appendHistory(write, 1, [event(1, details)]))
  expect(readHistory(reader(store), 1, { limit: 1 })[0]?.details).toEqual(details)
  expect(count('payload')).toBe(0)
})

test('what compresses well is stored compressed, and read as it was, in every script', () => {
  const text = JSON.stringify('lots of Ω 漢字 🚦 '.repeat(20_000))
  const stored = inTransaction(store, (write) => packText(write, 1, text))
  const bytes = store.db.prepare('SELECT octet_length(content) FROM payload').pluck().get()
  expect(bytes).toBeLessThan(5000)
  expect(unpackText(reader(store), stored)).toBe(text)
})

test('rows of before payloads are read as they are', () => {
  store.db.exec(`INSERT INTO history_event VALUES (NULL, 1, 1, 0, 10, 0, '{"input":${long('o')}}')`)
  expect(readHistory(reader(store), 1, { limit: 1 })[0]?.details).toEqual({
    input: JSON.parse(long('o')) as string
  })
})

test('a payload goes with the last execution that uses it, and a new one is stored anew', () => {
  const text = long('a')
  inTransaction(store, (write) => {
    packText(write, 1, text)
    packText(write, 2, text)
  })
  inTransaction(store, (write) => releasePayloads(write, 1))
  expect(unpackText(reader(store), '@1')).toBe(text)
  inTransaction(store, (write) => releasePayloads(write, 2))
  expect([count('payload'), count('payload_use')]).toEqual([0, 0])
  const stored = inTransaction(store, (write) => packText(write, 3, text))
  expect(unpackText(reader(store), stored)).toBe(text)
})

test('a payload that was rolled back is not taken for stored', () => {
  const text = long('a')
  const attempt = (): unknown =>
    inTransaction(store, (write) => {
      try {
        write.savepoint((inner) => {
          packText(inner, 1, text)
          throw new Error('no')
        })
      } catch {
        // Only the unit is undone.
      }
      return packText(write, 2, text)
    })
  expect(unpackText(reader(store), String(attempt()))).toBe(text)
  expect(() =>
    inTransaction(store, (write) => {
      packText(write, 3, long('b'))
      throw new Error('no')
    })
  ).toThrow('no')
  const stored = inTransaction(store, (write) => packText(write, 3, long('b')))
  expect(unpackText(reader(store), stored)).toBe(long('b'))
})
