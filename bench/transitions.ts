/**
 * Durable state transitions a second, through the engine's host in this process, beside plain
 * inserts of the same history rows in the same round. See README.md.
 */
import type { Row } from './raw-rows.ts'
import { rawRowsPerSecond } from './raw-rows.ts'
import type { Bench, Case, Claim, Plan } from './report.ts'
import { barsOf, figureOf, ratioOf, runBenchmark } from './report.ts'
import { runWorkload } from './run-workload.ts'
import type { Workload } from './workloads.ts'
import { workloads } from './workloads.ts'

const SINGLE_ROWS = 'one row a commit'

function caseOf({ folder, sizes }: Bench, workload: Workload, atOnce: number): Case {
  const { seconds = 1 } = sizes
  return {
    labels: { workload: workload.name, 'at once': atOnce },
    measure: async () => {
      const run = await runWorkload(folder, workload, { atOnce, seconds })
      const raw = rawRowsPerSecond(folder, run.rows, { seconds, rowsPerCommit: 1000 })
      return { transitions: run.transitions, events: run.events, raw, ratio: run.events / raw }
    }
  }
}

/** What a single strict execution is bound by: one small row a commit. */
function singleRows({ folder, sizes: { seconds = 1 } }: Bench): Case {
  const details = JSON.stringify({ name: 'P1', output: '{"orderId":1,"note":"of some length"}' })
  const row: Row = { eventId: 1, previousEventId: 0, type: 1, at: 1, details }
  const rows = Array.from({ length: 200 }, (_, index) => ({ ...row, eventId: index + 1 }))
  return {
    labels: { workload: SINGLE_ROWS, 'at once': 1 },
    measure: () => ({ raw: rawRowsPerSecond(folder, rows, { seconds, rowsPerCommit: 1 }) })
  }
}

const claims: Claim[] = [
  ...['Pass chain of 100', 'Choice loop of 1000', 'Map 1000 x 3'].map((name) => ({
    name: `${name}, 64 at once: event rows over raw rows`,
    ...{ of: figureOf('ratio', `${name}, 64`), target: 0.5, gate: 0.35 }
  })),
  {
    name: 'Parallel of 10, 64 at once: event rows over raw rows',
    ...{ of: figureOf('ratio', 'Parallel of 10, 64'), target: 0.5 }
  },
  {
    name: 'Each transition committed before the next, 64 at once: event rows over raw rows',
    ...{ of: figureOf('ratio', 'Pass chain of 100, strict, 64'), target: 0.33, gate: 0.2 }
  },
  {
    name: 'The same, one at once: transitions over commits of one row',
    of: ratioOf('transitions', 'Pass chain of 100, strict, 1', `${SINGLE_ROWS}, 1`, 'raw'),
    ...{ target: 0.6, gate: 0.4 }
  }
]

function prepare(bench: Bench): Plan {
  // The gate needs only what its claims are about.
  const levels = bench.isQuick ? [1, 64] : [1, 8, 64, 512]
  const cases = workloads.flatMap((workload) =>
    levels.map((atOnce) => caseOf(bench, workload, atOnce))
  )
  return {
    cases: [...cases, singleRows(bench)],
    claims,
    plots: (results) => [
      barsOf(results, 'ratio', {
        ...{ name: 'ratio', title: 'Event rows a second over raw rows a second', unit: 'ratio' },
        mark: { at: 0.5, label: 'target 0.5' }
      }),
      barsOf(results, 'transitions', {
        ...{ name: 'speed', title: 'Durable state transitions a second', unit: 'transitions/s' },
        isLogarithmic: true
      })
    ],
    notes: [
      'Strict: each transition is committed before the next one begins. Task chain: each task is taken, done in the engine’s own process and answered.'
    ]
  }
}

await runBenchmark({
  name: 'transitions',
  title: 'Durable state transitions',
  figures: {
    transitions: 'transitions/s',
    events: 'event rows/s',
    raw: 'raw rows/s',
    ratio: 'ratio'
  },
  sizes: { seconds: { usual: 1, quick: 0.5 } },
  prepare
})
