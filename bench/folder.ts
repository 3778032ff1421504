/**
 * Many files dropped at once into a folder that a trigger watches: how fast each starts its execution,
 * with the engine killed on the way, beside bare Node that finds and hashes the same files, and beside chokidar
 * that only tells of them. See README.md.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Client } from '../api/client.ts'
import type { Bench, Case, Claim, Plan, Round } from './report.ts'
import { barsOf, ratioOf, runBenchmark } from './report.ts'
import { startEngine } from './server-process.ts'

const WATCHER = resolve(import.meta.dirname, 'folder-watcher.ts')
const passing = { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } }

function dropFiles(folder: string, files: number, first = 0): void {
  for (let index = first; index < first + files; index++) {
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

/** How many of the system's watches a process holds. */
function watchesOf({ pid }: { pid: number }): number {
  if (process.platform !== 'linux') return Number.NaN
  const folder = `/proc/${String(pid)}/fdinfo`
  return readdirSync(folder).reduce(
    (sum, name) =>
      sum + (readFileSync(join(folder, name), 'utf8').match(/^inotify wd:/gm) ?? []).length,
    0
  )
}

function peakOf({ pid }: { pid: number }): number {
  if (process.platform !== 'linux') return Number.NaN
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
  const rss = peakOf(engine)
  const watches = watchesOf(engine)
  const { counts } = await engine.client.CountExecutions({})
  const executions = Object.values(counts).reduce((sum, count) => sum + count, 0)
  await engine.stop()
  return {
    ...{ perSecond: files / seconds, rss, grown: rss - idle, watches },
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

/** chokidar in a process of its own; `told` grows with each file that it tells of. */
async function startWatcher(folder: string, which: 'new' | 'all', told: Map<string, number>) {
  const child = spawn(process.execPath, ['--no-warnings', WATCHER, folder, which], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const gone = new Promise<void>((settle) => child.once('exit', () => settle()))
  await new Promise<void>((settle) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') settle()
      else told.set(line, (told.get(line) ?? 0) + 1)
    })
  })
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  return { pid: child.pid ?? 0, kill }
}

/** Waits until all files are told of, or for 10 s in which no more are. */
async function untilTold(told: ReadonlyMap<string, number>, files: number): Promise<number> {
  let known = 0
  let lastAt = performance.now()
  while (told.size < files && performance.now() - lastAt < 10_000) {
    if (told.size > known) lastAt = performance.now()
    known = told.size
    await new Promise((settle) => setTimeout(settle, 20))
  }
  return told.size < files ? lastAt : performance.now()
}

/** A third while it watches, a third while it is off, a third after it has come back: what the next life is told. */
async function dropBesideWatcher(folder: string, files: number, restart?: 'new' | 'all') {
  const watched = mkdtempSync(join(folder, 'chokidar-'))
  const told = new Map<string, number>()
  let watcher = await startWatcher(watched, 'new', told)
  const idle = peakOf(watcher)
  const startedAt = performance.now()
  if (restart === undefined) dropFiles(watched, files)
  else {
    const third = Math.floor(files / 3)
    dropFiles(watched, third)
    await untilTold(told, third)
    await watcher.kill()
    dropFiles(watched, third, third)
    watcher = await startWatcher(watched, restart, told)
    dropFiles(watched, files - 2 * third, 2 * third)
  }
  const endedAt = await untilTold(told, files)
  const figures = {
    perSecond: files / ((endedAt - startedAt) / 1000),
    ...{ rss: peakOf(watcher), grown: peakOf(watcher) - idle, watches: watchesOf(watcher) },
    ...{ lost: files - told.size, doubled: [...told.values()].filter((times) => times > 1).length }
  }
  await watcher.kill()
  return figures
}

/** Of the engine's cases. */
const worst =
  (figure: string) =>
  (round: Round): number =>
    Math.max(...['dropped', 'dropped, engine killed'].map((what) => round.get(what)?.[figure] ?? 0))

function prepare({ folder, sizes: { files = 10_000 } }: Bench): Plan {
  const cases: Case[] = [
    { labels: { what: 'dropped' }, measure: () => drop(folder, files, false) },
    { labels: { what: 'dropped, engine killed' }, measure: () => drop(folder, files, true) },
    { labels: { what: 'bare' }, measure: () => dropBare(folder, files) },
    { labels: { what: 'chokidar' }, measure: () => dropBesideWatcher(folder, files) },
    {
      labels: { what: 'chokidar, restarted, told of new ones' },
      measure: () => dropBesideWatcher(folder, files, 'new')
    },
    {
      labels: { what: 'chokidar, restarted, told of all' },
      measure: () => dropBesideWatcher(folder, files, 'all')
    }
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
    watches: 'watches held',
    lost: 'lost',
    doubled: 'doubled'
  },
  sizes: { files: { usual: 10_000, quick: 1500 } },
  rounds: { usual: 3, quick: 1 },
  prepare
})
