/** A migration is cut off after each of its changes, committed or not: the next start goes on from there. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { executionArn } from '../../engine/arns.ts'
import { dataFolder } from '../../engine/data-folder.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/index.ts'
import { openStore } from '../../engine/store/open.ts'
import { passChain } from '../support/definitions.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { createRandom } from '../support/random.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'

const DYING = resolve(import.meta.dirname, 'dying-engine.ts')
const seed = Number(process.env['CRASH_SEED'] ?? 20261128)
/** A start does so many migrations at most before it dies; 1 dies at each of them. */
const MOST_AT_ONCE = process.env['CRASH_ROUNDS'] === undefined ? 8 : 1
/** The first release had no more. */
const OLDEST = migrations.filter(({ number }) => number <= 130)

let temp: TempFolder
let engine: EngineProcess | undefined

beforeEach(() => {
  temp = makeTempFolder('signalbox-migration-')
})
afterEach(async () => {
  await engine?.kill()
  temp.remove()
})

/** A database as an older Signalbox has left it, with three executions of one state machine. */
function makeOldDatabase(data: string): void {
  mkdirSync(data)
  const store = openStore(dataFolder(data).database)
  migrate(store, OLDEST)
  const { db } = store
  const definition = JSON.stringify(passChain(1))
  db.exec('BEGIN')
  db.exec(`INSERT INTO state_machine (id, name, type, role_arn, revision_id, created_at, updated_at)
    VALUES (1, 'old', 'STANDARD', 'arn:aws:iam::000000000000:role/old', 1, 1000, 1000)`)
  db.prepare(
    `INSERT INTO state_machine_revision (id, state_machine_id, created_at, digest, definition)
     VALUES (1, 1, 1000, 'digest', ?)`
  ).run(definition)
  for (const id of [1, 2, 3]) {
    db.exec(`INSERT INTO execution (id, state_machine_id, revision_id, status, started_at, stopped_at, name)
      VALUES (${String(id)}, 1, 1, 2, 1000, 2000, 'one-${String(id)}')`)
    db.exec(
      `INSERT INTO execution_data (execution_id, input, output) VALUES (${String(id)}, '{"n":1}', '{"n":2}')`
    )
    db.exec(`INSERT INTO history_event (execution_id, event_id, previous_event_id, type, at, details) VALUES
      (${String(id)}, 1, 0, 1, 1000, '{"input":"{}"}'), (${String(id)}, 2, 1, 2, 2000, '{"output":"{}"}')`)
  }
  db.exec('COMMIT')
  store.close()
}

interface Shape {
  version: number
  schema: unknown[]
}

function shapeOf(data: string): Shape {
  const db = new Database(dataFolder(data).database, { readonly: true })
  const version = Number(db.pragma('user_version', { simple: true }))
  const schema = db
    .prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name')
    .all()
  db.close()
  return { version, schema }
}

/** The schema after so many migrations, made without an interruption. */
function shapeAfter(version: number, folder: string): Shape {
  mkdirSync(folder)
  const store = openStore(dataFolder(folder).database)
  migrate(
    store,
    migrations.filter(({ number }) => number <= version)
  )
  store.close()
  return shapeOf(folder)
}

test('killed between and within migrations, a database is at one of them, and comes to the last one whole', async () => {
  const data = join(temp.path, 'data')
  makeOldDatabase(data)
  const random = createRandom(seed)
  let kills = 0
  for (let isOver = false; !isOver; kills++) {
    const point = kills % 2 === 0 ? 'migration:written' : 'migration:done'
    const times = 1 + Math.floor(random() * MOST_AT_ONCE)
    engine = spawnEngine(data, [point, String(times)], DYING)
    const { ready, exited } = engine
    isOver = await Promise.race([
      exited.then(() => false),
      ready.then(
        () => true,
        () => false
      )
    ])
    if (isOver) await engine.kill()
    const { version, schema } = shapeOf(data)
    expect({ version, schema }).toEqual(shapeAfter(version, join(temp.path, String(kills))))
  }
  expect(kills).toBeGreaterThan(3)
  expect(shapeOf(data).version).toBe(migrations.at(-1)?.number)
  engine = spawnEngine(data)
  const { client } = await engine.ready
  for (const name of ['one-1', 'one-2', 'one-3']) {
    const arn = executionArn('old', name)
    const described = await client.DescribeExecution({ executionArn: arn })
    expect(described).toMatchObject({ status: 'SUCCEEDED', input: '{"n":1}', output: '{"n":2}' })
    const { events } = await client.GetExecutionHistory({ executionArn: arn })
    expect(events.map(({ type }) => type)).toEqual(['ExecutionStarted', 'ExecutionSucceeded'])
  }
  expect((await client.CountExecutions({})).counts).toMatchObject({ SUCCEEDED: 3 })
  expect(await engine.stop()).toBe(0)
}, 300_000)
