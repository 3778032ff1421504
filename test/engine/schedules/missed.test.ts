import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Input, Output } from '../../../api/index.ts'
import { judgeSlots } from '../../../engine/schedules/late-slots.ts'
import type { MoreSettings } from '../../../engine/store/queries/schedules.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { passChain } from '../../support/definitions.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('the verdict on late slots', () => {
  const now = Date.UTC(2026, 0, 1, 12)
  const judge = (minutesLate: number[], settings: MoreSettings) =>
    judgeSlots(
      minutesLate.map((late) => ({ slotAt: now - late * MINUTE, dueAt: now - late * MINUTE })),
      now,
      settings
    ).map((verdict) =>
      verdict.fate === 'run' ? (verdict.startAt - now) / MINUTE : (verdict.reason ?? 'missed')
    )

  test('by policy: none, the last, all with spacing and cap; what is in time always runs', () => {
    expect(judge([30, 20, 10], { missed: { mode: 'NONE' } })).toEqual([
      'missed',
      'missed',
      'missed'
    ])
    expect(judge([30, 20, 10], {})).toEqual(['missed', 'missed', 0])
    expect(judge([30, 20, 0.5], {})).toEqual(['missed', 'missed', 0])
    expect(judge([30, 0.5], { missed: { mode: 'NONE' } })).toEqual(['missed', 0])
    const all = { mode: 'ALL', spacing: 5 * MINUTE, cap: 2 } as const
    expect(judge([30, 20, 10, 0.5], { missed: all })).toEqual(['missed', 0, 5, 0])
  })

  test('beyond the catch-up window nothing runs', () => {
    const missed = { mode: 'ALL' } as const
    const window = { catchUpWindow: 15 * MINUTE, missed }
    expect(judge([30, 20, 10], window)).toEqual(['OUTSIDE_WINDOW', 'OUTSIDE_WINDOW', 0])
    expect(judge([0.5], { catchUpWindow: 10_000 })).toEqual(['OUTSIDE_WINDOW'])
  })

  test('is passed on each slot once, in order', () => {
    const lateness = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 40 })
    fc.assert(
      fc.property(lateness, fc.constantFrom('NONE', 'LAST', 'ALL'), (minutes, mode) => {
        const ordered = [...new Set(minutes)].sort((one, other) => other - one)
        const verdicts = judge(ordered, { missed: { mode, cap: 7 } })
        expect(verdicts).toHaveLength(ordered.length)
        const late = verdicts.filter((one, index) => one === 0 && (ordered[index] ?? 0) > 1)
        expect(late.length).toBeLessThanOrEqual({ NONE: 0, LAST: 1, ALL: 7 }[mode])
      })
    )
  })
})

