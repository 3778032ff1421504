import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../../api/client.ts'
import { stateMachineArn } from '../../engine/arns.ts'
import type { Places } from '../crash/driver.ts'
import { driveToEnd, makePlaces, noAnswers, startAll } from '../crash/driver.ts'
import type { Outcome } from '../crash/outcomes.ts'
import { countLeftovers, readEffects, readOutcomes } from '../crash/outcomes.ts'
import { expectAsUndisturbed, runUndisturbed } from '../crash/undisturbed.ts'
import { countsOf } from '../crash/workflows.ts'
import { oneTask, passChain } from '../support/definitions.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { patient } from '../support/patient-client.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import type { Fault, WatchedDisk } from './watched-disk.ts'
import { buildDiskLibrary, createWatchedDisk, whyNoWatchedDisk } from './watched-disk.ts'

const reason = whyNoWatchedDisk()
const LOG = 'signalbox.db-wal'
const counts = countsOf(2)
const refusal = { errorName: 'ServiceUnavailable' }

let shared: TempFolder
let library: string
let expected: ReadonlyMap<string, Outcome>

beforeAll(async () => {
  if (reason !== undefined) return
  shared = makeTempFolder('signalbox-disk-library-')
  library = buildDiskLibrary(shared.path)
  expected = await runUndisturbed(join(shared.path, 'undisturbed'), () => undefined)
})
const ends: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const end of ends) await end()
  if (reason === undefined) shared.remove()
})

/** A computer with a disk of its own, for one test. */
interface Computer {
  disk: WatchedDisk
  places: Places
  start: (...flags: string[]) => EngineProcess
}

function makeComputer(): Computer {
  const temp = makeTempFolder('signalbox-disk-')
  const disk = createWatchedDisk(temp.path, library, { isJournaled: false })
  let engine: EngineProcess | undefined
  // Not onTestFinished: tests that run side by side lose its test after an await.
  ends.push(async () => {
    await engine?.kill()
    temp.remove()
  })
  return {
    disk,
    places: makePlaces(temp.path),
    start: (...flags) => {
      engine = spawnEngine(disk.data, flags, undefined, disk.environment)
      return engine
    }
  }
}

/** Where a connection breaks, the engine's log and its end are shown: that would be a fault, and is looked for last. */
async function clientOf(engine: EngineProcess): Promise<Client> {
  const { client } = await engine.ready
  return patient(client, () => {
    console.error('A connection broke.', engine.errorText())
    void engine.exited.then((end) => console.error('Its engine has ended:', end))
  })
}

/** Executions of every kind that work at any moment of the next seconds. */
async function startWork(client: Client, places: Places): Promise<void> {
  let number = 0
  await startAll(client, places, { counts, waitOf: () => 1 + (number++ % 2) })
}

/** All that was started has ended as if nothing had happened, and has done its work once. */
async function expectUndisturbed(engine: EngineProcess, { disk, places }: Computer): Promise<void> {
  await driveToEnd(await clientOf(engine), places, noAnswers())
  expect(await engine.stop()).toBe(0)
  const outcomes = readOutcomes(disk.data)
  expectAsUndisturbed(outcomes, expected)
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  expect(outcomes).toHaveLength(total)
  const effects = readEffects(places.effects)
  expect(effects.filter((line, index) => effects.indexOf(line) < index)).toEqual([])
  expect(countLeftovers(disk.data)).toBe(0)
}

const startPasses = (client: Client, name: string): Promise<unknown> =>
  client.StartExecution({ stateMachineArn: stateMachineArn('passes'), name, input: '{}' })

