import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../engine/data-folder.ts'
import { createLog } from '../../../engine/log.ts'
import { openCheckedStore } from '../../../engine/store/open-checked.ts'
import { beginEngineRun } from '../../../engine/store/queries/engine-run.ts'
import { inTransaction } from '../../../engine/store/transaction.ts'
import type { EngineProcess } from '../../support/engine.ts'
import { spawnEngine } from '../../support/engine.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let temp: TempFolder
let engine: EngineProcess | undefined

beforeEach(() => {
  temp = makeTempFolder()
})
afterEach(async () => {
  await engine?.kill()
  temp.remove()
})

/** 40 MiB of a run that has not ended in order. */
function makeLarge(): void {
  const options = { now: Date.now(), startEmpty: false, log: createLog(() => undefined) }
  const { store } = openCheckedStore(dataFolder(temp.path), options)
  inTransaction(store, (write) => beginEngineRun(write))
  const insert = store.db.prepare('INSERT INTO history_event VALUES (NULL, 1, ?, 0, 1, 0, ?)')
  store.db.transaction(() => {
    for (let id = 1; id < 10_000; id++) insert.run(id, 'x'.repeat(4000))
  })()
  store.close()
}

function damage(): void {
  const { database } = dataFolder(temp.path)
  const bytes = readFileSync(database)
  bytes.fill(0xab, bytes.length - 400 * 4096, bytes.length - 300 * 4096)
  writeFileSync(database, bytes)
}

test('a large database is read through while the engine works already', async () => {
  makeLarge()
  engine = spawnEngine(temp.path)
  await engine.ready
  await expect.poll(() => engine?.errorText(), { timeout: 20_000 }).toContain('read through')
  expect(await engine.stop()).toBe(0)
})

test('damage of a large one ends the engine once it is found; the next start looks first', async () => {
  makeLarge()
  damage()
  engine = spawnEngine(temp.path)
  await engine.ready
  expect(await engine.exited).toBe(65)
  expect(engine.errorText()).toContain('--start-empty')
  engine = spawnEngine(temp.path)
  expect(await engine.exited).toBe(65)
  engine = spawnEngine(temp.path, ['--start-empty'])
  const { client } = await engine.ready
  expect((await client.DescribeEngine({})).notices.join()).toContain('was damaged')
  expect(existsSync(dataFolder(temp.path).suspected)).toBe(false)
})
