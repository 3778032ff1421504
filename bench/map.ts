/**
 * Large Maps: 10,000 items inline, and distributed ones with a child execution an item; how long, how
 * much memory beyond an idle engine's, how many rows. Each in a process of its own. See README.md.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../engine/store/open.ts'
import { reader } from '../engine/store/transaction.ts'
import { s3Plugin } from '../plugins/s3/plugin.ts'
import { startCore } from './engine-core.ts'
import { executionEnds } from './execution-ends.ts'
import type { Row } from './raw-rows.ts'
import { rawRowsPerSecond, rowsOf } from './raw-rows.ts'
import type { Bench, Case, Claim, Plan } from './report.ts'
import { barsOf, figureOf, runBenchmark } from './report.ts'

const MIB = 2 ** 20

interface MapFigures extends Record<string, number> {
  milliseconds: number
  addedMiB: number
  rows: number
  itemsPerSecond: number
  /** How often the time that plain inserts of as many history rows take. */
  overRaw: number
}

/** Three Pass states an item; small data, since a state's input and output are at most 256 KiB. */
const processor = {
  StartAt: 'A',
  States: {
    A: { Type: 'Pass', Parameters: { 'id.$': '$.id', from: 'A' }, Next: 'B' },
    B: { Type: 'Pass', Parameters: { 'id.$': '$.id', from: 'B' }, Next: 'C' },
    C: { Type: 'Pass', Result: 1, End: true }
  }
}
const config = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }
const ItemReader = {
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: { InputType: 'JSON' },
  Parameters: { Bucket: 'bench', 'Key.$': '$.key' }
}

/** Inline: its items are its input. Distributed: one child execution an item of a file. */
function definitionOf(mode: string): string {
  const Each =
    mode === 'inline'
      ? { Type: 'Map', ItemsPath: '$.items', ItemProcessor: processor, End: true }
      : {
          ...{ Type: 'Map', ItemReader, MaxConcurrency: 1000, End: true },
          ItemProcessor: { ProcessorConfig: config, ...processor }
        }
  return JSON.stringify({ StartAt: 'Each', States: { Each } })
}

/** The input for so many items, which a distributed Map finds in its bucket: a folder without a connection. */
function inputOf(folder: string, mode: string, count: number): string {
  const items = Array.from({ length: count }, (_, id) => ({ id }))
  if (mode === 'inline') return JSON.stringify({ items })
  const bucket = join(folder, 'plugins', 's3', 'buckets', 'bench')
  mkdirSync(bucket, { recursive: true })
  const key = `${String(count)}.json`
  writeFileSync(join(bucket, key), JSON.stringify(items))
  return JSON.stringify({ key })
}

function countRows({ db }: Store): number {
  const tables = ['history_event', 'execution', 'execution_data', 'map_run_child', 'map_run_item']
  return tables.reduce(
    (sum, table) => sum + (db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number),
    0
  )
}

