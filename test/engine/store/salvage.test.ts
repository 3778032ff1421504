import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../engine/data-folder.ts'
import { createLog } from '../../../engine/log.ts'
import { DamagedDatabaseError, lookAt } from '../../../engine/store/damage.ts'
import { openCheckedStore } from '../../../engine/store/open-checked.ts'
import { makeWhole } from '../../../engine/store/salvage/make-whole.ts'
import { startTestCore } from '../../support/core.ts'
import { passChain } from '../../support/definitions.ts'
import { createRandom } from '../../support/random.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const PAGE = 4096
const EACH = 40
const now = Date.UTC(2026, 10, 27)
const wait = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'End' }, End: { Type: 'Succeed' } }
}
let temp: TempFolder

beforeEach(() => {
  temp = makeTempFolder('signalbox-salvage-')
})
afterEach(() => temp.remove())

/** Executions that have ended and such that run, of an engine that was killed. Answers the file's bytes. */
async function makeDatabase(): Promise<Buffer> {
  const clock = createSteppedClock(now)
  const core = startTestCore({ clock, folder: temp })
  for (const [name, definition] of [
    ['ended', passChain(30)],
    ['open', wait]
  ] as const) {
    const stateMachineArn = await core.createMachine(name, definition)
    for (let index = 0; index < EACH; index++) {
      const input = JSON.stringify({ index, note: 'x'.repeat(500) })
      await core.host.enqueue((write) => core.host.start(write, { stateMachineArn, input }))
    }
  }
  core.store.db.pragma('wal_checkpoint(TRUNCATE)')
  core.crash()
  return readFileSync(dataFolder(temp.path).database)
}

const kinds: readonly ((page: Buffer, random: () => number) => void)[] = [
  (page) => void page.fill(0),
  (page) => void page.fill(0xab, 512, 3584),
  (page, random) => {
    for (let flip = 0; flip < 8; flip++) {
      const at = Math.floor(random() * 200)
      page[at] = (page[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    }
  }
]

/** Not the first page: without it there is no database. */
function damagePages(sound: Buffer, random: () => number): Buffer {
  const bytes = Buffer.from(sound)
  const pages = bytes.length / PAGE
  const kind = kinds[Math.floor(random() * kinds.length)]
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const at = 1 + Math.floor(random() * (pages - 1))
    kind?.(bytes.subarray(at * PAGE, (at + 1) * PAGE), random)
  }
  return bytes
}

const open = (salvage: boolean) =>
  openCheckedStore(dataFolder(temp.path), {
    ...{ now, salvage, startEmpty: false, log: createLog(() => undefined) }
  })

test('whatever pages are zeroed, torn or have flipped bits, what was saved is whole and goes on', async () => {
  const { database } = dataFolder(temp.path)
  const sound = await makeDatabase()
  let salvaged = 0
  for (let seed = 1; seed <= 25; seed++) {
    writeFileSync(database, damagePages(sound, createRandom(seed)))
    if (lookAt(database, true).damage === undefined) continue
    salvaged += 1
    const { store, notices } = open(true)
    expect(notices.join(), `seed ${String(seed)}`).toContain('What could be read of it was kept')
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(store.db.pragma('foreign_key_check')).toEqual([])
    const count = (sql: string) => store.db.prepare(sql).pluck().get() as number
    expect(count('SELECT coalesce(sum(count), 0) FROM execution_count')).toBe(
      count('SELECT count(*) FROM execution')
    )
    store.close()

    const clock = createSteppedClock(now)
    const core = startTestCore({ clock, folder: temp })
    await clock.advance(61_000)
    const left = core.store.db.prepare('SELECT count(*) FROM execution WHERE status = 1').pluck()
    expect(left.get(), `seed ${String(seed)}`).toBe(0)
    await core.end()
  }
  expect(salvaged).toBeGreaterThan(10)
})

test('what runs and has lost its input is said to have failed for that; the others go on', async () => {
  const clock = createSteppedClock(now)
  const core = startTestCore({ clock, folder: temp })
  const stateMachineArn = await core.createMachine('open', wait)
  for (const letter of ['a', 'b', 'c']) {
    const input = JSON.stringify(letter.repeat(2000))
    await core.host.enqueue((write) => core.host.start(write, { stateMachineArn, input }))
  }
  const { db } = core.store
  db.exec('DELETE FROM payload WHERE id = 2')
  expect(makeWhole(db, now)).toBe(1)
  const errors = db.prepare('SELECT error FROM execution_data ORDER BY execution_id').pluck()
  expect(errors.all()).toEqual([null, 'Signalbox.DataLost', null])
  core.crash()
})

test('the rows of a damaged page are lost, all others kept, and both are said', async () => {
  const { database } = dataFolder(temp.path)
  const bytes = await makeDatabase()
  const history = startTestCore({ folder: temp, isStarted: false })
  const pages = history.store.db
    .prepare("SELECT pageno FROM dbstat WHERE name = 'history_event' AND pagetype = 'leaf'")
    .pluck()
  let page: number
  let total: number
  try {
    page = pages.all()[5] as number
    total = history.store.db.prepare('SELECT count(*) FROM history_event').pluck().get() as number
  } finally {
    history.crash()
  }
  bytes.fill(0, (page - 1) * PAGE, page * PAGE)
  writeFileSync(database, bytes)
  expect(() => open(false)).toThrow(DamagedDatabaseError)
  const { store, notices } = open(true)
  const kept = store.db.prepare('SELECT count(*) FROM history_event').pluck().get() as number
  store.close()
  const [, said, lost] =
    /history_event, (\d+) rows were kept and some lost, at most (\d+)/.exec(notices.join()) ?? []
  expect(Number(said)).toBe(kept)
  expect(kept + Number(lost)).toBe(total)
})
