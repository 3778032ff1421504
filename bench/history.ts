/**
 * What the history view asks for, over HTTP, in a database of a million executions and five million
 * events: idle, and while the engine takes all that it can. Beside the same queries in plain SQLite.
 */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { OperationName } from '../api/index.ts'
import { executionArn, stateMachineArn } from '../engine/arns.ts'
import { dataFolder } from '../engine/data-folder.ts'
import { toToken } from '../engine/http/paging.ts'
import { openReadStore } from '../engine/store/open-reader.ts'
import { findExecution } from '../engine/store/queries/executions.ts'
import { readHistory } from '../engine/store/queries/history.ts'
import { searchExecutions } from '../engine/store/queries/search-executions.ts'
import {
  FIRST_START,
  historyFolder,
  LONG_HISTORY,
  LONG_NAME,
  MACHINE_NAME,
  WORDS
} from './history-database.ts'
import type { Call } from './http-load.ts'
import { load, post } from './http-load.ts'
import type { Bench, Case, Claim, Plan, Round } from './report.ts'
import { barsOf, figureOf, percentile, ratioOf, runBenchmark } from './report.ts'
import type { EngineProcess } from './server-process.ts'
import { startEngine, startReference } from './server-process.ts'
import { passChain } from './workloads.ts'

const machine = stateMachineArn(MACHINE_NAME)

function callTo(
  { url, token }: EngineProcess,
  service: 'AWSStepFunctions' | 'Signalbox',
  name: OperationName,
  body: object
): Call {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `${service}.${name}`,
    authorization: `Bearer ${token}`
  }
  return { url, headers, body: JSON.stringify(body) }
}

/** What is asked, by what it is called in the table. */
function questions(engine: EngineProcess, executions: number): Record<string, Call> {
  const search = (body: object) =>
    callTo(engine, 'Signalbox', 'SearchExecutions', { maxResults: 50, ...body })
  const middle = executions >> 1
  const nextToken = toToken('executions', [FIRST_START + middle * 50, middle])
  return {
    'page of 50, newest': search({}),
    'page of 50, from the middle': search({ nextToken }),
    'page of 50, by machine and status': search({ stateMachineArn: machine, status: 'FAILED' }),
    [`${String(LONG_HISTORY)} events`]: callTo(engine, 'AWSStepFunctions', 'GetExecutionHistory', {
      executionArn: executionArn(MACHINE_NAME, LONG_NAME),
      maxResults: 1000
    }),
    'counts by status': callTo(engine, 'Signalbox', 'CountExecutions', {}),
    describe: callTo(engine, 'AWSStepFunctions', 'DescribeExecution', {
      executionArn: executionArn(MACHINE_NAME, LONG_NAME)
    }),
    'search, common word': search({ text: WORDS.common }),
    'search, rare word': search({ text: WORDS.rare }),
    'search, no hit': search({ text: WORDS.none }),
    'search, part of a name': search({ nameContains: 'abcdef' })
  }
}

const PAGES = [
  'page of 50, newest',
  'page of 50, from the middle',
  'page of 50, by machine and status'
]

/** The same queries without a server: what SQLite itself takes. */
function plainCases(path: string, executions: number, seconds: number): Case[] {
  const store = openReadStore(dataFolder(path).database)
  const { db } = store
  const long = findExecution(db, { stateMachineName: MACHINE_NAME, name: LONG_NAME })
  const middle = { startedAt: FIRST_START + (executions >> 1) * 50, id: executions >> 1 }
  const timed = (what: string, query: () => unknown): Case => ({
    labels: { what, where: 'plain SQLite' },
    measure: () => {
      const times: number[] = []
      const endsAt = performance.now() + seconds * 1000
      while (performance.now() < endsAt) {
        const startedAt = performance.now()
        query()
        times.push(performance.now() - startedAt)
      }
      return figuresOf(times)
    }
  })
  return [
    timed('page of 50, newest', () => searchExecutions(db, {}, { limit: 50 })),
    timed('page of 50, from the middle', () =>
      searchExecutions(db, {}, { limit: 50, before: middle })
    ),
    timed(`${String(LONG_HISTORY)} events`, () => readHistory(db, long?.id ?? 0, { limit: 1000 }))
  ]
}

