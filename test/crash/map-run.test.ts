import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import type { JsonObject } from '../../asl/json.ts'
import type { EngineProcess } from '../support/engine.ts'
import { spawnEngine } from '../support/engine.ts'
import { createRandom } from '../support/random.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'

const KILLS = 15
const ITEMS = 30_000
const seed = Number(process.env['CRASH_SEED'] ?? 20261124)
/** After the engine listens, while children run. */
const LONGEST_LIFE_MILLISECONDS = 250

let temp: TempFolder
let engine: EngineProcess | undefined

afterEach(async () => {
  await engine?.kill()
  temp.remove()
})

const definition: JsonObject = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Items',
      MaxConcurrency: 100,
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Parameters: { Bucket: 'data', Key: 'items.csv' }
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Pass',
        States: { Pass: { Type: 'Pass', End: true } }
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: 'out', Prefix: 'results' },
        WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' }
      },
      End: true
    }
  }
}

/** The phases of the run that a kill has hit, as the database has them. */
function phaseIn(data: string): string | undefined {
  const db = new Database(join(data, 'signalbox.db'), { readonly: true })
  try {
    const run = db.prepare("SELECT phase FROM map_run WHERE status = 'RUNNING'").get() as
      { phase: string } | undefined
    return run?.phase
  } finally {
    db.close()
  }
}

test(
  `kill -9 at ${String(KILLS)} moments of a map run of ${String(ITEMS)} items loses no item and doubles none`,
  { timeout: 240_000 },
  async () => {
    temp = makeTempFolder('signalbox-map-run-')
    const random = createRandom(seed)
    const data = join(temp.path, 'data')
    const buckets = join(data, 'plugins', 's3', 'buckets')
    mkdirSync(join(buckets, 'data'), { recursive: true })
    mkdirSync(join(buckets, 'out'), { recursive: true })
    const items = Array.from({ length: ITEMS }, (_, index) => ({ id: String(index), name: 'x' }))
    const rows = items.map(({ id, name }) => `${id},${name}\n`)
    writeFileSync(join(buckets, 'data', 'items.csv'), `id,name\n${rows.join('')}`)

    engine = spawnEngine(data)
    const first = await engine.ready
    const { stateMachineArn } = await first.client.CreateStateMachine({
      ...{ name: 'm', definition: JSON.stringify(definition) }
    })
    const { executionArn } = await first.client.StartExecution({ stateMachineArn })
    const hit = new Set<string>()
    const killAndStart = async (current: EngineProcess): Promise<EngineProcess> => {
      await current.kill()
      hit.add(phaseIn(data) ?? 'over')
      const next = spawnEngine(data)
      engine = next
      await next.ready
      return next
    }
    /** Kills the engine as soon as the run is seen in the phase. */
    const killIn = async (current: EngineProcess, phase: string): Promise<EngineProcess> => {
      await expect.poll(() => phaseIn(data), { timeout: 60_000, interval: 2 }).toBe(phase)
      return killAndStart(current)
    }
    let current = await killIn(engine, 'READING')
    current = await killIn(current, 'CHILDREN')
    for (let kill = 4; kill < KILLS && phaseIn(data) === 'CHILDREN'; kill += 1) {
      await delay(random() * LONGEST_LIFE_MILLISECONDS)
      current = await killAndStart(current)
    }
    current = await killIn(current, 'WRITING')
    current = await killIn(current, 'WRITING')
    expect([...hit]).toEqual(expect.arrayContaining(['CHILDREN', 'WRITING']))
    const { client } = await current.ready
    await expect
      .poll(async () => (await client.DescribeExecution({ executionArn })).status, {
        ...{ timeout: 60_000, interval: 100 }
      })
      .toBe('SUCCEEDED')
    const { output = '' } = await client.DescribeExecution({ executionArn })
    const { mapRuns } = await client.ListMapRuns({ executionArn })
    expect(mapRuns).toHaveLength(1)
    const { itemCounts, executionCounts } = await client.DescribeMapRun({
      mapRunArn: mapRuns[0]?.mapRunArn ?? ''
    })
    expect(itemCounts).toMatchObject({ total: ITEMS, succeeded: ITEMS })
    expect(executionCounts).toMatchObject({ total: ITEMS, succeeded: ITEMS })
    const details = (JSON.parse(output) as { ResultWriterDetails: { Bucket: string; Key: string } })
      .ResultWriterDetails
    const read = (key: string): unknown =>
      JSON.parse(readFileSync(join(buckets, details.Bucket, key), 'utf8'))
    const manifest = read(details.Key) as { ResultFiles: Record<string, { Key: string }[]> }
    expect(manifest.ResultFiles['FAILED']).toEqual([])
    expect(read(manifest.ResultFiles['SUCCEEDED']?.[0]?.Key ?? '')).toEqual(items)
    expect(await current.stop()).toBe(0)
  }
)
