/**
 * From `kill -9` to work: how long an engine with many open executions takes to listen, to answer and
 * to take the first step, beside bare Node that opens the same database and counts them. See README.md.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import type { Client } from '../api/client.ts'
import { dataFolder } from '../engine/data-folder.ts'
import { multiplyExecutions } from './open-executions.ts'
import type { Bench, Case, Claim, Plan, Round } from './report.ts'
import { barsOf, runBenchmark } from './report.ts'
import type { EngineProcess } from './server-process.ts'
import { startEngine } from './server-process.ts'

const MEBIBYTE = 1024 * 1024
/** So many executions take a step each second, each at another moment: one is always due. */
const AT_WORK = 50

const machines = {
  /** Waits for its time. */
  waiting: { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 8_640_000, End: true } } },
  /** Waits for a worker. */
  asking: {
    StartAt: 'A',
    States: {
      A: {
        Type: 'Task',
        Resource: 'arn:aws:states:us-east-1:000000000000:activity:nobody',
        TimeoutSeconds: 8_640_000,
        End: true
      }
    }
  },
  /** Is always at work. */
  looping: {
    StartAt: 'W',
    States: {
      W: { Type: 'Wait', Seconds: 1, Next: 'Again' },
      Again: {
        Type: 'Choice',
        Choices: [{ Variable: '$.end', BooleanEquals: true, Next: 'End' }],
        Default: 'W'
      },
      End: { Type: 'Succeed' }
    }
  }
}

async function start(client: Client, machine: string, name: string): Promise<string> {
  const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`
  const input = JSON.stringify({ end: false, note: 'as inputs often carry. '.repeat(10) })
  return (await client.StartExecution({ stateMachineArn, name, input })).executionArn
}

/** A data folder as a killed engine leaves it. Answers what is at work in it. */
async function makeFolder(folder: string, executions: number): Promise<string[]> {
  const first = await startEngine(folder)
  await first.client.CreateActivity({ name: 'nobody' })
  for (const [name, definition] of Object.entries(machines)) {
    await first.client.CreateStateMachine({ name, definition: JSON.stringify(definition) })
  }
  await start(first.client, 'waiting', 'waiting')
  await start(first.client, 'asking', 'asking')
  await first.stop()
  multiplyExecutions(folder, ['waiting', 'asking'], executions / 2)
  const second = await startEngine(folder)
  const looping: string[] = []
  for (let index = 0; index < AT_WORK; index++) {
    looping.push(await start(second.client, 'looping', `looping-${String(index)}`))
    await new Promise((resolve) => setTimeout(resolve, 1000 / AT_WORK))
  }
  await kill(second)
  return looping
}

async function kill(engine: EngineProcess): Promise<void> {
  process.kill(engine.pid, 'SIGKILL')
  await engine.stop()
}

/** Milliseconds since the epoch of the first event after `moment` of any of these executions. */
async function firstStepAfter(
  client: Client,
  arns: readonly string[],
  moment: number
): Promise<number> {
  for (;;) {
    const pages = await Promise.all(
      arns.map((executionArn) =>
        client.GetExecutionHistory({ executionArn, reverseOrder: true, maxResults: 20 })
      )
    )
    const times = pages.flatMap(({ events }) => events.map(({ timestamp }) => timestamp * 1000))
    const later = times.filter((time) => time > moment)
    if (later.length > 0) return Math.min(...later)
  }
}

/** The yardstick: Node starts, opens the database and counts what is open. */
function countBare(database: string): number {
  const program = `
    import Database from 'better-sqlite3'
    const db = new Database(${JSON.stringify(database)}, { readonly: true })
    console.log(db.prepare('SELECT count(*) FROM execution WHERE status = 1').pluck().get())`
  const startedAt = performance.now()
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname
  })
  return performance.now() - startedAt
}

function rssOf(pid: number): number {
  const [, kibibytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? []
  return Number(kibibytes) / 1024
}

async function restart(folder: string, looping: readonly string[]) {
  const killedAt = Date.now()
  const startedAt = performance.now()
  const engine = await startEngine(folder)
  const listens = performance.now() - startedAt
  const { counts } = await engine.client.CountExecutions({})
  const answers = performance.now() - startedAt
  const step =
    looping.length === 0
      ? {}
      : { step: (await firstStepAfter(engine.client, looping, killedAt)) - killedAt }
  const open = counts['RUNNING'] ?? 0
  const rss = process.platform === 'linux' ? rssOf(engine.pid) : NaN
  await kill(engine)
  return { open, listens, answers, ...step, rss }
}

/** One figure of the engine with open executions over one of another case, by its place. */
const over =
  (figure: string, other: 'empty' | 'bare') =>
  (round: Round): number | undefined => {
    const [engine, empty, bare] = [...round.values()]
    const found = engine?.[figure]
    const measure = (other === 'empty' ? empty : bare)?.['answers']
    return found === undefined || measure === undefined ? undefined : found / measure
  }

async function prepare({ folder, sizes: { executions = 100_000 }, say }: Bench): Promise<Plan> {
  const open = `${folder}/open`
  const looping = await makeFolder(open, executions)
  const { database } = dataFolder(open)
  say(
    `${String(executions)} open executions, ${(statSync(database).size / MEBIBYTE).toFixed(0)} MiB`
  )
  const labels = { 'open executions': executions }
  const cases: Case[] = [
    {
      labels: { process: 'engine after kill -9', ...labels },
      measure: () => restart(open, looping)
    },
    {
      labels: { process: 'engine with nothing in it', 'open executions': 0 },
      measure: () => restart(`${folder}/empty`, [])
    },
    {
      labels: { process: 'bare Node opens and counts', ...labels },
      measure: () => ({ answers: countBare(database) })
    }
  ]
  const claims: Claim[] = [
    {
      name: 'first answer, milliseconds',
      of: (round) => [...round.values()][0]?.['answers'],
      ...{ bound: 'most', target: 2000 }
    },
    {
      name: 'first answer over the one of an empty engine',
      of: over('answers', 'empty'),
      ...{ bound: 'most', target: 1.5, gate: 3 }
    },
    { name: 'first answer over bare', of: over('answers', 'bare'), bound: 'most', target: 8 },
    { name: 'first step over bare', of: over('step', 'bare'), bound: 'most', target: 8 }
  ]
  return {
    ...{ cases, claims },
    plots: (results) => [
      barsOf(results, 'answers', {
        ...{ name: 'first-answer', title: 'Start to first answer', unit: 'ms' }
      })
    ]
  }
}

await runBenchmark({
  name: 'recovery',
  title: 'Recovery',
  figures: {
    listens: 'listens, ms',
    answers: 'first answer, ms',
    step: 'kill to first step, ms',
    open: 'running',
    rss: 'peak RSS, MiB'
  },
  sizes: { executions: { usual: 100_000, quick: 20_000 } },
  prepare
})
