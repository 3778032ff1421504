/** What a year of a laptop's life has found: clocks that are set back, and edits in the wrong moment. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Input, Output } from '../../../api/index.ts'
import { passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let clock: SteppedClock
let doors: TestDoors
let arn: string

beforeEach(async () => {
  clock = createSteppedClock(Date.UTC(2026, 10, 23, 1, 30))
  doors = await startTestDoors({ clock })
  arn = await doors.core.createMachine('work', passChain(1))
})
afterEach(() => doors.end())

const settings = (more: Partial<Input<'CreateSchedule'>> = {}) => ({
  ...{ Name: 'one', ScheduleExpression: '0 * * * *', Target: { Arn: arn } },
  ...more
})
const show = ({ LocalTime, Status, Reason, Count }: Output<'ListSlots'>['Slots'][number]) =>
  [LocalTime.slice(5, 16), Status, Reason, Count > 1 ? `x${String(Count)}` : undefined]
    .filter((part) => part !== undefined)
    .join(' ')
const slots = async () =>
  (await doors.client.ListSlots({ Name: 'one', MaxResults: 1000 })).Slots.map(show).reverse()

test('a schedule that is new, and has run nothing yet, runs in the time that is lived again', async () => {
  await doors.client.CreateSchedule(settings())
  await clock.advance(MINUTE)
  clock.sleep(-2 * HOUR)
  await clock.advance(32 * MINUTE)
  expect(await slots()).toEqual(['11-23T00:00 RAN'])
})

test('a slot that passes before anybody has noticed that the clock was set back runs too', async () => {
  await doors.client.CreateSchedule(settings())
  await clock.advance(5000)
  clock.sleep(Date.UTC(2026, 10, 23, 0, 59, 50) - clock.now())
  await clock.advance(MINUTE)
  expect(await slots()).toEqual(['11-23T01:00 RAN'])
})

test('a slot between its time and its moment in the window outlives an edit, and is noted by a pause', async () => {
  const window = { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 50 } } as const
  await doors.client.CreateSchedule(settings(window))
  await clock.advance(30 * MINUTE)
  await doors.client.UpdateSchedule(settings({ ...window, Description: 'edited' }))
  expect(await slots()).toEqual(['11-23T02:00 WAITING'])
  await clock.advance(HOUR)
  expect((await slots())[0]).toBe('11-23T02:00 RAN')
  await doors.client.PauseSchedule({ Name: 'one' })
  expect(await slots()).toEqual(['11-23T02:00 RAN', '11-23T03:00 MISSED PAUSED'])
})

test('a slot that waits for its moment is judged as others are, if that is slept through', async () => {
  const more = {
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 50 },
    MissedPolicy: { Mode: 'NONE' }
  } as const
  await doors.client.CreateSchedule(settings(more))
  await clock.advance(30 * MINUTE)
  await doors.client.UpdateSchedule(settings({ ...more, Description: 'edited' }))
  clock.sleep(5 * HOUR)
  await clock.advance(MINUTE)
  expect((await slots())[0]).toBe('11-23T02:00 MISSED ASLEEP')
})

test('a row for many is cut where one of them has run before the clock was set back', async () => {
  const minutes = { ScheduleExpression: '* * * * *', MissedPolicy: { Mode: 'NONE' } } as const
  await doors.client.CreateSchedule(settings(minutes))
  await clock.advance(10 * MINUTE)
  clock.sleep(-8 * MINUTE)
  await clock.advance(30_000)
  clock.sleep(3 * HOUR)
  await clock.advance(MINUTE)
  const found = await slots()
  const ran = found.filter((slot) => slot.includes('RAN'))
  expect(ran.length).toBeGreaterThanOrEqual(10)
  const { Slots } = await doors.client.ListSlots({ Name: 'one', MaxResults: 1000 })
  const from = Math.min(...Slots.map((slot) => slot.FirstScheduledTime ?? slot.ScheduledTime))
  const to = Math.max(...Slots.map((slot) => slot.ScheduledTime))
  expect(Slots.reduce((sum, { Count }) => sum + Count, 0)).toBe((to - from) / 60 + 1)
})
