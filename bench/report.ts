/**
 * The one way benchmarks run and report: all cases in turn, round after round; medians with their
 * spread; claims computed within a round; a table, a JSON file, pictures. See README.md.
 *
 * @example
 * await runBenchmark({
 *   name: 'sorting', title: 'Sorting', figures: { perSecond: 'sorts/s' },
 *   prepare: ({ isQuick }) => ({
 *     cases: [{ labels: { numbers: 1000 }, measure: () => ({ perSecond: measureSorts(1000, isQuick) }) }],
 *     claims: [{ name: '1,000 numbers', of: figureOf('perSecond', '1000'), gate: 100, target: 1000 }]
 *   })
 * })
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import type {
  Bench,
  Benchmark,
  Case,
  CaseResult,
  Claim,
  ClaimResult,
  Figures,
  Plan,
  Report,
  Round
} from './reporting/benchmark.ts'
import { nameOf } from './reporting/benchmark.ts'
import { embed } from './reporting/embed.ts'
import { machineFacts } from './reporting/machine.ts'
import type { Plot } from './reporting/plot.ts'
import { drawPlot } from './reporting/plot.ts'
import { median, spreadOf } from './reporting/statistics.ts'
import { reportMarkdown } from './reporting/table.ts'

export type {
  Bench,
  Benchmark,
  Case,
  CaseResult,
  Claim,
  Plan,
  Round,
  Figures
} from './reporting/benchmark.ts'
export { figureOf, ratioOf } from './reporting/benchmark.ts'
export { barsOf } from './reporting/plot.ts'
export type { LinePlot } from './reporting/plot.ts'
export { median, percentile } from './reporting/statistics.ts'

/** What the command line says. */
interface Flags {
  isQuick: boolean
  roundCount: number
  sizes: Record<string, number>
  only: RegExp
  folder: string
  json?: string
  out?: string
}

function readFlags({ rounds = { usual: 3, quick: 1 }, sizes = {} }: Benchmark): Flags {
  const own = Object.fromEntries(
    Object.keys(sizes).map((name) => [name, { type: 'string' }] as const)
  )
  const { values } = parseArgs({
    options: {
      ...own,
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      only: { type: 'string', default: '' },
      folder: { type: 'string', default: tmpdir() },
      json: { type: 'string' },
      out: { type: 'string' }
    }
  })
  const given = values as Record<string, string | boolean | undefined>
  const which = values.quick ? 'quick' : 'usual'
  return {
    isQuick: values.quick,
    roundCount: Number(values.rounds ?? rounds[which]),
    sizes: Object.fromEntries(
      Object.entries(sizes).map(([name, size]) => [name, Number(given[name] ?? size[which])])
    ),
    only: new RegExp(values.only, 'i'),
    folder: values.folder,
    ...(values.json === undefined ? {} : { json: values.json }),
    ...(values.out === undefined ? {} : { out: values.out })
  }
}

/** Runs a benchmark as the command line says, and tells, writes and draws what it has found. */
export async function runBenchmark(benchmark: Benchmark): Promise<Report> {
  const flags = readFlags(benchmark)
  const folder = mkdtempSync(join(flags.folder, 'signalbox-bench-'))
  try {
    const machine = machineFacts(folder)
    const at = new Date().toISOString()
    const { isQuick, roundCount, sizes } = flags
    const say = (line: string): void => void process.stderr.write(`${line}\n`)
    const plan = await benchmark.prepare({ folder, isQuick, sizes, say })
    const { name, title, figures } = benchmark
    const cases = plan.cases.filter(({ labels }) => flags.only.test(nameOf(labels)))
    try {
      const rounds = await runRounds(cases, roundCount, say)
      const report: Report = {
        ...{ name, title, at, isQuick, roundCount, sizes, machine, figures },
        cases: cases.map((one) => resultOf(one, rounds)),
        claims: (plan.claims ?? []).flatMap((claim) => judge(claim, rounds)),
        notes: plan.notes ?? []
      }
      await publish(report, plan, flags)
      return report
    } finally {
      await plan.close?.()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function runRounds(
  cases: readonly Case[],
  count: number,
  say: Bench['say']
): Promise<Round[]> {
  const rounds: Round[] = []
  for (let index = 0; index < count; index++) {
    const round = new Map<string, Figures>()
    for (const one of cases) round.set(nameOf(one.labels), await one.measure())
    rounds.push(round)
    say(`round ${index + 1} of ${count}, load ${(loadavg()[0] ?? 0).toFixed(1)}`)
  }
  return rounds
}

function resultOf({ labels }: Case, rounds: readonly Round[]): CaseResult {
  const name = nameOf(labels)
  const found = rounds.map((round) => round.get(name)).filter((figures) => figures !== undefined)
  const keys = new Set(found.flatMap((figures) => Object.keys(figures)))
  const spreads = [...keys].map((key) => [
    key,
    spreadOf(found.flatMap((figures) => figures[key] ?? []))
  ])
  return { name, labels, figures: Object.fromEntries(spreads), rounds: found }
}

/** Nothing where no round has what the claim is about. */
function judge(
  { name, of, bound = 'least', target, gate }: Claim,
  rounds: readonly Round[]
): ClaimResult[] {
  const found = rounds.flatMap((round) => of(round) ?? [])
  if (found.length === 0) return []
  const middle = median(found)
  const reaches = (limit: number): boolean =>
    bound === 'least' ? middle >= limit : middle <= limit
  const result: ClaimResult = {
    ...{ name, bound, found: spreadOf(found) },
    ...(target === undefined ? {} : { target, isTargetReached: reaches(target) }),
    ...(gate === undefined ? {} : { gate, isGateOpen: reaches(gate) })
  }
  return [result]
}

/** To the console; with `--json` and `--out`, to files and documents. */
async function publish(report: Report, plan: Plan, { json, out }: Flags): Promise<void> {
  console.log(`\n${report.title}\n\n${reportMarkdown(report)}\n`)
  const plots = plan.plots?.(report.cases) ?? []
  if (json !== undefined) writeJson(json, report)
  if (out === undefined) return
  mkdirSync(out, { recursive: true })
  writeJson(join(out, `${report.name}.json`), report)
  const pictures = plots.map((plot) => draw(out, report.name, plot))
  const documents = await embed(dirname(out), report, pictures)
  console.log(`Written to ${[out, ...documents].join(', ')}`)
}

function draw(out: string, name: string, plot: Plot): { file: string; title: string } {
  const file = join(out, `${name}-${plot.name}.svg`)
  writeFileSync(file, drawPlot(plot))
  return { file, title: plot.title }
}

function writeJson(file: string, report: Report): void {
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`)
}
