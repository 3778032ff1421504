import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '../../api/client.ts'
import { ApiError } from '../../api/errors.ts'
import { executionArn, stateMachineArn } from '../../engine/arns.ts'
import { driveToEnd, noAnswers } from '../crash/driver.ts'
import type { Outcome } from '../crash/outcomes.ts'
import { countLeftovers, readEffects, readOutcomes } from '../crash/outcomes.ts'
import { expectAsUndisturbed, runUndisturbed } from '../crash/undisturbed.ts'
import { countsOf, inputOf } from '../crash/workflows.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { createRandom } from '../support/random.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import type { Entry, Mark } from './journal.ts'
import { readJournal } from './journal.ts'
import type { Loss } from './power-loss.ts'
import { Disk, losses } from './power-loss.ts'
import { liveOnce, placesOf, placesOfCommands, watchedWorkflows } from './recorded-life.ts'
import type { WatchedDisk } from './watched-disk.ts'
import { buildDiskLibrary, createWatchedDisk, whyNoWatchedDisk } from './watched-disk.ts'

/** How many moments: `FAULT_MOMENTS=200 npx vitest run test/faults/power-loss.test.ts`. */
const MOMENTS = Number(process.env['FAULT_MOMENTS'] ?? 6)
/** Other moments: `FAULT_SEED=7 …`. */
const seed = Number(process.env['FAULT_SEED'] ?? 20261127)
/** So many engines go on at the same time: they wait most of theirs. */
const AT_ONCE = 3
const EXECUTIONS_EACH = 3
/** What a command that was under way when the power went has come to. */
const INTERRUPTED = 'Shell.Interrupted'

const reason = whyNoWatchedDisk()
const counts = countsOf(EXECUTIONS_EACH)
const names = Object.keys(counts).flatMap((workflow) =>
  Array.from({ length: counts[workflow] ?? 0 }, (_, index) => `${workflow}-${String(index)}`)
)

let temp: TempFolder
let library: string
const engines = new Set<EngineProcess>()

const spawned = (engine: EngineProcess): EngineProcess => {
  engines.add(engine)
  return engine
}

beforeEach(() => {
  temp = makeTempFolder('signalbox-power-')
  if (reason === undefined) library = buildDiskLibrary(temp.path)
})
afterEach(async () => {
  for (const engine of engines) await engine.kill()
  engines.clear()
  temp.remove()
})

/** What the outside has seen before the power went. */
interface Moment {
  at: number
  loss: Loss
  marks: Mark[]
}

function momentsIn(entries: readonly Entry[], random: () => number): Moment[] {
  const first = entries.findIndex(({ kind }) => kind === 'mark')
  return Array.from({ length: MOMENTS }, (_, index) => {
    const at = first + Math.floor(random() * (entries.length - first))
    const marks = entries.slice(0, at).filter((entry) => entry.kind === 'mark')
    return { at, loss: losses[index % losses.length] ?? 'all', marks }
  })
}

/** The computer starts again with what the disk has. */
function startAfter(
  disk: WatchedDisk,
  entries: readonly Entry[],
  moment: Moment,
  random: () => number
) {
  const folder = join(temp.path, `moment-${String(moment.at)}-${moment.loss}-${randomUUID()}`)
  const data = join(folder, 'data')
  const world = join(folder, 'world')
  mkdirSync(folder, { recursive: true })
  new Disk(entries, moment.at, disk.world).writeTo(
    [
      { from: disk.data, to: data, isWorld: false },
      { from: disk.world, to: world, isWorld: true }
    ],
    { loss: moment.loss, random }
  )
  placesOf(world)
  const boot = join(folder, 'boot-id')
  writeFileSync(boot, `${randomUUID()}\n`)
  const environment = { LD_PRELOAD: library, LC_FAULTS_BOOT: boot }
  return { data, world, engine: spawned(spawnEngine(data, flags, undefined, environment)) }
}

let flags: string[] = []

/** As clients that have had no answer: they call again. */
async function startAgain(client: Client, definitions: Record<string, unknown>): Promise<void> {
  for (const [name, definition] of Object.entries(definitions)) {
    await client.CreateStateMachine({ name, definition: JSON.stringify(definition) })
  }
  const input = JSON.stringify(inputOf(1, placesOfCommands))
  for (const name of names) {
    const [workflow = ''] = name.split('-')
    await client
      .StartExecution({ stateMachineArn: stateMachineArn(workflow), name, input })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.errorName !== 'ExecutionAlreadyExists')
          throw error
      })
  }
}

