/** The power goes while executions are deleted: each is whole or gone, and what was answered is gone for good. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { JsonObject } from '../../asl/json.ts'
import { executionArn, stateMachineArn } from '../../engine/arns.ts'
import type { Kept } from '../crash/kept.ts'
import { expectWholeOrGone, findStrays, readKept } from '../crash/kept.ts'
import { oneTask, passChain } from '../support/definitions.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { createRandom } from '../support/random.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import { until } from '../support/until.ts'
import { readJournal } from './journal.ts'
import { Disk, losses } from './power-loss.ts'
import type { WatchedDisk } from './watched-disk.ts'
import { buildDiskLibrary, createWatchedDisk, whyNoWatchedDisk } from './watched-disk.ts'

const MOMENTS = Number(process.env['FAULT_MOMENTS'] ?? 4)
const seed = Number(process.env['FAULT_SEED'] ?? 20261128)
const PATIENCE_SECONDS = 90
const reason = whyNoWatchedDisk()

const machines: Record<string, JsonObject> = {
  shell: oneTask('plugin:shell:run', { Parameters: { script: 'echo done' } }),
  mapped: {
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
}
const inputs: Record<string, unknown> = {
  shell: {},
  mapped: Array.from({ length: 100 }, (_, item) => `${String(item)} is long. `.repeat(100))
}

let temp: TempFolder
const engines = new Set<EngineProcess>()
afterEach(async () => {
  for (const engine of engines) await engine.kill()
  temp.remove()
})

function spawn(data: string, environment: Record<string, string>): EngineProcess {
  const engine = spawnEngine(data, [], undefined, environment)
  engines.add(engine)
  return engine
}

/** Two executions of each, of which one is deleted; the answers are marked in the disk's journal. */
async function recordDeletions(disk: WatchedDisk): Promise<Kept> {
  const engine = spawn(disk.data, disk.environment)
  const { client } = await engine.ready
  for (const [name, definition] of Object.entries(machines)) {
    await client.CreateStateMachine({ name, definition: JSON.stringify(definition) })
    const input = JSON.stringify(inputs[name])
    for (const number of ['0', '1']) {
      await client.StartExecution({ stateMachineArn: stateMachineArn(name), name: number, input })
    }
  }
  while (((await client.CountExecutions({})).counts['RUNNING'] ?? 0) > 0) await delay(20)
  const before = readKept(disk.data)
  disk.mark({ kind: 'mark', what: 'deleted', name: '' })
  for (const name of Object.keys(machines)) {
    await client.DeleteExecution({ executionArn: executionArn(name, '0') })
    disk.mark({ kind: 'mark', what: 'deleted', name: `${name}:0` })
  }
  await until(() => findStrays(disk.data).length === 0, PATIENCE_SECONDS)
  await engine.kill()
  return before
}

test.skipIf(reason !== undefined)(
  `a power loss at ${String(MOMENTS)} moments of deletions leaves each execution whole or gone`,
  { timeout: 120_000 + MOMENTS * 30_000 },
  async () => {
    temp = makeTempFolder('signalbox-power-')
    const library = buildDiskLibrary(temp.path)
    const disk = createWatchedDisk(join(temp.path, 'recorded'), library)
    const before = await recordDeletions(disk)
    const entries = readJournal(disk.journal)
    const first = entries.findIndex(({ kind }) => kind === 'mark')
    const random = createRandom(seed)
    for (let moment = 0; moment < MOMENTS; moment++) {
      const at = first + Math.floor(random() * (entries.length - first))
      const loss = losses[moment % losses.length] ?? 'all'
      const folder = join(temp.path, String(moment))
      const data = join(folder, 'data')
      mkdirSync(folder)
      const places = [{ from: disk.data, to: data, isWorld: false }]
      new Disk(entries, at, disk.world).writeTo(places, { loss, random })
      const boot = join(folder, 'boot-id')
      writeFileSync(boot, `${randomUUID()}\n`)
      const engine = spawn(data, { LD_PRELOAD: library, LC_FAULTS_BOOT: boot })
      await engine.ready
      await until(() => findStrays(data).length === 0, PATIENCE_SECONDS)
      expect(await engine.stop()).toBe(0)
      const kept = expectWholeOrGone(data, before, { areFilesSure: false })
      const answered = entries
        .slice(0, at)
        .flatMap((one) => (one.kind === 'mark' ? [one.name] : []))
      expect(kept.filter((name) => answered.includes(name))).toEqual([])
      expect(kept).toEqual(expect.arrayContaining(['shell:1', 'mapped:1']))
      expect(kept.filter((name) => name.startsWith('mapped/'))).toHaveLength(
        kept.includes('mapped:0') ? 200 : 100
      )
    }
  }
)
