/**
 * As many schedules due in the same second, beside croner and node-cron with as many jobs; and how
 * long after a simulated sleep the first start comes. See README.md.
 */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { mkdirSync } from 'node:fs'
import type { Clock } from '../engine/clock.ts'
import { systemClock } from '../engine/clock.ts'
import type { Bench, Case, Figures, Plan } from './report.ts'
import { figureOf, runBenchmark } from './report.ts'
import { startScheduledCore } from './scheduled-core.ts'

const HOLDER = resolve(import.meta.dirname, 'schedule-holder.ts')
const TWO_HOURS = 2 * 3_600_000

function hold(kind: string, folder: string, count: number, idleSeconds: number): Promise<Figures> {
  const args = ['--no-warnings', '--expose-gc', HOLDER, kind, String(count), folder]
  const child = spawn(process.execPath, [...args, String(idleSeconds)], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return new Promise((settle, reject) => {
    child.once('exit', (code) => {
      if (code === 0) settle(JSON.parse(text.trim().split('\n').at(-1) ?? '') as Figures)
      else reject(new Error(`${kind} has ended with ${String(code)}`))
    })
  })
}

/** Seconds from the wake-up until the first start, with the desktop's word or without. */
async function wake(folder: string, isTold: boolean): Promise<Figures> {
  let slept = 0
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + slept }
  const running = await startScheduledCore(folder, clock)
  const { core, services, presence, stateMachineArn } = running
  await core.host.enqueue((write) =>
    services.schedules.create(write, {
      ...{ name: 'hourly', expression: '0 * * * *', timeZone: 'UTC', isEnabled: true, more: {} },
      stateMachineArn
    })
  )
  const started = new Promise<void>((settle) =>
    core.store.listeners.add((_commit, events) => {
      if (events.some(({ type }) => type === 'execution')) settle()
    })
  )
  await new Promise((settle) => setTimeout(settle, 500))
  if (isTold) presence.suspended()
  slept = TWO_HOURS
  const wokeAt = performance.now()
  if (isTold) presence.resumed()
  await started
  const seconds = (performance.now() - wokeAt) / 1000
  await running.end()
  return { wake: seconds }
}

function prepare({ folder, isQuick, sizes: { count = 10_000, idle = 10 } }: Bench): Plan {
  let round = 0
  const place = (name: string): string => {
    const path = join(folder, `${name}-${String(++round)}`)
    mkdirSync(path)
    return path
  }
  const holder = (what: string): Case => ({
    labels: { what },
    measure: () => hold(what, place(what), count, idle)
  })
  const woken = (what: string, isTold: boolean): Case => ({
    labels: { what },
    measure: () => wake(place('wake'), isTold)
  })
  return {
    cases: [
      holder('signalbox'),
      ...(isQuick ? [] : [holder('croner'), holder('node-cron')]),
      woken('woken, told', true),
      ...(isQuick ? [] : [woken('woken, not told', false)])
    ],
    claims: [
      {
        ...{ name: 'dispatch, p99, ms', bound: 'most', target: 50 },
        of: figureOf('p99', 'signalbox')
      },
      {
        ...{ name: 'all durably started, ms', bound: 'most', target: 1000 },
        of: figureOf('durable', 'signalbox')
      },
      {
        ...{ name: 'idle CPU, %', bound: 'most', target: 0.1 },
        of: figureOf('idle', 'signalbox')
      },
      {
        ...{ name: 'memory a schedule, KB', bound: 'most', target: 4 },
        of: figureOf('kilobytes', 'signalbox')
      },
      {
        ...{
          name: 'first start after a resume that is told, s',
          bound: 'most',
          target: 5,
          gate: 5
        },
        of: figureOf('wake', 'woken, told')
      },
      {
        ...{ name: 'first start after a sleep that nobody tells, s', bound: 'most', target: 35 },
        of: figureOf('wake', 'woken, not told')
      }
    ],
    notes: ['The others keep nothing: their lag is that of a call-back, ours that of a claim.']
  }
}

await runBenchmark({
  name: 'schedules',
  title: 'Schedules due in the same second',
  figures: {
    ...{ p50: 'dispatch p50, ms', p99: 'p99, ms', last: 'last, ms', durable: 'durable, ms' },
    ...{ idle: 'idle CPU, %', kilobytes: 'KB each', setUp: 'set up, s', wake: 'woken, s' }
  },
  sizes: { count: { usual: 10_000, quick: 1000 }, idle: { usual: 10, quick: 3 } },
  rounds: { usual: 1, quick: 1 },
  prepare
})
