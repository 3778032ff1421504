/**
 * Durable state transitions a second, through the engine's host in this process, beside plain
 * inserts of the same history rows in the same round. See README.md.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { startCore } from './engine-core.ts'
import { executionEnds } from './execution-ends.ts'
import type { Row } from './raw-rows.ts'
import { rawRowsPerSecond } from './raw-rows.ts'
import type { Bench, Case, Claim, Plan } from './report.ts'
import { barsOf, figureOf, runBenchmark } from './report.ts'
import type { Workload } from './workloads.ts'
import { workloads } from './workloads.ts'

const concurrencies = [1, 8, 64, 512]

/** Keeps `concurrency` executions running for some seconds, and lets the last ones end. */
async function runEngine(folder: string, workload: Workload, concurrency: number, seconds: number) {
  const core = startCore(mkdtempSync(join(folder, 'engine-')))
  const { host, machines, store } = core
  const waitForEnd = executionEnds(store)
  const definition = JSON.stringify(workload.definition)
  const { stateMachineArn } = await host.enqueue((write) =>
    machines.create(write, { name: 'bench', definition })
  )
  const input = JSON.stringify(workload.input)
  const startedAt = performance.now()
  let executions = 0
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) {
      const { executionArn } = await host.enqueue((write) =>
        host.start(write, { stateMachineArn, input })
      )
      await waitForEnd(executionArn)
      executions++
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  const elapsed = (performance.now() - startedAt) / 1000
  const events = store.db.prepare('SELECT count(*) FROM history_event').pluck().get() as number
  const rows = store.db
    .prepare(
      `SELECT event_id AS eventId, previous_event_id AS previousEventId, type, at, details
       FROM history_event WHERE execution_id = 1 ORDER BY event_id`
    )
    .all() as Row[]
  const failed = store.db.prepare('SELECT count(*) FROM execution WHERE status <> 2').pluck().get()
  if (failed !== 0) throw new Error(`${String(failed)} executions of ${workload.name} have failed`)
  await core.stop()
  store.close()
  return {
    transitions: (executions * workload.transitions) / elapsed,
    rows,
    events: events / elapsed
  }
}

function caseOf({ folder, sizes }: Bench, workload: Workload, concurrency: number): Case {
  const { seconds = 1 } = sizes
  return {
    labels: { workload: workload.name, 'at once': concurrency },
    measure: async () => {
      const { transitions, events, rows } = await runEngine(folder, workload, concurrency, seconds)
      const raw = rawRowsPerSecond(folder, rows, seconds)
      return { transitions, events, raw, ratio: events / raw }
    }
  }
}

function prepare(bench: Bench): Plan {
  const cases = workloads.flatMap((workload) =>
    concurrencies.map((concurrency) => caseOf(bench, workload, concurrency))
  )
  const claims: Claim[] = workloads.map(({ name }) => ({
    name: `${name}, 64 at once: event rows over raw rows`,
    ...{ of: figureOf('ratio', `${name}, 64`), target: 0.5, gate: 0.35 }
  }))
  return {
    cases,
    claims,
    plots: (results) => [
      barsOf(results, 'ratio', {
        name: 'ratio',
        title: 'Event rows a second over raw rows a second',
        unit: 'ratio',
        mark: { at: 0.5, label: 'target 0.5' }
      })
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
  sizes: { seconds: { usual: 1, quick: 0.4 } },
  prepare
})
