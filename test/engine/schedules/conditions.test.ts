import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ScheduleParts } from '../../../engine/schedules/parts.ts'
import { listSlots } from '../../../engine/store/queries/schedule-slots.ts'
import type { MoreSettings } from '../../../engine/store/queries/schedules.ts'
import { findSchedule } from '../../../engine/store/queries/schedules.ts'
import { passChain } from '../../support/definitions.ts'
import type { ScheduledCore } from '../../support/scheduled-core.ts'
import { startScheduledCore } from '../../support/scheduled-core.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock, letRun } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let folder: TempFolder
let clock: SteppedClock
let engine: ScheduledCore
let arn: string
let isOnBattery: boolean
let listeners: Set<() => void>
let isNetworkAsked: boolean

const conditions: ScheduleParts['conditions'] = {
  check: () => (isOnBattery ? { isMet: false, reason: 'on battery' } : { isMet: true }),
  onChange: (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  careForNetwork: (_who, isWanted) => {
    isNetworkAsked = isWanted
  }
}

beforeEach(async () => {
  isOnBattery = true
  listeners = new Set()
  folder = makeTempFolder()
  clock = createSteppedClock(Date.UTC(2026, 10, 23, 1, 30))
  engine = startScheduledCore({ clock, folder, conditions })
  arn = await engine.core.createMachine('work', passChain(1))
})
afterEach(async () => {
  await engine.end()
  folder.remove()
})

const settings = (more: MoreSettings) => ({
  ...{ name: 'one', expression: '0 * * * *', timeZone: 'UTC', isEnabled: true },
  ...{ stateMachineArn: arn, more: { conditions: { onAcPower: true }, ...more } }
})
const create = (more: MoreSettings = {}) =>
  engine.core.host.enqueue((write) => engine.services.schedules.create(write, settings(more)))
const slots = (): string[] => {
  const { db } = engine.core
  const scheduleId = findSchedule(db, 'one')?.id ?? 0
  return listSlots(db, { scheduleId }, { limit: 100 })
    .map(({ slotAt, status, reason = '' }) =>
      `${new Date(slotAt).toISOString().slice(11, 16)} ${status} ${reason}`.trim()
    )
    .reverse()
}
async function plugIn(): Promise<void> {
  isOnBattery = false
  for (const listener of listeners) listener()
  await letRun()
}

test('a slot whose conditions are not met does not run, and says which', async () => {
  await create()
  await clock.advance(HOUR)
  expect(slots()).toEqual(['02:00 SKIPPED CONDITIONS_UNMET'])
  expect(listeners.size).toBe(0)
  isOnBattery = false
  await clock.advance(HOUR)
  expect(slots().at(-1)).toBe('03:00 RAN')
})

test('one that waits starts once they are met, also over a crash; of several the latest', async () => {
  await create({ waitsForConditions: true })
  await clock.advance(2 * HOUR)
  expect(slots()).toEqual(['02:00 MISSED CONDITIONS_UNMET', '03:00 HELD CONDITIONS_UNMET'])
  engine.crash()
  engine = startScheduledCore({ clock, folder, conditions })
  await letRun()
  await plugIn()
  expect(slots().at(-1)).toBe('03:00 RAN CONDITIONS_UNMET')
  expect(listeners.size).toBe(0)
})

test('with ALL several wait, up to the cap', async () => {
  await create({ waitsForConditions: true, missed: { mode: 'ALL', cap: 2 }, overlap: 'BUFFER_ALL' })
  await clock.advance(3 * HOUR)
  expect(slots()).toEqual([
    '02:00 MISSED CONDITIONS_UNMET',
    '03:00 HELD CONDITIONS_UNMET',
    '04:00 HELD CONDITIONS_UNMET'
  ])
  await plugIn()
  expect(slots().slice(1)).toEqual(['03:00 RAN CONDITIONS_UNMET', '04:00 RAN CONDITIONS_UNMET'])
})

test('beyond the catch-up window it waits no more', async () => {
  await create({ waitsForConditions: true, catchUpWindow: 20 * MINUTE })
  await clock.advance(45 * MINUTE)
  expect(slots()).toEqual(['02:00 HELD CONDITIONS_UNMET'])
  await clock.advance(10 * MINUTE)
  expect(slots()).toEqual(['02:00 MISSED CONDITIONS_UNMET'])
  await plugIn()
  expect(slots()).toEqual(['02:00 MISSED CONDITIONS_UNMET'])
})

test('a pause notes what waits; what a person asks for starts in any state', async () => {
  await create({ waitsForConditions: true })
  await clock.advance(HOUR)
  const { host } = engine.core
  const { schedules, byHand } = engine.services
  const slotAt = Date.UTC(2026, 10, 23, 2)
  await host.enqueue((write) => byHand.run(write, 'one', slotAt))
  expect(slots()).toEqual(['02:00 RAN'])
  await clock.advance(HOUR)
  await host.enqueue((write) => schedules.pause(write, 'one'))
  expect(slots().at(-1)).toBe('03:00 MISSED PAUSED')
})

test('an edit that asks for less starts what waits; the network is asked about while somebody cares', async () => {
  await create({ waitsForConditions: true, conditions: { notOnMeteredNetwork: true } })
  await letRun()
  expect(isNetworkAsked).toBe(true)
  await clock.advance(HOUR)
  const { host } = engine.core
  const { conditions: _none, ...rest } = settings({ waitsForConditions: true }).more
  await host.enqueue((write) =>
    engine.services.schedules.update(write, { ...settings({}), more: rest })
  )
  await letRun()
  expect(slots()).toEqual(['02:00 RAN CONDITIONS_UNMET'])
  expect(isNetworkAsked).toBe(false)
})
