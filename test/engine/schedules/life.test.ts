/**
 * A laptop's life: it sleeps, is switched off, crashes, its clock is set, it travels, and its owner edits
 * and pauses schedules. Then an oracle that knows only what happened, and counts minute by minute, asks for
 * each slot: is there a row, and is it what the policy says? `LIFE_DAYS` makes it longer, `LIFE_SEED` another life.
 */
import { expect, test } from 'vitest'
import { parseExpression } from '../../../engine/schedules/timing/expression.ts'
import { createZone } from '../../../engine/schedules/timing/zone.ts'
import { runningOf } from '../../../engine/store/queries/schedule-runs.ts'
import type { KeyedSlot } from '../../../engine/store/queries/schedule-slots.ts'
import { listSlots } from '../../../engine/store/queries/schedule-slots.ts'
import type { MoreSettings, ScheduleSettings } from '../../../engine/store/queries/schedules.ts'
import { findSchedule } from '../../../engine/store/queries/schedules.ts'
import { reader } from '../../../engine/store/transaction.ts'
import { passChain } from '../../support/definitions.ts'
import { runsMinuteByMinute } from '../../support/minute-by-minute.ts'
import { createRandom } from '../../support/random.ts'
import type { ScheduledCore } from '../../support/scheduled-core.ts'
import { startScheduledCore } from '../../support/scheduled-core.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock, letRun } from '../../support/stepped-clock.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DAYS = Number(process.env['LIFE_DAYS'] ?? 365)
const SEED = Number(process.env['LIFE_SEED'] ?? 20261127)

interface Plan {
  name: string
  expression: string
  timeZone: string
  more: MoreSettings
  isSlow?: boolean
}

const plans: Plan[] = [
  { name: 'hourly', expression: '5 * * * *', timeZone: 'UTC', more: {} },
  {
    ...{ name: 'nightly', expression: '30 2 * * *', timeZone: 'Europe/Berlin' },
    more: { missed: { mode: 'NONE' } }
  },
  {
    ...{ name: 'halves', expression: '*/30 * * * *', timeZone: 'America/New_York' },
    more: { missed: { mode: 'ALL', cap: 3 }, overlap: 'BUFFER_ALL' }
  },
  {
    ...{ name: 'short', expression: '0 */2 * * *', timeZone: 'Australia/Lord_Howe' },
    more: { catchUpWindow: 90 * MINUTE }
  },
  {
    ...{ name: 'slow', expression: '*/20 * * * *', timeZone: 'Asia/Kathmandu', isSlow: true },
    more: { missed: { mode: 'ALL', cap: 5 } }
  },
  {
    ...{ name: 'single', expression: '10 * * * *', timeZone: 'America/Havana', isSlow: true },
    more: { overlap: 'BUFFER_ONE', missed: { mode: 'ALL', cap: 4 } }
  },
  {
    ...{ name: 'office', expression: '0 8-18 * * *', timeZone: 'Europe/Berlin' },
    more: { exclusions: { weekdays: ['SAT', 'SUN'] }, window: 10 * MINUTE }
  }
]
const edits = [
  '5 * * * *',
  '*/30 * * * *',
  '0 */2 * * *',
  '30 2 * * *',
  '0 8-18 * * *',
  '15 3 * * 1'
]

/** What the owner has set from when to when, on the wall clock. */
interface Era {
  from: number
  to: number
  expression: string
  isPaused: boolean
}

interface Life {
  plan: Plan
  eras: Era[]
}

const zones = new Map(plans.map(({ timeZone }) => [timeZone, createZone(timeZone)]))

/** What should have been due within an era, without any of the engine's searching. */
function slotsOf({ plan }: Life, era: Era, from: number, to: number): number[] {
  const start = Math.max(from, era.from)
  const end = Math.min(to, era.to)
  if (end <= start) return []
  const zone = zones.get(plan.timeZone)
  const parsed = parseExpression(era.expression)
  if (!zone || parsed.kind !== 'cron') throw new Error('expected cron, and a zone of the plans')
  // By full minutes, as the clock shows them.
  const aligned = Math.floor(start / MINUTE) * MINUTE
  return runsMinuteByMinute(parsed.fields, zone, aligned, end)
    .filter((slot) => slot > start)
    .filter((slot) => {
      const day = new Date(zone.toLocal(slot)).getUTCDay()
      return !plan.more.exclusions || (day !== 0 && day !== 6)
    })
}

