/** What is done beside the loop is cut off at its named points: all of it is done in the end, or none. */
import { randomBytes } from 'node:crypto'
import { cpSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../../api/client.ts'
import type { JsonObject } from '../../asl/json.ts'
import { executionArn, stateMachineArn } from '../../engine/arns.ts'
import { dataFolder } from '../../engine/data-folder.ts'
import type { Point } from '../../engine/store/points.ts'
import { upkeepPoints } from '../../engine/store/points.ts'
import { oneTask, passChain } from '../support/definitions.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import { until } from '../support/until.ts'
import type { Kept } from './kept.ts'
import { expectWholeOrGone, findStrays, readKept } from './kept.ts'

const DYING = resolve(import.meta.dirname, 'dying-engine.ts')
const MIB = 1024 * 1024
const MANY = 300
/** Each waits for processes to start, all at once. */
const PATIENCE_SECONDS = 90

const mapped: JsonObject = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...passChain(2)
      },
      End: true
    }
  }
}
const machines: Record<string, JsonObject> = {
  mapped,
  many: passChain(2),
  shell: oneTask('plugin:shell:run', { Parameters: { script: 'echo done' } })
}

let temp: TempFolder
/** A data folder with executions of each kind that have ended, and what it keeps of them. */
let template: string
let before: Kept
const engines = new Set<EngineProcess>()

beforeAll(async () => {
  temp = makeTempFolder('signalbox-upkeep-')
  template = join(temp.path, 'template')
  const engine = spawn(template)
  const { client } = await engine.ready
  const start = (name: string, index: number, input: unknown): Promise<unknown> =>
    client.StartExecution({
      ...{
        stateMachineArn: stateMachineArn(name),
        name: String(index),
        input: JSON.stringify(input)
      }
    })
  for (const [name, definition] of Object.entries(machines)) {
    await client.CreateStateMachine({ name, definition: JSON.stringify(definition) })
  }
  const long = (index: number): string => `${String(index)} is a payload of its own. `.repeat(45)
  for (const index of [0, 1]) {
    await start('shell', index, {})
    await start(
      'mapped',
      index,
      Array.from({ length: 200 }, (_, item) => long(item % 7))
    )
  }
  await Promise.all(
    Array.from({ length: MANY }, (_, index) => start('many', index, { text: long(index) }))
  )
  const countRunning = async (): Promise<number> =>
    (await client.CountExecutions({})).counts['RUNNING'] ?? 0
  while ((await countRunning()) > 0) await delay(50)
  expect(await engine.stop()).toBe(0)
  before = readKept(template)
  expect(findStrays(template)).toEqual([])
}, 240_000)

afterAll(async () => {
  for (const engine of engines) await engine.kill()
  temp.remove()
})

function spawn(data: string, flags: readonly string[] = [], main?: string): EngineProcess {
  const engine = spawnEngine(data, flags, main)
  engines.add(engine)
  return engine
}

let folders = 0
function copyTemplate(): string {
  const data = join(temp.path, String(folders++))
  cpSync(template, data, { recursive: true })
  return data
}

/** An engine that dies at the nth time of the point, while it does what it is asked. */
async function dieAt(
  data: string,
  [point, times]: [Point, number],
  ask: (client: Client) => Promise<unknown> = () => Promise.resolve()
): Promise<void> {
  const engine = spawn(data, [point, String(times)], DYING)
  // It dies before it listens, or while it answers.
  engine.ready.then(({ client }) => ask(client)).catch(() => undefined)
  expect([point, times, await engine.exited], engine.errorText()).toEqual([point, times, 'SIGKILL'])
}

/** The next start, until it is done with what was cut off. */
async function goOn(
  data: string,
  ask: (client: Client) => Promise<unknown> = () => Promise.resolve()
): Promise<void> {
  const engine = spawn(data)
  const { client } = await engine.ready
  await ask(client)
  await until(() => findStrays(data).length === 0, PATIENCE_SECONDS)
  expect(await engine.stop()).toBe(0)
}

const names = (machine: string): string[] =>
  [...before.keys()].filter((name) => name.startsWith(`${machine}:`))
const without = (gone: (name: string) => boolean): string[] =>
  [...before.keys()].filter((name) => !gone(name))

