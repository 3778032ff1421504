import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createComputerConditions } from '../../../engine/conditions/computer.ts'
import type { Fact } from '../../../engine/conditions/facts.ts'
import { readMetered } from '../../../engine/conditions/network.ts'
import { createSteppedClock, letRun } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let supplies: TempFolder

beforeEach(() => {
  supplies = makeTempFolder()
})
afterEach(() => supplies.remove())

function supply(name: string, members: Record<string, string>): void {
  mkdirSync(join(supplies.path, name), { recursive: true })
  for (const [member, value] of Object.entries(members)) {
    writeFileSync(join(supplies.path, name, member), `${value}\n`)
  }
}

function conditionsWith(network: Fact = { canTell: true, value: false }) {
  const clock = createSteppedClock()
  const readNetwork = () => Promise.resolve(network)
  const conditions = createComputerConditions(clock, { powerFolder: supplies.path, readNetwork })
  conditions.careForNetwork('triggers', true)
  return { clock, conditions }
}

test('a laptop on its battery meets neither mains power nor a charge that it lacks', () => {
  supply('AC', { type: 'Mains', online: '0' })
  supply('BAT0', { type: 'Battery', status: 'Discharging', capacity: '41' })
  supply('mouse', { type: 'Battery', scope: 'Device', status: 'Discharging', capacity: '3' })
  const { conditions } = conditionsWith()
  expect(conditions.check({ onAcPower: true })).toEqual({
    isMet: false,
    reason: 'Mains power is asked for, and the computer runs on its battery.'
  })
  expect(conditions.check({ batteryAtLeast: 41 })).toEqual({ isMet: true })
  expect(conditions.check({ batteryAtLeast: 42 })).toMatchObject({ isMet: false })
  supply('AC', { type: 'Mains', online: '1' })
  expect(conditions.check({ onAcPower: true })).toEqual({ isMet: true })
})

test('a computer without a battery is on mains power and has charge enough', () => {
  const { conditions } = conditionsWith()
  expect(conditions.check({ onAcPower: true, batteryAtLeast: 100 })).toEqual({ isMet: true })
  expect(conditions.facts().batteryPercent).toMatchObject({ canTell: false })
})

test('what cannot be told counts as met, and says why it cannot', async () => {
  const { conditions } = conditionsWith({ canTell: false, reason: 'nobody knows' })
  await letRun()
  expect(conditions.check({ idleMinutes: 5, notOnMeteredNetwork: true })).toEqual({ isMet: true })
  expect(conditions.facts()).toMatchObject({
    isOnMeteredNetwork: { canTell: false, reason: 'nobody knows' },
    idleMinutes: { canTell: false }
  })
})

test('the desktop app tells how long nobody has touched the computer; old words do not count', async () => {
  const { clock, conditions } = conditionsWith({ canTell: true, value: true })
  await letRun()
  conditions.tellFacts({ isOnBattery: false, idleSeconds: 130 })
  expect(conditions.check({ idleMinutes: 2 })).toEqual({ isMet: true })
  expect(conditions.check({ idleMinutes: 3 })).toMatchObject({ isMet: false })
  expect(conditions.check({ notOnMeteredNetwork: true })).toMatchObject({ isMet: false })
  await clock.advance(121_000)
  expect(conditions.facts().idleMinutes.canTell).toBe(false)
})

test('listeners hear of a change, and nobody looks while nobody listens', async () => {
  supply('AC', { type: 'Mains', online: '0' })
  supply('BAT0', { type: 'Battery', status: 'Discharging', capacity: '41' })
  const { clock, conditions } = conditionsWith()
  let heard = 0
  const forget = conditions.onChange(() => heard++)
  await clock.advance(16_000)
  const before = heard
  await clock.advance(60_000)
  expect(heard).toBe(before)
  supply('AC', { type: 'Mains', online: '1' })
  await clock.advance(16_000)
  expect(heard).toBe(before + 1)
  forget()
  supply('AC', { type: 'Mains', online: '0' })
  await clock.advance(60_000)
  expect(heard).toBe(before + 1)
})

test('without NetworkManager nobody can tell whether the network is metered', async () => {
  expect(await readMetered('no-such-program')).toMatchObject({ canTell: false })
})
