import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../engine/data-folder.ts'
import type { DataFolder } from '../../../engine/data-folder.ts'
import { createLog } from '../../../engine/log.ts'
import { DamagedDatabaseError } from '../../../engine/store/damage.ts'
import { openCheckedStore } from '../../../engine/store/open-checked.ts'
import { beginEngineRun } from '../../../engine/store/queries/engine-run.ts'
import { inTransaction } from '../../../engine/store/transaction.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const log = createLog(() => undefined)
const now = Date.UTC(2026, 10, 23, 12)
let temp: TempFolder
let folder: DataFolder

beforeEach(() => {
  temp = makeTempFolder()
  folder = dataFolder(temp.path)
})
afterEach(() => temp.remove())

const open = (startEmpty: boolean) => openCheckedStore(folder, { now, startEmpty, log })

/** A database with rows, of an engine run that has not ended in order; then a page is overwritten. */
function makeDamaged(): Buffer {
  const { store } = open(false)
  inTransaction(store, beginEngineRun)
  const insert = store.db.prepare(
    "INSERT INTO history_event VALUES (NULL, 1, ?, 0, 1, 0, 'some details of this event')"
  )
  store.db.transaction(() => {
    for (let id = 1; id < 2000; id++) insert.run(id)
  })()
  store.close()
  const bytes = readFileSync(folder.database)
  bytes.fill(0xab, bytes.length - 8 * 4096)
  writeFileSync(folder.database, bytes)
  return bytes
}

test('what is no database is reported, copied aside and left untouched', () => {
  writeFileSync(folder.database, 'this is not a database, but it may be precious')
  expect(() => open(false)).toThrow(DamagedDatabaseError)
  expect(() => open(false)).toThrow(/copy is in .*damaged.*--start-empty/s)
  expect(readFileSync(folder.database, 'utf8')).toContain('precious')
  const copies = readdirSync(folder.damaged).filter((name) => name !== 'suspected')
  expect(copies).toEqual(['2026-11-23T12-00-00.000Z'])
  const copy = join(folder.damaged, String(copies[0]), 'signalbox.db')
  expect(readFileSync(copy, 'utf8')).toContain('precious')
})

test('a page that was overwritten is found after a run that did not end in order', () => {
  const bytes = makeDamaged()
  expect(() => open(false)).toThrow(DamagedDatabaseError)
  expect(readFileSync(folder.database).equals(bytes)).toBe(true)
})

test('with --start-empty the damaged file is moved aside and a new one begun', () => {
  const bytes = makeDamaged()
  const { store, notices } = open(true)
  expect(store.db.prepare('SELECT count(*) FROM history_event').pluck().get()).toBe(0)
  store.close()
  expect(notices.join()).toContain('The database was damaged')
  const kept = readdirSync(folder.damaged).filter((name) => name !== 'suspected')
  expect(kept).toHaveLength(1)
  expect(readFileSync(join(folder.damaged, String(kept[0]), 'signalbox.db')).equals(bytes)).toBe(
    true
  )
})

test('--start-empty leaves a sound database alone', () => {
  const first = open(false)
  inTransaction(first.store, beginEngineRun)
  first.store.close()
  const { store, notices } = open(true)
  expect(inTransaction(store, beginEngineRun).runId).toBe(2)
  expect(notices).toEqual([])
  store.close()
})
