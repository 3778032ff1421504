/** Our next-run function beside two others, croner and cron-parser. docs/schedules.md has the table of the differences. */
import { CronExpressionParser } from 'cron-parser'
import { Cron } from 'croner'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseClassicCron } from '../../../../engine/schedules/timing/cron-fields.ts'
import { nextCronRun } from '../../../../engine/schedules/timing/next-run.ts'
import type { Zone } from '../../../../engine/schedules/timing/zone.ts'
import { createZone } from '../../../../engine/schedules/timing/zone.ts'

const MINUTE = 60_000
const DAY = 86_400_000

type Next = (expression: string, zone: Zone, after: number) => number | undefined

const ours: Next = (expression, zone, after) =>
  nextCronRun(parseClassicCron(expression), zone, after)
const croner: Next = (expression, zone, after) =>
  new Cron(expression, { timezone: zone.name, paused: true }).nextRun(new Date(after))?.getTime()
const cronParser: Next = (expression, zone, after) =>
  CronExpressionParser.parse(expression, { currentDate: new Date(after), tz: zone.name })
    .next()
    .getTime()

function walk(next: Next, expression: string, zone: Zone, from: number, to: number): string[] {
  const runs: string[] = []
  for (let at = next(expression, zone, from); at !== undefined && at <= to;) {
    runs.push(new Date(at).toISOString().slice(5, 16))
    at = next(expression, zone, at)
  }
  return runs
}

const allZones = Intl.supportedValuesOf('timeZone')

const list = (low: number, high: number) =>
  fc
    .uniqueArray(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 4 })
    .map((values) => values.sort((one, other) => one - other).join(','))
const field = (low: number, high: number) =>
  fc.oneof(
    fc.constant('*'),
    list(low, high),
    fc.integer({ min: 2, max: Math.min(12, high) }).map((step) => `*/${String(step)}`),
    fc
      .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
      .map(([one, other]) => `${String(Math.min(one, other))}-${String(Math.max(one, other))}`)
  )
const expressions = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, field(1, 28)),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, field(1, 12)),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, field(0, 6))
  )
  // Whether `*/2` leaves a day open is read differently by each; days are given by one field alone.
  .filter(([, , day, , weekday]) => day === '*' || weekday === '*')
  .map((fields) => fields.join(' '))

/** From the epoch to beyond 2038, on any day. */
const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) })

describe('away from changes of the clock all three agree', () => {
  test('on random expressions, in every zone there is, at any time', () => {
    fc.assert(
      fc.property(
        expressions,
        fc.constantFrom(...allZones),
        instants,
        (expression, zoneName, from) => {
          const zone = createZone(zoneName)
          const next = ours(expression, zone, from)
          if (next === undefined) return
          const isQuiet =
            zone.changesIn(from - 2 * DAY, from + 2 * DAY).length === 0 &&
            zone.changesIn(next - 2 * DAY, next + 2 * DAY).length === 0
          fc.pre(isQuiet)
          expect([croner(expression, zone, from), cronParser(expression, zone, from)]).toEqual([
            next,
            next
          ])
        }
      ),
      { numRuns: Number(process.env['SCHEDULE_RUNS'] ?? 600), seed: 20261127 }
    )
  }, 120_000)

  test('on 29 February, the last day of 32-bit time and the turn of a century', () => {
    const utc = createZone('UTC')
    for (const [expression, from] of [
      ['0 0 29 2 *', Date.UTC(2026, 0, 1)],
      ['14 3 19 1 *', Date.UTC(2037, 5, 1)],
      ['8 3 19 1 *', Date.UTC(2038, 0, 20)],
      ['0 0 1 1 *', Date.UTC(2099, 11, 31)],
      ['0 0 29 2 *', Date.UTC(2096, 2, 1)]
    ] as const) {
      const next = ours(expression, utc, from)
      expect([croner(expression, utc, from), cronParser(expression, utc, from)]).toEqual([
        next,
        next
      ])
    }
  })
})

describe('where the clock changes they differ, as docs/schedules.md says', () => {
  const berlin = createZone('Europe/Berlin')
  const newYork = createZone('America/New_York')
  const lordHowe = createZone('Australia/Lord_Howe')
  const all = (expression: string, zone: Zone, from: number, days = 1) =>
    [ours, croner, cronParser].map((next) => walk(next, expression, zone, from, from + days * DAY))

  test('a daily time in the gap: at its end; croner too, cron-parser an hour later than written', () => {
    expect(all('30 2 * * *', berlin, Date.UTC(2026, 2, 28, 12))).toEqual([
      ['03-29T01:00'],
      ['03-29T01:00'],
      ['03-29T01:30']
    ])
    expect(all('30 2 * * *', newYork, Date.UTC(2026, 2, 7, 20))).toEqual([
      ['03-08T07:00'],
      ['03-08T07:00'],
      ['03-08T07:30']
    ])
  })

  test('a daily time in the repeated hour: once, the first, in all', () => {
    expect(all('30 2 * * *', berlin, Date.UTC(2026, 9, 24, 12))).toEqual([
      ['10-25T00:30'],
      ['10-25T00:30'],
      ['10-25T00:30']
    ])
    expect(all('30 1 * * *', newYork, Date.UTC(2026, 9, 31, 20))).toEqual([
      ['11-01T05:30'],
      ['11-01T05:30'],
      ['11-01T05:30']
    ])
  })

  test('every hour and every quarter: each real one, in all', () => {
    for (const from of [Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 9, 24, 12)]) {
      for (const [expression, count] of [
        ['0 * * * *', 48],
        ['*/15 * * * *', 192]
      ] as const) {
        expect(all(expression, berlin, from, 2).map((runs) => runs.length)).toEqual([
          count,
          count,
          count
        ])
      }
    }
  })

  test('Lord Howe, whose clock changes by half an hour: no full hour is lost', () => {
    // 02:00 does not exist on this day; the clock goes on at 02:30.
    expect(
      walk(ours, '0 * * * *', lordHowe, Date.UTC(2026, 9, 3, 14), Date.UTC(2026, 9, 3, 17))
    ).toEqual(['10-03T14:30', '10-03T15:30', '10-03T16:00', '10-03T17:00'])
  })
})

describe('the next run', () => {
  test('is found within microseconds, whatever the expression', () => {
    const berlin = createZone('Europe/Berlin')
    for (const expression of ['30 2 * * *', '*/15 * * * *', '0 0 29 2 1', '0 0 1 1 *']) {
      const fields = parseClassicCron(expression)
      const from = Date.UTC(2026, 5, 1)
      nextCronRun(fields, berlin, from)
      const startedAt = performance.now()
      for (let count = 0; count < 100; count++) nextCronRun(fields, berlin, from + count * MINUTE)
      // Generous: it is a few microseconds each; walking minutes or asking Intl would be milliseconds.
      expect((performance.now() - startedAt) / 100).toBeLessThan(20)
    }
  })

  test('of an impossible day ends its search', () => {
    const utc = createZone('UTC')
    const fields = { ...parseClassicCron('0 0 29 2 *'), daysOfMonth: [30] }
    expect(nextCronRun(fields, utc, Date.UTC(2026, 0, 1))).toBeUndefined()
  })
})