function figuresOf(times: readonly number[]) {
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    perSecond: 1000 / mean(times)
  }
}

function mean(times: readonly number[]): number {
  return times.reduce((sum, time) => sum + time, 0) / times.length
}

/** Starts executions of 100 states, 16 at a time, while `body` runs. */
async function whileWriting<T>(
  engine: EngineProcess,
  loaded: string,
  body: () => Promise<T>
): Promise<T> {
  const file = resolve(import.meta.dirname, 'write-load.ts')
  const child = spawn(process.execPath, ['--no-warnings', file, engine.url, engine.token, loaded], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  try {
    await new Promise((begun) => child.stdout.once('data', begun))
    await new Promise((settled) => setTimeout(settled, 300))
    return await body()
  } finally {
    const gone = new Promise((ended) => child.once('exit', ended))
    child.kill()
    await gone
  }
}

/** Of executions that were just started and have ended. */
async function timeDeletions({ client }: EngineProcess, seconds: number): Promise<number[]> {
  const times: number[] = []
  const endsAt = performance.now() + seconds * 1000
  while (performance.now() < endsAt) {
    const { executionArn: made } = await client.StartExecution({ stateMachineArn: machine })
    const startedAt = performance.now()
    await client.DeleteExecution({ executionArn: made })
    times.push(performance.now() - startedAt)
  }
  return times
}

/** From the process's start to its first durable answer. */
async function timeStart(start: () => Promise<{ call: Call; stop: () => Promise<void> }>) {
  const startedAt = performance.now()
  const { call, stop } = await start()
  await post(call)
  const time = performance.now() - startedAt
  await stop()
  return { p50: time, p99: time }
}

/** Has the system forget what it holds of files, where it lets us. */
function dropCaches(): boolean {
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '1')
    return true
  } catch {
    return false
  }
}

async function prepare({ folder, isQuick, sizes, say }: Bench): Promise<Plan> {
  const { seconds = 1, executions = 1_000_000, cold = 0 } = sizes
  const path = historyFolder(executions, say)
  let engine = await startEngine(path, { isBuilt: true })
  const made = await engine.client.CreateStateMachine({
    name: 'load',
    definition: JSON.stringify(passChain(100))
  })
  const loaded = made.stateMachineArn
  const names = Object.keys(questions(engine, executions))
  const ask = (what: string): Call => {
    const call = questions(engine, executions)[what]
    if (!call) throw new Error(`Nothing is called ${what}`)
    return call
  }
  const measure = async (what: string) => {
    await load(ask(what), { inFlight: 1, seconds: 0.2 })
    return figuresOf((await load(ask(what), { inFlight: 1, seconds })).times)
  }
  const idle = names.map((what): Case => ({
    labels: { what, where: 'idle' },
    measure: () => measure(what)
  }))
  const busy = names.map((what): Case => ({
    labels: { what, where: 'while writing' },
    measure: () => whileWriting(engine, loaded, () => measure(what))
  }))
  const startCall = (): Call =>
    callTo(engine, 'AWSStepFunctions', 'StartExecution', { stateMachineArn: machine })
  const deletion: Case = {
    labels: { what: 'delete an execution', where: 'idle' },
    measure: async () => figuresOf(await timeDeletions(engine, seconds))
  }
  const starts: Case[] = [
    {
      labels: { what: START, where: 'idle' },
      measure: async () => {
        await engine.stop()
        const figures = await timeStart(async () => {
          engine = await startEngine(path, { isBuilt: true })
          return { call: startCall(), stop: () => Promise.resolve() }
        })
        return figures
      }
    },
    {
      labels: { what: START, where: 'bare server' },
      measure: () =>
        timeStart(async () => {
          const reference = await startReference(folder)
          return { call: { url: `${reference.url}/1`, body: '{}' }, stop: reference.stop }
        })
    }
  ]
  const first: Case = {
    labels: { what: 'page of 50, newest', where: 'cold' },
    measure: async () => {
      await engine.stop()
      const isCold = dropCaches()
      engine = await startEngine(path, { isBuilt: true })
      if (!isCold) return { p50: NaN, p99: NaN }
      // The reader thread starts with the engine, and is asked for something else first.
      await engine.client.ListMails({})
      const startedAt = performance.now()
      await post(ask('page of 50, newest'))
      const time = performance.now() - startedAt
      return { p50: time, p99: time }
    }
  }
  return {
    cases: [
      ...plainCases(path, executions, seconds / 2),
      ...starts,
      ...idle,
      deletion,
      ...(cold === 1 ? [first] : []),
      ...(isQuick ? busy.filter(({ labels }) => PAGES.includes(String(labels['what']))) : busy)
    ],
    claims,
    plots: (results) => [
      barsOf(
        results.filter(({ labels }) => labels['where'] === 'idle' || labels['where'] === 'cold'),
        'p99',
        { name: 'p99', title: 'What the history view asks for', unit: 'ms', isLogarithmic: true }
      )
    ],
    notes: [
      `${executions.toLocaleString('en')} executions of 20 state machines, five events each; one question at a time.`,
      'The engine runs from its bundle where it was built (`npm run build`), else from its sources.',
      'While writing: 16 others start executions of 100 states without pause. Cold: the page cache is dropped (as root only).'
    ],
    close: () => engine.stop()
  }
}

