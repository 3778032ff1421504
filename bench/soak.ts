/** Mixed load for a long time, under retention rules: what the engine takes must stay the same. See README.md. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { dataFolder } from '../engine/data-folder.ts'
import type { Bench, Case, Claim, Figures, LinePlot, Plan } from './report.ts'
import { median, percentile, runBenchmark } from './report.ts'
import type { EngineProcess } from './server-process.ts'
import { startEngine } from './server-process.ts'
import { startSoakLoad } from './soak-load.ts'
import type { ProcessSample } from './soak-probe.ts'

const MEBIBYTE = 1024 * 1024
/** Part of the time in which caches fill and the first executions are not yet deleted. */
const WARM_UP = 0.3

type Sample = ProcessSample & Record<'file' | 'log' | 'search' | 'kept', number>

const metrics: { key: keyof Sample; name: string; most: number }[] = [
  { key: 'rss', name: 'RSS, MiB', most: 1.2 },
  { key: 'heap', name: 'heap, MiB', most: 1.3 },
  { key: 'file', name: 'database, MiB', most: 1.2 },
  { key: 'log', name: 'write-ahead log, MiB', most: 1.5 },
  { key: 'search', name: 'search index with its log, MiB', most: 1.2 },
  { key: 'kept', name: 'executions kept', most: 1.2 },
  { key: 'delay', name: 'event loop delay p99, ms', most: 2 }
]

async function soak({ folder, sizes, say }: Bench): Promise<Sample[]> {
  const { seconds = 180 } = sizes
  const data = dataFolder(`${folder}/data`)
  const samplesFile = `${folder}/samples`
  writeFileSync(samplesFile, '')
  const probe = new URL('soak-probe.ts', import.meta.url).href
  const engine = await startEngine(data.path, {
    nodeArguments: ['--import', probe],
    environment: { SOAK_SAMPLES: samplesFile }
  })
  const load = await startSoakLoad(engine)
  const sizesOf: Omit<Sample, keyof ProcessSample>[] = []
  for (let second = 0; second < seconds; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    sizesOf.push({
      file: sizeOf(data.database),
      log: sizeOf(`${data.database}-wal`),
      search: sizeOf(data.searchIndex) + sizeOf(`${data.searchIndex}-wal`),
      kept: await countKept(engine)
    })
  }
  await load.stop()
  say(JSON.stringify(load.done))
  await engine.stop()
  const lines = readFileSync(samplesFile, 'utf8').trim().split('\n')
  const processes = lines.map((line) => JSON.parse(line) as ProcessSample)
  return sizesOf.flatMap((size, index) => {
    const found = processes[index]
    return found ? [{ ...found, ...size }] : []
  })
}

async function countKept({ client }: EngineProcess): Promise<number> {
  const { counts } = await client.CountExecutions({})
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function sizeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) / MEBIBYTE
}

/** Once warm: the median of the first half and of the second. Flat: the one is the other. */
function figuresOf(samples: readonly Sample[], key: keyof Sample): Figures {
  const values = samples.map((sample) => sample[key])
  const warm = values.slice(Math.floor(values.length * WARM_UP))
  const middle = Math.floor(warm.length / 2)
  const earlier = median(warm.slice(0, middle))
  const later = median(warm.slice(middle))
  return {
    start: median(values.slice(0, values.length - warm.length)),
    earlier,
    later,
    p99: percentile(warm, 0.99),
    // Sizes below a MiB or a millisecond tell nothing by their ratio.
    growth: Math.max(later, 1) / Math.max(earlier, 1)
  }
}

function prepare(bench: Bench): Plan {
  let samples: Promise<Sample[]> | undefined
  const points: Sample[] = []
  const run = (): Promise<Sample[]> =>
    (samples ??= soak(bench).then((found) => {
      points.push(...found)
      return found
    }))
  const cases: Case[] = metrics.map(({ key, name }) => ({
    labels: { 'under mixed load': name },
    measure: async () => figuresOf(await run(), key)
  }))
  const claims: Claim[] = metrics.map(({ name, most }) => ({
    name: `${name}, under retention: second half over first`,
    of: (round) => round.get(name)?.['growth'],
    ...{ bound: 'most' as const, target: most, gate: most * 2 }
  }))
  const plots = (): LinePlot[] => [
    plotOf(points, { name: 'sizes', y: 'MiB', keys: ['rss', 'heap', 'file', 'log', 'search'] }),
    plotOf(points, { name: 'delay', y: 'event loop delay p99, ms', keys: ['delay'] })
  ]
  const notes = [
    `${String(bench.sizes['seconds'])} seconds; of each state machine the executions of five are kept, and pruned each second.`
  ]
  return { cases, claims, plots, notes }
}

function plotOf(
  samples: readonly Sample[],
  { name, y, keys }: { name: string; y: string; keys: (keyof Sample)[] }
): LinePlot {
  return {
    ...{ kind: 'lines', name, title: `Mixed load: ${y}`, x: 'minutes', y },
    lines: keys.map((key) => ({
      label: metrics.find((metric) => metric.key === key)?.name ?? key,
      points: samples.map((sample, second) => [second / 60, sample[key]] as const)
    }))
  }
}

await runBenchmark({
  name: 'soak',
  title: 'Soak',
  figures: {
    start: 'at the start',
    earlier: 'first half',
    later: 'second half',
    p99: 'p99',
    growth: 'growth'
  },
  rounds: { usual: 1, quick: 1 },
  sizes: { seconds: { usual: 180, quick: 20 } },
  prepare
})