/** In the process of its own: runs one Map and prints its figures. */
async function runMap(folder: string, mode: string, count: number): Promise<MapFigures> {
  const core = startCore(folder, { plugins: [s3Plugin] })
  const { host, machines, store } = core
  const waitForEnd = executionEnds(store)
  const definition = definitionOf(mode)
  const { stateMachineArn } = await host.enqueue((write) =>
    machines.create(write, { name: 'map', definition })
  )
  const run = async (input: string): Promise<void> => {
    const { executionArn } = await host.enqueue((write) =>
      host.start(write, { stateMachineArn, input })
    )
    await waitForEnd(executionArn)
  }
  // As an engine that has run for a while.
  for (let round = 0; round < 3; round++) await run(inputOf(folder, mode, 300))
  const input = inputOf(folder, mode, count)
  const rowsBefore = countRows(store)
  const idle = process.memoryUsage.rss()
  let peak = idle
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10)
  const startedAt = performance.now()
  await run(input)
  const milliseconds = performance.now() - startedAt
  clearInterval(watch)
  peak = Math.max(peak, process.memoryUsage.rss())
  const status = store.db.prepare('SELECT status FROM execution WHERE status <> 2').pluck().get()
  if (status !== undefined) throw new Error(`A Map of ${String(count)} items has failed`)
  const rows = countRows(store) - rowsBefore
  const newest = store.db
    .prepare(
      'SELECT DISTINCT execution_id FROM history_event WHERE id > (SELECT max(id) FROM history_event) - 8000'
    )
    .pluck()
    .all() as number[]
  const history = newest.flatMap((id) => rowsOf(reader(store), id)).slice(-8000)
  const events = store.db.prepare('SELECT count(*) FROM history_event').pluck().get() as number
  await core.stop()
  store.close()
  const raw = rawRowsPerSecond(folder, renumbered(history), { seconds: 1, rowsPerCommit: 1000 })
  return {
    ...{ milliseconds, addedMiB: (peak - idle) / MIB, rows },
    itemsPerSecond: (count / milliseconds) * 1000,
    overRaw: milliseconds / ((events / raw) * 1000)
  }
}

/** As one execution's history, so that they can be repeated. */
function renumbered(rows: readonly Row[]): Row[] {
  return rows.map((row, index) => ({ ...row, eventId: index + 1 }))
}

function caseOf({ folder }: Bench, mode: string, count: number): Case {
  return {
    labels: { Map: mode, items: count },
    measure: () => {
      const own = mkdtempSync(join(folder, 'map-'))
      const file = join(own, 'figures.json')
      const args = [import.meta.filename, 'child', own, mode, String(count), file]
      const child = spawnSync(process.execPath, ['--no-warnings', ...args], {
        stdio: ['ignore', 'inherit', 'inherit']
      })
      if (child.status !== 0) throw new Error(`A Map of ${String(count)} items has failed`)
      const figures = JSON.parse(readFileSync(file, 'utf8')) as MapFigures
      rmSync(own, { recursive: true, force: true })
      return figures
    }
  }
}

const claims: Claim[] = [
  {
    ...{ name: 'Inline Map of 10,000 x 3: milliseconds', bound: 'most', target: 1000 },
    of: figureOf('milliseconds', 'inline, 10000')
  },
  {
    ...{ name: 'Inline Map of 10,000 x 3: time over plain inserts of its rows', bound: 'most' },
    ...{ of: figureOf('overRaw', 'inline, 10000'), target: 3, gate: 5 }
  },
  {
    ...{ name: 'Inline Map of 10,000 x 3: MiB added at the peak', bound: 'most' },
    ...{ of: figureOf('addedMiB', 'inline, 10000'), target: 120, gate: 200 }
  }
]

function prepare(bench: Bench): Plan {
  const inline = caseOf(bench, 'inline', 10_000)
  const distributed = [10_000, bench.sizes.items ?? 100_000]
  return {
    cases: bench.isQuick
      ? [inline]
      : [inline, ...distributed.map((count) => caseOf(bench, 'distributed', count))],
    claims,
    plots: (results) => [
      barsOf(results, 'milliseconds', {
        ...{ name: 'time', title: 'Map: time to its end', unit: 'ms', isLogarithmic: true }
      })
    ]
  }
}

const [role, folder = '', mode = '', count = '', file = ''] = process.argv.slice(2)
if (role === 'child') {
  writeFileSync(file, JSON.stringify(await runMap(folder, mode, Number(count))))
} else {
  await runBenchmark({
    name: 'map',
    title: 'Large Maps of three states an item',
    figures: {
      milliseconds: 'ms',
      itemsPerSecond: 'items/s',
      addedMiB: 'MiB added',
      rows: 'rows',
      overRaw: 'time over plain inserts'
    },
    rounds: { usual: 3, quick: 1 },
    sizes: { items: { usual: 100_000, quick: 100_000 } },
    prepare
  })
}
