/**
 * Many files dropped at once into a folder that a trigger watches: how fast each starts its execution,
 * with the engine killed on the way, beside bare Node that finds and hashes the same files. See README.md.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '../api/client.ts'
import type { Bench, Case, Claim, Plan, Round } from './report.ts'
import { barsOf, ratioOf, runBenchmark } from './report.ts'
import { startEngine } from './server-process.ts'
import type { EngineProcess } from './server-process.ts'

const passing = { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } }

function dropFiles(folder: string, files: number): void {
  for (let index = 0; index < files; index++) {
    writeFileSync(join(folder, `file-${String(index)}.csv`), `${String(index)};a line of a file\n`)
  }
}

async function makeTrigger(client: Client, path: string): Promise<void> {
  const { stateMachineArn } = await client.CreateStateMachine({
    ...{ name: 'per-file', definition: JSON.stringify(passing) },
    roleArn: 'arn:aws:iam::000000000000:role/any'
  })
  await client.CreateTrigger({
    ...{ name: 'folder', stateMachineArn },
    settings: { kind: 'FOLDER', path, stableMilliseconds: 100 }
  })
}

async function startedBy(client: Client): Promise<number> {
  return (await client.GetTrigger({ name: 'folder' })).trigger.firingCounts['STARTED'] ?? 0
}

async function until(client: Client, count: number): Promise<void> {
  while ((await startedBy(client)) < count) await new Promise((resolve) => setTimeout(resolve, 20))
}

function peakOf({ pid }: EngineProcess): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024
}

async function drop(folder: string, files: number, isKilled: boolean) {
  const own = mkdtempSync(join(folder, 'drop-'))
  const watched = join(own, 'watched')
  mkdirSync(watched)
  const data = join(own, 'data')
  let engine = await startEngine(data)
  const idle = peakOf(engine)
  await makeTrigger(engine.client, watched)
  const startedAt = performance.now()
  dropFiles(watched, files)
  if (isKilled) {
    await until(engine.client, files / 3)
    process.kill(engine.pid, 'SIGKILL')
    await engine.stop()
    engine = await startEngine(data)
  }
  await until(engine.client, files)
  const seconds = (performance.now() - startedAt) / 1000
  const rss = process.platform === 'linux' ? peakOf(engine) : Number.NaN
  const { counts } = await engine.client.CountExecutions({})
  const executions = Object.values(counts).reduce((sum, count) => sum + count, 0)
  await engine.stop()
  return {
    ...{ perSecond: files / seconds, rss, grown: rss - idle },
    ...{ lost: Math.max(0, files - executions), doubled: Math.max(0, executions - files) }
  }
}

/** The yardstick: writes, finds, looks at and hashes the same files, and starts nothing. */
function dropBare(folder: string, files: number) {
  const watched = mkdtempSync(join(folder, 'bare-'))
  const startedAt = performance.now()
  dropFiles(watched, files)
  for (const name of readdirSync(watched)) {
    statSync(join(watched, name))
    createHash('sha256')
      .update(readFileSync(join(watched, name)))
      .digest('hex')
  }
  return { perSecond: files / ((performance.now() - startedAt) / 1000) }
}

const worst =
  (figure: string) =>
  (round: Round): number =>
    Math.max(...[...round.values()].map((figures) => figures[figure] ?? 0))

function prepare({ folder, sizes: { files = 10_000 } }: Bench): Plan {
  const cases: Case[] = [
    { labels: { what: 'dropped' }, measure: () => drop(folder, files, false) },
    { labels: { what: 'dropped, engine killed' }, measure: () => drop(folder, files, true) },
    { labels: { what: 'bare' }, measure: () => dropBare(folder, files) }
  ]
  const claims: Claim[] = [
    { name: 'files without an execution', of: worst('lost'), bound: 'most', target: 0, gate: 0 },
    { name: 'files with two', of: worst('doubled'), bound: 'most', target: 0, gate: 0 },
    { name: 'dropped over bare', of: ratioOf('perSecond', 'dropped', 'bare'), target: 0.1 },
    { name: 'memory, MiB more than idle', of: worst('grown'), bound: 'most', target: 150 }
  ]
  return {
    ...{ cases, claims },
    plots: (results) => [
      barsOf(results, 'perSecond', {
        ...{ name: 'speed', title: 'Files to executions started', unit: 'files/s' }
      })
    ]
  }
}

await runBenchmark({
  name: 'folder',
  title: 'Files dropped into a watched folder',
  figures: {
    perSecond: 'files/s',
    rss: 'peak RSS, MiB',
    grown: 'more than idle, MiB',
    lost: 'lost',
    doubled: 'doubled'
  },
  sizes: { files: { usual: 10_000, quick: 1500 } },
  rounds: { usual: 3, quick: 1 },
  prepare
})