describe('after an absence', () => {
  let clock: SteppedClock
  let doors: TestDoors
  let arn: string

  beforeEach(async () => {
    clock = createSteppedClock(Date.UTC(2026, 10, 23, 1, 30))
    doors = await startTestDoors({ clock })
    arn = await doors.core.createMachine('work', passChain(1))
  })
  afterEach(() => doors.end())

  const create = (more: Partial<Input<'CreateSchedule'>>) =>
    doors.client.CreateSchedule({
      ...{ Name: 'one', ScheduleExpression: '0 * * * *', Target: { Arn: arn } },
      ...more
    })
  const show = ({ LocalTime, Status, Reason, Count }: Output<'ListSlots'>['Slots'][number]) =>
    [LocalTime.slice(5, 16), Status, Reason, Count > 1 ? `x${String(Count)}` : undefined]
      .filter((part) => part !== undefined)
      .join(' ')
  const slots = async () =>
    (await doors.client.ListSlots({ Name: 'one' })).Slots.map(show).reverse()

  test('ALL makes up for the latest within cap and window, with spacing', async () => {
    await create({ MissedPolicy: { Mode: 'ALL', Cap: 2, SpacingSeconds: 600 } })
    clock.sleep(4 * HOUR)
    await clock.advance(MINUTE)
    expect(await slots()).toEqual([
      '11-23T02:00 MISSED ASLEEP',
      '11-23T03:00 MISSED ASLEEP',
      '11-23T04:00 RAN ASLEEP',
      '11-23T05:00 WAITING ASLEEP'
    ])
    await clock.advance(11 * MINUTE)
    expect((await slots()).at(-1)).toBe('11-23T05:00 RAN ASLEEP')
  })

  test('a year of minutes is a few rows, not half a million', async () => {
    await create({ ScheduleExpression: '* * * * *', MissedPolicy: { Mode: 'NONE' } })
    clock.sleep(365 * DAY)
    await clock.advance(MINUTE)
    const found = await slots()
    expect(found.length).toBeLessThan(60)
    expect(found[0]).toMatch(/MISSED ASLEEP x5255\d\d$/)
  })

  test('the digest says once what was missed, and each slot can be run or dropped', async () => {
    await create({ MissedPolicy: { Mode: 'LAST' } })
    clock.sleep(4 * HOUR)
    await clock.advance(MINUTE)
    expect(doors.core.events.filter(({ type }) => type === 'digest')).toEqual([
      { type: 'digest', missedCount: 3, caughtUpCount: 1, scheduleCount: 1 }
    ])
    const { Digest } = await doors.client.GetDigest({})
    expect(Digest).toMatchObject({ MissedCount: 3, CaughtUpCount: 1 })
    expect(Digest?.Absences).toMatchObject([{ Kind: 'ASLEEP' }])
    const [caught, missed, other] = Digest?.Schedules[0]?.Slots ?? []
    expect([caught?.Status, missed?.Status]).toEqual(['RAN', 'MISSED'])
    const at = (slot = missed) => ({ Name: 'one', ScheduledTime: slot?.ScheduledTime ?? 0 })
    const run = await doors.client.RunSlot(at())
    expect(run.Slot).toMatchObject({ Status: 'RAN', Cause: 'RUN_BY_HAND' })
    await expect(doors.client.RunSlot(at())).rejects.toThrow('has run')
    const dropped = await doors.client.DropSlot(at(other))
    expect(dropped.Slot).toMatchObject({ Status: 'DROPPED', Reason: 'DROPPED_BY_USER' })
    expect((await doors.client.RunSlot(at(other))).Slot.Status).toBe('RAN')
    const now = (await doors.client.GetDigest({})).Digest
    expect(now).toMatchObject({ MissedCount: 1, CaughtUpCount: 3 })
    await doors.client.AcknowledgeDigest({ Id: now?.Id ?? 0 })
    expect(await doors.client.GetDigest({})).toEqual({})
    await expect(doors.client.RunSlot({ Name: 'one', ScheduledTime: 1 })).rejects.toThrow('no slot')
  })

  test('a pause is one row of what it swallowed; ending it makes up for nothing', async () => {
    await create({})
    await doors.client.PauseSchedule({ Name: 'one', Note: 'On holiday' })
    await clock.advance(3 * HOUR)
    expect((await doors.client.GetSchedule({ Name: 'one' })).Pause).toMatchObject({
      ...{ Note: 'On holiday', By: 'USER' }
    })
    expect(await slots()).toEqual(['11-23T04:00 MISSED PAUSED x3'])
    await doors.client.ResumeSchedule({ Name: 'one' })
    expect(await slots()).toEqual([
      '11-23T02:00 MISSED PAUSED',
      '11-23T03:00 MISSED PAUSED',
      '11-23T04:00 MISSED PAUSED'
    ])
    expect(await doors.client.GetDigest({})).toEqual({})
    await clock.advance(HOUR)
    expect((await slots()).at(-1)).toBe('11-23T05:00 RAN')
  })

  test('a backfill runs the slots of a range that have not run, rows of many too', async () => {
    await create({ ScheduleExpression: '* * * * *', MissedPolicy: { Mode: 'NONE' } })
    clock.sleep(3 * HOUR)
    await clock.advance(MINUTE)
    const range = {
      StartTime: Date.UTC(2026, 10, 23, 2) / 1000,
      EndTime: Date.UTC(2026, 10, 23, 2, 4) / 1000
    }
    const filled = await doors.client.BackfillSchedule({ Name: 'one', ...range })
    expect(filled).toEqual({ SlotCount: 5, AlreadyRanCount: 0 })
    await clock.advance(1000)
    const { Slots } = await doors.client.ListSlots({ Name: 'one', Statuses: ['RAN'] })
    const backfilled = Slots.filter(({ Cause }) => Cause === 'BACKFILL')
    expect(backfilled.map(({ LocalTime }) => LocalTime.slice(11, 16))).toEqual([
      '02:04',
      '02:03',
      '02:02',
      '02:01',
      '02:00'
    ])
    const again = await doors.client.BackfillSchedule({ Name: 'one', ...range })
    expect(again).toEqual({ SlotCount: 0, AlreadyRanCount: 5 })
    // No slot is lost on the way: those that were one row are rows on both sides, and what has run.
    const { Slots: all } = await doors.client.ListSlots({ Name: 'one', MaxResults: 1000 })
    const total = all.reduce((sum, { Count }) => sum + Count, 0)
    expect(total).toBe(181)
    await expect(
      doors.client.BackfillSchedule({ Name: 'one', StartTime: 0, EndTime: Date.now() })
    ).rejects.toThrow('at most 1000')
  })
})