/** Changes a database that no engine holds. */
function change(data: string, act: (db: Database.Database) => void): void {
  const db = new Database(dataFolder(data).database)
  act(db)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** Pages that hold nothing, as after a large deletion. */
function addFreePages(db: Database.Database, mebibytes: number): void {
  db.exec('CREATE TABLE large (content BLOB)')
  const insert = db.prepare('INSERT INTO large VALUES (?)')
  for (let written = 0; written < mebibytes; written++) insert.run(randomBytes(MIB))
  db.exec('DROP TABLE large')
}

const freeBytes = (data: string): number => {
  const db = new Database(dataFolder(data).database, { readonly: true })
  const bytes = Number(db.pragma('freelist_count', { simple: true })) * 4096
  db.close()
  return bytes
}

const deletions: [Point, number][] = [
  ['deletion:written', 1],
  ['deletion:written', 3],
  ['deletion:slice', 1]
]
const prunings: [Point, number][] = [
  ['prune:portion', 1],
  ['deletion:slice', 3]
]
const rewritings: ([Point, number] | 'copying')[] = [
  ['rewriting:begun', 1],
  'copying',
  ['rewriting:done', 1]
]

describe('killed in the middle of', { concurrent: true, timeout: 240_000 }, () => {
  const isOfMapped = (name: string): boolean => name === 'mapped:0' || name.startsWith('mapped/')
  test.each(deletions)('a deletion (%s, %i), all of it is gone or nothing', async (...moment) => {
    const data = copyTemplate()
    await dieAt(data, moment, (client) =>
      client.DeleteExecution({ executionArn: executionArn('mapped', '0') })
    )
    await goOn(data)
    const kept = expectWholeOrGone(data, before)
    // Children of the other one are among those of the same hidden state machine.
    const children = kept.filter((name) => name.startsWith('mapped/')).length
    expect([kept.includes('mapped:0'), children]).toEqual(
      moment[0] === 'deletion:written' && moment[1] === 1 ? [true, 400] : [false, 200]
    )
    expect(kept.filter((name) => !isOfMapped(name)).sort()).toEqual(without(isOfMapped).sort())
  })

  test('a deletion before its files are gone, they go with the next start', async () => {
    const data = copyTemplate()
    await dieAt(data, ['deletion:slice', 1], (client) =>
      client.DeleteExecution({ executionArn: executionArn('shell', '1') })
    )
    await goOn(data)
    const kept = expectWholeOrGone(data, before)
    expect(kept.sort()).toEqual(without((name) => name === 'shell:1').sort())
  })

  test.each(prunings)('a pruning (%s, %i), each execution is whole or gone', async (...moment) => {
    const data = copyTemplate()
    const rule = { executions: 20 }
    await dieAt(data, moment, async (client) => {
      await client.PutRetention({ stateMachineArn: stateMachineArn('many'), rule })
      await client.PruneExecutions({})
    })
    await goOn(data)
    const kept = expectWholeOrGone(data, before).filter((name) => name.startsWith('many:'))
    expect(kept.length).toBeGreaterThan(20)
    expect(kept.length).toBeLessThan(MANY)
    await goOn(data, (client) => client.PruneExecutions({}))
    const left = expectWholeOrGone(data, before)
    expect(left.filter((name) => name.startsWith('many:'))).toHaveLength(20)
    expect(left.filter((name) => !name.startsWith('many:'))).toHaveLength(
      before.size - names('many').length
    )
  })

  test('giving back pages, the rest is given back later and nothing else has changed', async () => {
    const data = copyTemplate()
    change(data, (db) => addFreePages(db, 40))
    await dieAt(data, ['pages:given-back', 1])
    await dieAt(data, ['pages:given-back', 3])
    expect(expectWholeOrGone(data, before)).toHaveLength(before.size)
    expect(freeBytes(data)).toBeGreaterThan(4 * MIB)
    await goOn(data, () => until(() => freeBytes(data) <= 4 * MIB, PATIENCE_SECONDS))
    expect(expectWholeOrGone(data, before)).toHaveLength(before.size)
  })

  test.each(rewritings.map((moment) => ({ moment })))(
    'a rewriting ($moment), it is as before or done',
    async ({ moment }) => {
      const data = copyTemplate()
      const log = `${dataFolder(data).database}-wal`
      change(data, (db) => {
        addFreePages(db, 12)
        db.exec('UPDATE engine_state SET must_compact = 1')
      })
      if (moment === 'copying') {
        const engine = spawn(data)
        await until(
          () => (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 0,
          PATIENCE_SECONDS
        )
        await engine.kill()
      } else await dieAt(data, moment)
      await goOn(data)
      expect(expectWholeOrGone(data, before)).toHaveLength(before.size)
      if (moment !== 'copying') expect(freeBytes(data) === 0).toBe(moment[0] === 'rewriting:done')
    }
  )
})

test('each named point of upkeep is among these moments, but for those of migrations', () => {
  const moments = [...deletions, ...prunings, ...rewritings, ['pages:given-back']]
  const hit = new Set(moments.map((moment) => (moment === 'copying' ? moment : moment[0])))
  const isOfMigration = (point: Point): boolean => point.startsWith('migration:')
  expect(upkeepPoints.filter((point) => !hit.has(point) && !isOfMigration(point))).toEqual([])
})