/** The worst of several cases. */
function worst(key: 'p50' | 'p99', names: readonly string[], where: string) {
  return (round: Round): number | undefined => {
    const found = names.map((name) => figureOf(key, `${name}, ${where}`)(round))
    return found.includes(undefined) ? undefined : Math.max(...found.map((one) => one ?? 0))
  }
}

const SEARCHES = ['search, common word', 'search, rare word', 'search, no hit']
const EVENTS = `${String(LONG_HISTORY)} events`
const START = 'start to first durable answer'
const most = { bound: 'most' } as const
/** Gates are wide and on medians: tails belong to the machine. */
const claims: Claim[] = [
  { name: 'page of 50, p99 ms', of: worst('p99', PAGES, 'idle'), ...most, target: 5 },
  { name: 'page of 50, p50 ms', of: worst('p50', PAGES, 'idle'), ...most, gate: 10 },
  {
    name: 'page of 50 while writing, p99 ms',
    of: worst('p99', PAGES, 'while writing'),
    ...{ ...most, target: 5 }
  },
  {
    name: 'page of 50, cold, ms',
    of: figureOf('p99', 'page of 50, newest, cold'),
    ...{ ...most, target: 25 }
  },
  {
    name: `${EVENTS}, p50 ms`,
    of: figureOf('p50', `${EVENTS}, idle`),
    ...{ ...most, target: 8, gate: 30 }
  },
  {
    name: 'counts by status, p50 ms',
    of: figureOf('p50', 'counts by status, idle'),
    ...{ ...most, target: 1, gate: 10 }
  },
  {
    name: 'search, p50 ms',
    of: worst('p50', SEARCHES, 'idle'),
    ...{ ...most, target: 10, gate: 50 }
  },
  { name: `${START}, ms`, of: figureOf('p50', `${START}, idle`), ...most, target: 300 },
  {
    name: 'start over the bare server',
    of: ratioOf('p50', `${START}, idle`, `${START}, bare server`),
    ...{ ...most, target: 2.5 }
  }
]

await runBenchmark({
  name: 'history',
  title: 'Reading a long history over HTTP',
  figures: { p50: 'p50 ms', p99: 'p99 ms', perSecond: 'a second' },
  sizes: {
    seconds: { usual: 1, quick: 0.4 },
    executions: { usual: 1_000_000, quick: 50_000 },
    cold: { usual: 1, quick: 0 }
  },
  prepare
})
