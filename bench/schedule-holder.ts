/**
 * Holds jobs that are due in the same second, in a process of its own, and prints what it has found as
 * one line of JSON: `schedule-holder.ts KIND COUNT FOLDER IDLE_SECONDS`.
 */
import { Cron } from 'croner'
import { schedule as nodeCron } from 'node-cron'
import { systemClock } from '../engine/clock.ts'
import { percentile } from './report.ts'
import { startScheduledCore } from './scheduled-core.ts'

const [kind = '', countText, folder = '', idleText] = process.argv.slice(2)
const count = Number(countText)
const idleSeconds = Number(idleText)
const ZONE = 'Europe/Berlin'

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The second that is next but two: all jobs are due in it. */
const nextSecond = (): number => Math.ceil(Date.now() / 1000) * 1000 + 2000

/** What a holder does: makes its jobs, and later lets them come due. */
interface Holder {
  /** Makes all jobs, due far away. */
  fill: () => Promise<void>
  /** Makes them due at this second; resolves once all were handed out. */
  fire: () => Promise<{ lags: number[]; durable?: number }>
  end: () => Promise<void>
}

const day = (due: number) => {
  const [hours, minutes, seconds] = new Date(due + zoneShift(due))
    .toISOString()
    .slice(11, 19)
    .split(':')
    .map(Number)
  return `${String(seconds)} ${String(minutes)} ${String(hours)} * * *`
}

function zoneShift(at: number): number {
  const text = new Date(at).toLocaleString('sv-SE', { timeZone: ZONE })
  return Date.parse(`${text.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}

/** A library that holds its jobs in memory: made anew for the second at which they are due. */
function library(make: (pattern: string, run: () => void) => () => void): Holder {
  let stops: (() => void)[] = []
  const fillWith = (due: number, run: () => void): void => {
    for (const stop of stops) stop()
    stops = Array.from({ length: count }, () => make(day(due), run))
  }
  return {
    fill: async () => {
      fillWith(Date.now() + 12 * 3_600_000, () => undefined)
      await delay(0)
    },
    fire: () => {
      const lags: number[] = []
      return new Promise((resolve) => {
        // Making ten thousand jobs takes them seconds.
        const due = nextSecond() + Math.ceil(count / 1000) * 1000
        fillWith(due, () => {
          lags.push(Date.now() - due)
          if (lags.length === count) resolve({ lags })
        })
      })
    },
    end: () => {
      for (const stop of stops) stop()
      return Promise.resolve()
    }
  }
}

async function signalbox(): Promise<Holder> {
  const dispatched: { at: number; count: number }[] = []
  const running = await startScheduledCore(folder, systemClock, (found) => {
    if (found > 0) dispatched.push({ at: Date.now(), count: found })
  })
  const { core, services, stateMachineArn } = running
  const nameOf = (index: number): string => `job-${String(index)}`
  const settings = (index: number, expression: string, expressions: string[]) => ({
    ...{ name: nameOf(index), expression, timeZone: ZONE, isEnabled: true, stateMachineArn },
    more: { expressions }
  })
  // Some at a time, as callers come: else the peak of making them is measured, not what they take.
  const each = async (work: (index: number) => Promise<unknown>): Promise<void> => {
    const makers = Array.from({ length: 64 }, async (_, maker) => {
      for (let index = maker; index < count; index += 64) await work(index)
    })
    await Promise.all(makers)
  }
  let started = 0
  core.store.listeners.add((_commit, events) => {
    for (const event of events) if (event.type === 'execution' && event.stopDate) started += 1
  })
  return {
    fill: async () => {
      await each((index) =>
        core.host.enqueue((write) =>
          services.schedules.create(write, settings(index, '0 3 1 1 *', []))
        )
      )
    },
    fire: async () => {
      const due = nextSecond() + Math.ceil(count / 1000) * 1000
      const local = new Date(due + zoneShift(due)).toISOString().slice(0, 19)
      await each((index) =>
        core.host.enqueue((write) =>
          services.schedules.update(write, settings(index, `at(${local})`, ['0 3 1 1 *']))
        )
      )
      if (Date.now() > due) throw new Error('The schedules were not made in time; try fewer.')
      while (started < count) await delay(1)
      const durable = Date.now() - due
      const lags = dispatched.flatMap(({ at, count: found }) =>
        Array.from({ length: found }, () => at - due)
      )
      return { lags, durable }
    },
    end: () => running.end()
  }
}

const cpuMilliseconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const holders: Readonly<Record<string, () => Promise<Holder> | Holder>> = {
  signalbox,
  croner: () =>
    library((pattern, run) => {
      const job = new Cron(pattern, { timezone: ZONE }, run)
      return () => job.stop()
    }),
  'node-cron': () =>
    library((pattern, run) => {
      const job = nodeCron(pattern, run, { timezone: ZONE })
      return () => void job.destroy()
    })
}

const make = holders[kind]
if (!make) throw new Error(`Expected one of ${Object.keys(holders).join(', ')}, found '${kind}'`)
const holder = await make()
const before = process.memoryUsage().rss
const startedAt = performance.now()
await holder.fill()
const setUp = (performance.now() - startedAt) / 1000
await delay(1000)
globalThis.gc?.()
const bytes = (process.memoryUsage().rss - before) / count
const cpuBefore = cpuMilliseconds()
await delay(idleSeconds * 1000)
const idle = (cpuMilliseconds() - cpuBefore) / (idleSeconds * 10)
const { lags, durable } = await holder.fire()
const found = {
  ...{ p50: percentile(lags, 0.5), p99: percentile(lags, 0.99), last: Math.max(...lags) },
  ...{ idle, kilobytes: bytes / 1024, setUp },
  ...(durable === undefined ? {} : { durable })
}
process.stdout.write(`${JSON.stringify(found)}\n`)
await holder.end()
process.exit(0)
