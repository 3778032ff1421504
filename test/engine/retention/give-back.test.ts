import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../engine/clock.ts'
import { dataFolder } from '../../../engine/data-folder.ts'
import { createGiveBack, logBytes } from '../../../engine/retention/give-back.ts'
import { usageOf } from '../../../engine/retention/storage.ts'
import { LOG_LIMIT_BYTES } from '../../../engine/store/open.ts'
import { openCheckedStore } from '../../../engine/store/open-checked.ts'
import { databaseSize, planCompaction } from '../../../engine/store/queries/storage.ts'
import { inTransaction, reader } from '../../../engine/store/transaction.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { passChain } from '../../support/definitions.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const MIB = 1024 * 1024
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

let temp: TempFolder
let core: TestCore

beforeEach(() => {
  temp = makeTempFolder()
  core = startTestCore({ folder: temp })
})
afterEach(async () => {
  await core.end()
  temp.remove()
})

const fileBytes = (): number => statSync(core.store.file).size
const giveBackOf = (): ReturnType<typeof createGiveBack> =>
  createGiveBack({ store: core.store, host: core.host, clock: systemClock, log: silent })

/** One commit each, as executions are: nothing of it compresses. */
function write(rows: number, bytes: number): void {
  const insert = 'INSERT INTO payload (digest, content) VALUES (?, ?)'
  for (let row = 0; row < rows; row++) {
    inTransaction(core.store, (write) => write.sql(insert).run(randomBytes(16), randomBytes(bytes)))
  }
}

test('the file shrinks once what was in it is deleted', async () => {
  write(60, MIB / 4)
  core.store.db.pragma('wal_checkpoint(TRUNCATE)')
  const before = fileBytes()
  expect(before).toBeGreaterThan(15 * MIB)
  core.store.db.exec('DELETE FROM payload')
  const giveBack = giveBackOf()
  let portions = 0
  while (await giveBack.look()) portions++
  core.store.db.pragma('wal_checkpoint(TRUNCATE)')
  expect(portions).toBeGreaterThan(0)
  expect(fileBytes()).toBeLessThan(before / 2)
  expect(databaseSize(reader(core.store)).freeBytes).toBeLessThanOrEqual(4 * MIB)
  expect(core.store.db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }])
})

test('the log stays small under sustained writes beside readers that come and go', () => {
  const other = new Database(core.store.file, { readonly: true })
  let longest = 0
  for (let round = 0; round < 30; round++) {
    other.exec('BEGIN')
    other.prepare('SELECT count(*) FROM payload').get()
    write(4, MIB / 2)
    other.exec('COMMIT')
    write(2, MIB / 2)
    longest = Math.max(longest, logBytes(core.store.file))
  }
  other.close()
  expect(longest).toBeLessThan(LOG_LIMIT_BYTES)
})

test('a log that a long reader has let grow is cut once that has gone, and nobody waits for it', async () => {
  const giveBack = giveBackOf()
  const other = new Database(core.store.file, { readonly: true })
  other.exec('BEGIN')
  other.prepare('SELECT count(*) FROM payload').get()
  write(80, MIB)
  expect(logBytes(core.store.file)).toBeGreaterThan(LOG_LIMIT_BYTES)
  await giveBack.look()
  expect(logBytes(core.store.file)).toBeGreaterThan(LOG_LIMIT_BYTES)
  other.exec('COMMIT')
  other.close()
  await giveBack.look()
  expect(logBytes(core.store.file)).toBeLessThan(LOG_LIMIT_BYTES)
  expect((await core.ended(await core.run(passChain(1)))).status).toBe('SUCCEEDED')
})

/** Another program that reads an old state of the database until it is told to end. */
async function startReader(): Promise<ChildProcess> {
  const program = `
    const db = new (require('better-sqlite3'))(process.argv[1], { readonly: true })
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM payload').get()
    console.log('reads')
    process.stdin.on('end', () => process.exit()).resume()`
  const child = spawn(process.execPath, ['-e', program, core.store.file], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: import.meta.dirname
  })
  await once(child.stdout, 'data')
  return child
}

test.skipIf(process.platform !== 'linux')(
  'the program that keeps a log from being cut is named, until it has gone',
  async () => {
    const giveBack = giveBackOf()
    const reader = await startReader()
    write(80, MIB)
    await giveBack.look()
    const held = giveBack.heldLog()
    expect(held?.holders.map(({ processId }) => processId)).toEqual([reader.pid])
    const { warnings } = usageOf(core, { heldLog: held })
    expect(warnings).toMatchObject([{ kind: 'LOG' }])
    expect(warnings[0]?.text).toMatch(
      /^The log of the database has grown to \d+\.?\d* MiB.*by .+ \(process \d+\)\. End/
    )
    reader.stdin?.end()
    await once(reader, 'exit')
    await giveBack.look()
    expect(giveBack.heldLog()).toBeUndefined()
    expect(logBytes(core.store.file)).toBeLessThan(LOG_LIMIT_BYTES)
  }
)

test('an old database is rewritten at a start while it is small, and any on request', async () => {
  const { db } = core.store
  write(40, MIB / 4)
  db.pragma('auto_vacuum = NONE')
  db.exec('VACUUM')
  expect(databaseSize(reader(core.store)).isIncremental).toBe(false)
  await core.end()
  const open = () =>
    openCheckedStore(dataFolder(temp.path), { now: 0, startEmpty: false, log: silent }).store
  const first = open()
  expect(databaseSize(reader(first)).isIncremental).toBe(true)
  first.db.exec('DELETE FROM payload')
  inTransaction(first, (write) => planCompaction(write, true))
  expect(databaseSize(reader(first)).freeBytes).toBeGreaterThan(9 * MIB)
  first.close()
  const second = open()
  expect(databaseSize(reader(second)).freeBytes).toBe(0)
  expect(statSync(join(temp.path, 'signalbox.db')).size).toBeLessThan(2 * MIB)
  second.close()
  core = startTestCore({ folder: temp })
})