describe.skipIf(reason !== undefined)(
  'while the disk fails',
  { concurrent: true, timeout: 120_000 },
  () => {
    const faults: [string, Fault][] = [
      ['the disk is full', { call: 'write', file: LOG, error: 'ENOSPC' }],
      ['writes end with an error', { call: 'write', file: LOG, error: 'EIO' }],
      ['the file system has become read-only', { call: 'write', file: LOG, error: 'EROFS' }],
      ['commits fail in their middle', { call: 'write', file: LOG, error: 'ENOSPC', after: 100 }]
    ]
    test.each(faults)(
      '(%s) callers are told, and all goes on once it is over',
      async (_, fault) => {
        const computer = makeComputer()
        const engine = computer.start()
        const client = await clientOf(engine)
        await startWork(client, computer.places)
        await delay(700)
        computer.disk.fail(fault)
        if (fault.after === undefined) {
          await expect(startPasses(client, 'refused')).rejects.toMatchObject(refusal)
        }
        await expect
          .poll(() => engine.errorText(), { timeout: 20_000 })
          .toContain('Cannot store; trying again')
        computer.disk.fail()
        await expectUndisturbed(engine, computer)
      }
    )

    test.each(['full', 'normal'])(
      'a failed sync ends the engine, level %s, with 69; what was answered is there at the next start',
      async (level) => {
        const computer = makeComputer()
        const first = computer.start('--durability', level)
        const { client } = await first.ready
        await startWork(client, computer.places)
        computer.disk.fail({ call: 'sync', file: LOG, error: 'EIO' })
        // Of both levels: what is no step of an execution is synced before its answer.
        const definition = JSON.stringify(passChain(1))
        await expect(client.CreateStateMachine({ name: 'late', definition })).rejects.toThrow()
        expect(await first.exited).toBe(69)
        expect(first.errorText()).toContain('Check the disk, then start the engine again')
        computer.disk.fail()
        await expectUndisturbed(computer.start('--durability', level), computer)
      }
    )

    test('a task whose own files cannot be written fails by name, for Retry to judge; its log does not matter', async () => {
      const computer = makeComputer()
      const engine = computer.start()
      const { client } = await engine.ready
      const script = { Parameters: { script: 'echo done' } }
      const definition = JSON.stringify(oneTask('plugin:shell:run', script))
      const { stateMachineArn: arn } = await client.CreateStateMachine({
        name: 'shell',
        definition
      })
      const run = async (): Promise<{ status: string; error?: string | undefined }> => {
        const { executionArn } = await client.StartExecution({ stateMachineArn: arn })
        const describe = () => client.DescribeExecution({ executionArn })
        await expect
          .poll(async () => (await describe()).status, { timeout: 20_000 })
          .not.toBe('RUNNING')
        return describe()
      }
      computer.disk.fail({ call: 'mkdir', file: '*', error: 'ENOSPC' })
      expect(await run()).toMatchObject({
        ...{ status: 'FAILED', error: 'Signalbox.PluginError' },
        cause: expect.stringContaining('ENOSPC') as string
      })
      computer.disk.fail({ call: 'open', file: '/log', error: 'EIO' })
      expect((await run()).status).toBe('SUCCEEDED')
      expect(engine.errorText()).toContain("Cannot write a task's log")
      computer.disk.fail()
      expect(await engine.stop()).toBe(0)
    })

    describe('reads of the database', () => {
      const readFaults: Fault[] = ['signalbox.db', LOG].map((file) => ({
        ...{ call: 'read', file, error: 'EIO' }
      }))

      /** An engine that has nothing of its database in memory yet. */
      async function startCold() {
        const computer = makeComputer()
        const first = computer.start()
        const { client } = await first.ready
        const definition = JSON.stringify(passChain(50))
        await client.CreateStateMachine({ name: 'passes', definition })
        await startPasses(client, 'one')
        expect(await first.stop()).toBe(0)
        const engine = computer.start()
        const next = await engine.ready
        // The thread that reads has its connection, and none of the pages of executions.
        await next.client.CountExecutions({})
        return { computer, engine, client: next.client }
      }
      const list = (client: Client) =>
        client.ListExecutions({ stateMachineArn: stateMachineArn('passes') })

      test('that fail are told to their caller, and work again', async () => {
        const { computer, engine, client } = await startCold()
        computer.disk.fail(...readFaults)
        await expect(list(client)).rejects.toMatchObject({
          ...refusal,
          message: expect.stringMatching(/cannot (read its database|write to its data)/) as string
        })
        computer.disk.fail()
        expect((await list(client)).executions).toHaveLength(1)
        expect(await engine.stop()).toBe(0)
      })

      test('that fail under a write end the engine as damage does, and nothing is lost', async () => {
        const { computer, engine, client } = await startCold()
        computer.disk.fail(...readFaults)
        await expect(startPasses(client, 'two')).rejects.toThrow()
        expect(await engine.exited).toBe(65)
        expect(engine.errorText()).toContain('is damaged')
        computer.disk.fail()
        const later = computer.start()
        const next = await later.ready
        await startPasses(next.client, 'two')
        expect((await list(next.client)).executions).toHaveLength(2)
      })
    })

    test.each<[string, Fault]>([
      ['is read-only', { call: 'open', file: '*', error: 'EROFS' }],
      ['is full', { call: 'write', file: '*', error: 'ENOSPC' }]
    ])(
      'a start on a disk that %s ends with 68 and says why; a later one works',
      async (_, fault) => {
        const computer = makeComputer()
        computer.disk.fail(fault)
        const engine = computer.start()
        expect(await engine.exited, engine.errorText()).toBe(68)
        expect(engine.errorText()).toContain('The engine cannot write to its data folder')
        computer.disk.fail()
        const later = computer.start()
        await later.ready
        expect(await later.stop()).toBe(0)
      }
    )
  }
)
