import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CronFields } from '../../../../engine/schedules/timing/cron-fields.ts'
import {
  parseClassicCron,
  parseEventBridgeCron
} from '../../../../engine/schedules/timing/cron-fields.ts'
import { nextCronRun } from '../../../../engine/schedules/timing/next-run.ts'
import { createZone, isZone } from '../../../../engine/schedules/timing/zone.ts'
import type { Zone } from '../../../../engine/schedules/timing/zone.ts'
import { runsMinuteByMinute } from '../../../support/minute-by-minute.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** Zones with the odd habits: half-hour shifts, changes at midnight, south of the equator, none. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Kathmandu',
  'Pacific/Chatham'
].map(createZone)

function walk(fields: CronFields, zone: Zone, from: number, to: number): number[] {
  const runs: number[] = []
  for (let at = nextCronRun(fields, zone, from); at !== undefined && at <= to;) {
    runs.push(at)
    at = nextCronRun(fields, zone, at)
  }
  return runs
}

const field = (low: number, high: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: low, max: high }).map(String),
    fc.uniqueArray(fc.integer({ min: low, max: high }), { minLength: 2, maxLength: 4 }).map(String),
    fc.integer({ min: 2, max: 12 }).map((step) => `*/${step}`)
  )

/** Days around which clocks change in 2026 and 2027, in one zone or another, and any other day. */
const start = fc.oneof(
  fc.constantFrom(
    Date.UTC(2026, 2, 7, 20),
    Date.UTC(2026, 2, 28, 20),
    Date.UTC(2026, 3, 4, 8),
    Date.UTC(2026, 9, 3, 8),
    Date.UTC(2026, 9, 24, 20),
    Date.UTC(2026, 9, 31, 20),
    Date.UTC(2026, 10, 1, 3)
  ),
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) })
)

describe('the next run', () => {
  test('agrees with looking at every minute, in zones of every kind', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        field(0, 59),
        field(0, 23),
        fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, field(1, 31)),
        fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, field(0, 6)),
        start,
        (zone, minutes, hours, days, weekdays, from) => {
          const fields = parseClassicCron(`${minutes} ${hours} ${days} * ${weekdays}`)
          const to = from + 1.6 * DAY
          expect(walk(fields, zone, from, to)).toEqual(
            runsMinuteByMinute(fields, zone, alignDown(from), to)
          )
        }
      ),
      { numRuns: 120, seed: 20261123 }
    )
  }, 120_000)

  /** Seconds do not count: a run is at a full minute after the instant. */
  function alignDown(instant: number): number {
    return Math.floor(instant / MINUTE) * MINUTE
  }

  const berlin = createZone('Europe/Berlin')
  const iso = (at: number | undefined) => (at === undefined ? at : new Date(at).toISOString())

  test('of a time in the spring gap is the first valid minute after it', () => {
    const fields = parseClassicCron('30 2 * * *')
    const runs = walk(fields, berlin, Date.UTC(2026, 2, 27, 12), Date.UTC(2026, 2, 30, 12))
    expect(runs.map(iso)).toEqual([
      '2026-03-28T01:30:00.000Z',
      // 03:00 in Berlin: 02:30 does not exist on this day.
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z'
    ])
  })

  test('of a time in the autumn overlap comes once, at the first of both', () => {
    const fields = parseClassicCron('30 2 * * *')
    const runs = walk(fields, berlin, Date.UTC(2026, 9, 24, 12), Date.UTC(2026, 9, 26, 12))
    expect(runs.map(iso)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'])
  })

  test('of every quarter of an hour leaves no gap when the clocks change', () => {
    const fields = parseClassicCron('*/15 * * * *')
    for (const from of [Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 9, 24, 12)]) {
      expect(walk(fields, berlin, from, from + 2 * DAY)).toHaveLength(192)
    }
  })

  test('knows last days, nearest weekdays and counted weekdays', () => {
    const utc = createZone('UTC')
    const next = (text: string, from = Date.UTC(2026, 1, 1)) =>
      iso(nextCronRun(parseEventBridgeCron(text), utc, from))?.slice(0, 16)
    expect(next('0 9 L * ? *')).toBe('2026-02-28T09:00')
    expect(next('0 9 L-3 * ? *')).toBe('2026-02-25T09:00')
    expect(next('0 9 15W * ? *')).toBe('2026-02-16T09:00')
    expect(next('0 9 LW * ? *')).toBe('2026-02-27T09:00')
    expect(next('0 9 ? * 6#2 *')).toBe('2026-02-13T09:00')
    expect(next('0 9 ? * FRI#2 *')).toBe('2026-02-13T09:00')
    expect(next('0 9 ? * 2L *')).toBe('2026-02-23T09:00')
    expect(next('0 9 ? * 2-6 *')).toBe('2026-02-02T09:00')
    expect(next('0/20 9 1 1 ? 2028')).toBe('2028-01-01T09:00')
    expect(next('0 0 29 2 ? *')).toBe('2028-02-29T00:00')
    expect(next('0 0 1 1 ? 2020')).toBeUndefined()
  })

  test('with both days given runs on either, as crontab does', () => {
    const fields = parseClassicCron('0 0 13 * 5')
    const runs = walk(fields, createZone('UTC'), Date.UTC(2026, 4, 31), Date.UTC(2026, 5, 15))
    expect(runs.map(iso).map((text) => text?.slice(5, 10))).toEqual(['06-05', '06-12', '06-13'])
  })

  test('a zone is known by its IANA name alone', () => {
    expect(isZone('Europe/Berlin')).toBe(true)
    expect(isZone('Europe/Nowhere')).toBe(false)
  })
})