/** Nothing of what was answered is gone. */
async function expectKept(client: Client, marks: readonly Mark[]): Promise<void> {
  for (const { what, name } of marks) {
    if (what === 'decided') {
      const { approvals } = await client.ListApprovals({ status: 'APPROVED', maxResults: 100 })
      expect(approvals.map(({ approvalId }) => approvalId)).toContain(name)
      continue
    }
    const [workflow = ''] = name.split('-')
    const arn = executionArn(workflow, name)
    const { events } = await client.GetExecutionHistory({ executionArn: arn, maxResults: 1000 })
    const types = events.map(({ type }) => type)
    expect(types, `${what} ${name}`).toContain(
      what === 'started' ? 'ExecutionStarted' : 'TaskSucceeded'
    )
  }
}

const wasInterrupted = ({ error, eventTypes, output }: Outcome): boolean =>
  error === INTERRUPTED ||
  JSON.stringify(output).includes(INTERRUPTED) ||
  eventTypes.filter((type) => type === 'TaskFailed').length > 2

/** All ended; as undisturbed, but for commands that were under way; no command has run twice. */
function expectEnded(data: string, world: string, expected: ReadonlyMap<string, Outcome>): void {
  const outcomes = readOutcomes(data)
  expect(outcomes.map(({ name }) => name).sort()).toEqual([...names].sort())
  const interrupted = outcomes.filter(wasInterrupted)
  expectAsUndisturbed(
    outcomes.filter((outcome) => !wasInterrupted(outcome)),
    expected
  )
  for (const { eventIds } of interrupted)
    expect(eventIds).toEqual(eventIds.map((_, index) => index + 1))
  expect(interrupted.every(({ eventTypes }) => eventTypes.includes('TaskStarted'))).toBe(true)
  // The engine runs at most so many at once.
  expect(interrupted.length).toBeLessThanOrEqual(16)
  const effects = readEffects(join(world, 'effects.txt'))
  expect(effects.filter((line, index) => effects.indexOf(line) < index)).toEqual([])
  expect(countLeftovers(data)).toBe(0)
  const db = new Database(join(data, 'signalbox.db'), { readonly: true })
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
}

/** Nothing that was synced, or stood in the log before it, is missing. */
function keptBefore(entries: readonly Entry[], { at, marks }: Moment, isFull: boolean): Mark[] {
  if (isFull) return marks
  const log = entries.findLast(
    (entry) => entry.kind === 'create' && entry.path.endsWith('/signalbox.db-wal')
  )
  const file = log?.kind === 'create' ? log.file : 0
  const lastSync = entries
    .slice(0, at)
    .findLastIndex((entry) => entry.kind === 'sync' && entry.file === file)
  return entries.slice(0, lastSync).filter((entry) => entry.kind === 'mark')
}

describe.each(['full', 'normal'])('with durability %s', (level) => {
  test.skipIf(reason !== undefined)(
    `a power loss at ${String(MOMENTS)} random moments loses nothing that was answered and does nothing twice`,
    { timeout: 120_000 + MOMENTS * 10_000 },
    async () => {
      flags = ['--durability', level]
      const random = createRandom(seed)
      const definitions = watchedWorkflows(library)
      const disk = createWatchedDisk(join(temp.path, 'recorded'), library)
      const undisturbed = runUndisturbed(join(temp.path, 'undisturbed'), spawned)
      const engine = spawned(spawnEngine(disk.data, flags, undefined, disk.environment))
      await liveOnce(engine, disk, { counts, definitions })
      await engine.kill()
      const expected = await undisturbed

      const entries = readJournal(disk.journal)
      const moments = momentsIn(entries, random)
      const goOn = async (moment: Moment): Promise<void> => {
        const { data, world, engine: next } = startAfter(disk, entries, moment, random)
        const { client } = await next.ready
        await expectKept(client, keptBefore(entries, moment, level === 'full'))
        await startAgain(client, definitions)
        await driveToEnd(client, placesOf(world), noAnswers())
        expect(await next.stop()).toBe(0)
        engines.delete(next)
        expectEnded(data, world, expected)
      }
      for (let index = 0; index < moments.length; index += AT_ONCE) {
        await Promise.all(moments.slice(index, index + AT_ONCE).map(goOn))
      }
    }
  )
})
