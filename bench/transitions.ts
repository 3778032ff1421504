/**
 * Durable state transitions a second, through the engine's host in this process, beside plain
 * inserts of the same history rows in the same run. See README.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Core } from '../engine/core.ts'
import type { EngineEvent } from '../api/events.ts'
import { startCore } from './engine-core.ts'
import type { Row } from './raw-rows.ts'
import { rawRowsPerSecond } from './raw-rows.ts'
import { median, spread } from './statistics.ts'
import type { Workload } from './workloads.ts'
import { workloads } from './workloads.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    json: { type: 'string' }
  }
})
const rounds = Number(flags.rounds)
const seconds = Number(flags.seconds)
const concurrencies = [1, 8, 64]

interface Measurement {
  transitionsPerSecond: number
  eventRowsPerSecond: number
  rawRowsPerSecond: number
  /** Event rows a second ÷ raw rows a second. */
  ratio: number
}

/** Executions end by a notice after their commit; whoever waits for one is woken by it. */
function createEnds(core: Core): (executionArn: string) => Promise<void> {
  const waiting = new Map<string, () => void>()
  const ended = new Set<string>()
  core.store.listeners.add((_commit, events: readonly EngineEvent[]) => {
    for (const event of events) {
      if (event.type !== 'execution' || event.status === 'RUNNING') continue
      const wake = waiting.get(event.executionArn)
      if (wake) wake()
      else ended.add(event.executionArn)
      waiting.delete(event.executionArn)
    }
  })
  return (executionArn) =>
    ended.delete(executionArn)
      ? Promise.resolve()
      : new Promise((resolve) => waiting.set(executionArn, resolve))
}

/** Keeps `concurrency` executions running for some seconds, and lets the last ones end. */
async function runEngine(folder: string, workload: Workload, concurrency: number) {
  const core = startCore(mkdtempSync(join(folder, 'engine-')))
  const { host, machines, store } = core
  const waitForEnd = createEnds(core)
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

async function measure(
  folder: string,
  workload: Workload,
  concurrency: number
): Promise<Measurement> {
  const { transitions, events, rows } = await runEngine(folder, workload, concurrency)
  const raw = rawRowsPerSecond(folder, rows, seconds)
  return {
    transitionsPerSecond: transitions,
    eventRowsPerSecond: events,
    rawRowsPerSecond: raw,
    ratio: events / raw
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'))
  const chosen = workloads.filter(({ name }) =>
    name.toLowerCase().includes(flags.only.toLowerCase())
  )
  const results = chosen.flatMap((workload) =>
    concurrencies.map((concurrency) => ({ workload, concurrency, measured: [] as Measurement[] }))
  )
  try {
    // Each round runs all cases in turn, so that a busy moment of the machine hits them alike.
    for (let round = 0; round < rounds; round++) {
      for (const result of results) {
        result.measured.push(await measure(folder, result.workload, result.concurrency))
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log('| workload | at once | transitions/s | event rows/s | raw rows/s | ratio |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  for (const { workload, concurrency, measured } of results) {
    const column = (pick: (one: Measurement) => number, digits?: number): string =>
      spread(measured.map(pick), digits)
    console.log(
      `| ${workload.name} | ${String(concurrency)} | ${column((one) => one.transitionsPerSecond)} | ${column((one) => one.eventRowsPerSecond)} | ${column((one) => one.rawRowsPerSecond)} | ${column((one) => one.ratio, 2)} |`
    )
  }
  const json = results.map(({ workload, concurrency, measured }) => ({
    workload: workload.name,
    concurrency,
    ratio: median(measured.map(({ ratio }) => ratio)),
    rounds: measured
  }))
  const report = { node: process.version, rounds, seconds, results: json }
  if (flags.json) writeFileSync(flags.json, JSON.stringify(report, undefined, 2))
  else console.log(JSON.stringify(report))
}

await main()
