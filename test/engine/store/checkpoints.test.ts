import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../engine/clock.ts'
import { createLog } from '../../../engine/log.ts'
import type { Checkpoints } from '../../../engine/store/checkpoints.ts'
import { startCheckpoints } from '../../../engine/store/checkpoints.ts'
import type { Store } from '../../../engine/store/open.ts'
import { openStore } from '../../../engine/store/open.ts'
import { inTransaction } from '../../../engine/store/transaction.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { until } from '../../support/until.ts'

const thread = join(import.meta.dirname, '../../../engine/store/checkpoint-thread.ts')

let temp: TempFolder
let store: Store
let checkpoints: Checkpoints

beforeEach(() => {
  temp = makeTempFolder()
  store = openStore(join(temp.path, 'test.db'))
  store.db.exec(`CREATE TABLE engine_state (commit_number INTEGER);
    INSERT INTO engine_state VALUES (0);
    CREATE TABLE item (text TEXT);`)
})
afterEach(async () => {
  await checkpoints.stop()
  store.close()
  checkpoints.release()
  temp.remove()
})

function start(threadFile: string): void {
  const log = createLog(() => undefined)
  checkpoints = startCheckpoints({ store, clock: systemClock, log, threadFile })
}

/** About 25 pages in one transaction, of which listeners hear. */
function write(): void {
  inTransaction(store, (inner) => {
    for (let count = 0; count < 25; count++) {
      inner.sql('INSERT INTO item VALUES (?)').run('x'.repeat(4000))
    }
    inner.notify({ type: 'history', executionArn: 'arn', lastEventId: 1 })
  })
}

function logged(): { log: number; checkpointed: number } {
  const [row] = store.db.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }]
  return row
}

function longestLog(): unknown {
  return store.db.pragma('wal_autocheckpoint', { simple: true })
}

test('what the writer has left in the log is copied into the database without it', async () => {
  start(thread)
  store.db.pragma('wal_autocheckpoint = 0')
  while (logged().log < 2000) write()
  await until(() => logged().log === logged().checkpointed)
})

test('the log begins anew under a writer that makes no pause', async () => {
  start(thread)
  store.db.pragma('wal_autocheckpoint = 0')
  let before = 0
  await until(() => {
    write()
    const { log } = logged()
    const hasBegunAnew = log < before
    before = log
    return hasBegunAnew
  })
})

test('a short log is left alone', async () => {
  start(thread)
  write()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(logged().checkpointed).toBe(0)
})

test('without the thread the writer copies the log itself, as SQLite does', async () => {
  const file = join(temp.path, 'dies.mjs')
  writeFileSync(file, "throw new Error('no thread')")
  const usual = longestLog()
  start(file)
  expect(longestLog()).not.toBe(usual)
  await until(() => longestLog() === usual)
})