class Laptop {
  readonly clock: SteppedClock = createSteppedClock(Date.UTC(2026, 0, 15))
  readonly folder = makeTempFolder()
  readonly lives: Life[] = plans.map((plan) => ({ plan, eras: [] }))
  readonly machines = new Map<boolean, string>()
  running: ScheduledCore | undefined
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
  }

  async begin(): Promise<void> {
    this.start()
    const { core } = this.engine()
    this.machines.set(false, await core.createMachine('quick', passChain(1)))
    const slow = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 2700, End: true } } }
    this.machines.set(true, await core.createMachine('slow', slow))
    for (const life of this.lives) {
      const settings = this.settings(life, life.plan.expression)
      await core.host.enqueue((write) => this.engine().services.schedules.create(write, settings))
      this.newEra(life, life.plan.expression, false)
    }
  }

  engine(): ScheduledCore {
    if (!this.running) throw new Error('The engine does not run')
    return this.running
  }

  start(): void {
    this.running = startScheduledCore({ clock: this.clock, folder: this.folder })
    // Its processes die here, never its disk.
    this.running.core.store.db.pragma('synchronous = OFF')
  }

  settings({ plan }: Life, expression: string): ScheduleSettings {
    return {
      ...{ name: plan.name, expression, timeZone: plan.timeZone, more: plan.more, isEnabled: true },
      stateMachineArn: this.machines.get(plan.isSlow ?? false) ?? ''
    }
  }

  newEra(life: Life, expression: string, isPaused: boolean): void {
    const now = this.clock.now()
    const last = life.eras.at(-1)
    if (last) last.to = now
    life.eras.push({ from: now, to: Number.POSITIVE_INFINITY, expression, isPaused })
  }

  between(low: number, high: number): number {
    return Math.floor(low + this.#random() * (high - low))
  }

  /** One thing that happens to a laptop. */
  async happen(): Promise<void> {
    const chance = this.#random()
    if (chance < 0.45) this.clock.sleep(this.between(5 * MINUTE, 14 * HOUR))
    else if (chance < 0.6) await this.switchOff()
    else if (chance < 0.68) this.setClock(this.between(2, 240) * MINUTE)
    else if (chance < 0.76) this.setClock(-this.between(2, 240) * MINUTE)
    else if (chance < 0.9) await this.edit()
    else process.env['TZ'] = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'][this.between(0, 3)]
    await this.clock.advance(this.between(2, 25) * MINUTE)
    await letRun(20)
  }

  async switchOff(): Promise<void> {
    if (this.#random() < 0.5) this.engine().crash()
    else await this.engine().end()
    this.clock.sleep(this.between(MINUTE, 20 * HOUR))
    this.start()
  }

  /** What was still to come on the wall clock is lived again. */
  setClock(by: number): void {
    this.clock.sleep(by)
    const now = this.clock.now()
    for (const life of this.lives) {
      const current = life.eras.at(-1)
      life.eras = life.eras.filter(({ from }) => from < now)
      this.newEra(life, current?.expression ?? '', current?.isPaused ?? false)
    }
  }

  async edit(): Promise<void> {
    const life = this.lives[this.between(0, this.lives.length)]
    if (!life) return
    const { core, services } = this.engine()
    const { name } = life.plan
    // The engine learns of a clock that was set before anything else is asked of it.
    this.engine().presence.look()
    const current = life.eras.at(-1)
    const expression = edits[this.between(0, edits.length)] ?? ''
    if (current?.isPaused) {
      await core.host.enqueue((write) => services.schedules.resume(write, name))
      this.newEra(life, current.expression, false)
    } else if (this.#random() < 0.4) {
      await core.host.enqueue((write) => services.schedules.pause(write, name, 'away'))
      this.newEra(life, current?.expression ?? '', true)
    } else {
      const settings = this.settings(life, expression)
      await core.host.enqueue((write) => services.schedules.update(write, settings))
      this.newEra(life, expression, false)
    }
  }

  slots(life: Life): KeyedSlot[] {
    const db = reader(this.engine().core.store)
    const scheduleId = findSchedule(db, life.plan.name)?.id ?? 0
    return listSlots(db, { scheduleId }, { limit: 2000 })
  }
}

/** Rows by their times, and the rows for many. */
function covers(rows: readonly KeyedSlot[], slot: number): KeyedSlot | undefined {
  return (
    rows.find(({ slotAt }) => slotAt === slot) ??
    rows.find(({ slotAt, firstAt = slotAt }) => firstAt <= slot && slot <= slotAt)
  )
}

function problemsOfRows(
  life: Life,
  rows: readonly KeyedSlot[],
  from: number,
  to: number
): string[] {
  return life.eras.flatMap((era) =>
    slotsOf(life, era, from, to).flatMap((slot) => {
      const row = covers(rows, slot)
      const what = `${life.plan.name} ${new Date(slot).toISOString()} of '${era.expression}'`
      if (!row) return [`${what} has no row`]
      return era.isPaused && row.status === 'WAITING' ? [`${what} waits in a pause`] : []
    })
  )
}

/** What each row says is what the policy of its schedule allows. */
function problemsOfPolicy({ plan }: Life, rows: readonly KeyedSlot[]): string[] {
  const { missed = { mode: 'LAST' }, catchUpWindow = 365 * DAY, overlap = 'SKIP' } = plan.more
  const caughtUp = new Map<number | undefined, number>()
  const isWrong = (row: KeyedSlot): boolean => {
    const lateness = (row.startedAt ?? row.slotAt) - (row.dueAt ?? row.slotAt)
    if (row.cause === 'CATCH_UP') {
      caughtUp.set(row.absenceId, (caughtUp.get(row.absenceId) ?? 0) + 1)
      return missed.mode === 'NONE' || lateness > catchUpWindow
    }
    switch (row.status) {
      case 'RAN':
        // In time: within the minute that nobody notices; a buffered one waited for its turn.
        return lateness > MINUTE && !overlap.startsWith('BUFFER')
      case 'SKIPPED':
        return !plan.isSlow
      case 'BUFFERED':
        return !overlap.startsWith('BUFFER')
      default:
        return row.status === 'REFUSED' || row.status === 'DROPPED'
    }
  }
  const wrong = rows.filter(isWrong).map((row) => `${plan.name}: ${JSON.stringify(row)}`)
  const most = { NONE: 0, LAST: 1, ALL: missed.cap ?? 100 }[missed.mode]
  // Absences without a number are the engine's own delays: each is one look.
  const many = [...caughtUp].filter(([absence, count]) => absence !== undefined && count > most)
  return [...wrong, ...many.map(([absence]) => `${plan.name}: too many of ${String(absence)}`)]
}

function checkRunning(laptop: Laptop): void {
  const db = reader(laptop.engine().core.store)
  for (const { plan } of laptop.lives) {
    const id = findSchedule(db, plan.name)?.id ?? 0
    expect(runningOf(db, id).length, `${plan.name} runs beside itself`).toBeLessThanOrEqual(1)
  }
}

test(`${String(DAYS)} days of a laptop: no slot doubled, none without a row, each policy right`, async () => {
  const zone = process.env['TZ']
  const laptop = new Laptop(createRandom(SEED))
  await laptop.begin()
  const begin = laptop.clock.now()
  let checkedTo = begin
  let lookedAt = 0
  while (laptop.clock.now() < begin + DAYS * DAY) {
    for (let count = 0; count < 12; count++) {
      await laptop.happen()
      checkRunning(laptop)
    }
    // What is younger than a day may be lived again, if the clock is set back.
    const until = laptop.clock.now()
    for (const life of laptop.lives) {
      if (life.eras.at(-1)?.isPaused) {
        const { core, services } = laptop.engine()
        laptop.engine().presence.look()
        const { name } = life.plan
        await core.host.enqueue((write) => services.schedules.resume(write, name))
        laptop.newEra(life, life.eras.at(-1)?.expression ?? '', false)
      }
      const from = checkedTo - DAY
      const rows = laptop.slots(life).filter(({ slotAt }) => slotAt > from - DAY)
      lookedAt += rows.length
      expect(
        problemsOfRows(life, rows, from, until - 2 * MINUTE - (life.plan.more.window ?? 0))
      ).toEqual([])
      expect(problemsOfPolicy(life, rows)).toEqual([])
      const names = rows.flatMap(({ executionArn }) => (executionArn ? [executionArn] : []))
      expect(new Set(names).size).toBe(names.length)
    }
    checkedTo = until
  }
  expect(lookedAt).toBeGreaterThan(DAYS)
  await laptop.engine().end()
  laptop.folder.remove()
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
}, 600_000)
