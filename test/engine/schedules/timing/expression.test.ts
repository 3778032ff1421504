import { describe, expect, test } from 'vitest'
import { executionNameOf, localText, slotText } from '../../../../engine/schedules/slot-names.ts'
import { describeExpression } from '../../../../engine/schedules/timing/describe.ts'
import { nextSlot, parseExpression } from '../../../../engine/schedules/timing/expression.ts'
import { countSlots, dueSlots } from '../../../../engine/schedules/timing/slots.ts'
import type { Timing } from '../../../../engine/schedules/timing/timing.ts'
import { compileTiming } from '../../../../engine/schedules/timing/timing.ts'
import { createZone } from '../../../../engine/schedules/timing/zone.ts'

const utc = createZone('UTC')
const MINUTE = 60_000

describe('an expression', () => {
  test.each([
    ['30 2 * * 1-5', 'At 02:30 every weekday, UTC'],
    ['cron(30 2 ? * MON-FRI *)', 'At 02:30 every weekday, UTC'],
    ['0 9 * * *', 'At 09:00 every day, UTC'],
    ['@hourly', 'Every hour, UTC'],
    ['*/15 * * * *', 'Every 15 minutes, UTC'],
    ['* * * * *', 'Every minute, UTC'],
    ['*/10 8-17 * * 1,3', 'Every 10 minutes from 08:00 to 17:59 every Monday and Wednesday, UTC'],
    ['5 * * * *', 'Every hour at 5 minutes past the hour, UTC'],
    ['0 */6 * * *', 'At 00:00, 06:00, 12:00 and 18:00 every day, UTC'],
    ['0 */2 * * *', 'Every 2 hours, UTC'],
    ['0 8 1 * *', 'At 08:00 on the 1st of the month, UTC'],
    ['0 8 1,15 * *', 'At 08:00 on the 1st and the 15th of the month, UTC'],
    ['cron(0 8 L * ? *)', 'At 08:00 on the last day of the month, UTC'],
    ['cron(0 8 ? * 6L *)', 'At 08:00 on the last Friday of the month, UTC'],
    [
      'cron(0 8 ? 1,7 2#1 2026-2028)',
      'At 08:00 on the first Monday of the month in January and July from 2026 to 2028, UTC'
    ],
    ['0 0 13 * 5', 'At 00:00 on the 13th of the month and every Friday, UTC'],
    ['0 10 * * 0,6', 'At 10:00 on weekends, UTC'],
    ['rate(1 hour)', 'Every hour'],
    ['rate(5 minutes)', 'Every 5 minutes'],
    ['at(2026-12-24T18:00:00)', 'Once, on 24 December 2026 at 18:00, UTC']
  ])('%s reads: %s', (text, words) => {
    expect(describeExpression(parseExpression(text), 'UTC')).toBe(words)
  })

  test.each([
    ['every day', "found 'every day'"],
    ['30 2 * *', 'Expected 5 fields (minutes, hours, day-of-month, month, day-of-week), found 4'],
    ['61 2 * * *', "field minutes (number 1) of '61 2 * * *': found '61'. Allowed are 0 to 59"],
    ['0 24 * * *', "field hours (number 2) of '0 24 * * *': found '24'. Allowed are 0 to 23"],
    ['cron(0 2 * * *)', 'Expected 6 fields'],
    ['cron(0 2 * * * *)', "Expected '?' in exactly one"],
    ['cron(0 2 ? * ? *)', "Expected '?' in exactly one"],
    ['cron(0 2 ? * 8 *)', "field day-of-week (number 5) of 'cron(0 2 ? * 8 *)': found '8'"],
    ['0 0 30 2 *', 'a day that the month has'],
    ['@sometimes', 'nickname'],
    ['cron(0 2 ? * MON 1969)', 'year (6th field)'],
    ['rate(0 minutes)', 'a value of 1 or more'],
    ['rate(5 seconds)', 'minutes, hours or days'],
    ['at(2026-02-30T10:00:00)', 'a date of the calendar'],
    ['at(2026-02-20T10:00:00Z)', 'without a zone']
  ])('%s is refused: %s', (text, message) => {
    expect(() => parseExpression(text)).toThrow(message)
  })

  test('rate counts from when it was made, or from its start', () => {
    const rate = parseExpression('rate(5 minutes)')
    const anchor = Date.UTC(2026, 0, 1, 10, 2, 30)
    expect(nextSlot(rate, utc, { anchor }, anchor)).toBe(Date.UTC(2026, 0, 1, 10, 7))
    const late = Date.UTC(2026, 0, 1, 11, 7)
    expect(nextSlot(rate, utc, { anchor }, late)).toBe(Date.UTC(2026, 0, 1, 11, 12))
    const startAt = Date.UTC(2026, 0, 2)
    expect(nextSlot(rate, utc, { anchor, startAt }, anchor)).toBe(startAt)
    const endAt = startAt + 6 * MINUTE
    expect(nextSlot(rate, utc, { anchor, startAt, endAt }, startAt)).toBe(startAt + 5 * MINUTE)
    expect(nextSlot(rate, utc, { anchor, startAt, endAt }, startAt + 5 * MINUTE)).toBeUndefined()
  })

  test('at comes once, at the first valid minute where the clock skips it', () => {
    const at = parseExpression('at(2026-03-29T02:30:00)')
    const berlin = createZone('Europe/Berlin')
    const slot = Date.UTC(2026, 2, 29, 1)
    expect(nextSlot(at, berlin, { anchor: 0 }, 0)).toBe(slot)
    expect(nextSlot(at, berlin, { anchor: 0 }, slot)).toBeUndefined()
  })
})

describe('slots that are due', () => {
  const due = (text: string, first: number, until: number, zoneName = 'UTC') => {
    const timing: Timing = {
      ...{
        expressions: [text],
        timeZone: zoneName,
        createdAt: 0,
        exclusions: [],
        window: 0,
        seed: ''
      }
    }
    const parts = compileTiming(timing, createZone(zoneName))
    return { timing, parts, slots: dueSlots(timing, parts, { first, until, limit: 50 }) }
  }

  test('are known one by one after a short absence', () => {
    const first = Date.UTC(2026, 0, 1)
    const { slots } = due('* * * * *', first, first + 3.5 * MINUTE)
    expect(slots).toEqual({
      recent: [first, first + MINUTE, first + 2 * MINUTE, first + 3 * MINUTE]
    })
  })

  test('of a year are the latest one by one, and one stretch that is counted', () => {
    const first = Date.UTC(2025, 0, 1)
    const now = Date.UTC(2026, 0, 1, 0, 0, 30)
    const { slots } = due('* * * * *', first, now)
    expect(slots.recent).toHaveLength(50)
    expect(slots.recent.at(-1)).toBe(Date.UTC(2026, 0, 1))
    const last = (slots.recent[0] ?? 0) - MINUTE
    expect(slots.early).toEqual({ first, last, count: 365 * 1440 + 1 - 50, isLeast: false })
  })

  test.each([
    ['*/7 3-5 * * 1-5', 'Europe/Berlin'],
    ['30 2 * * *', 'Europe/Berlin'],
    ['*/15 * * * *', 'Australia/Lord_Howe'],
    ['0 0 L * ?', 'America/Havana'],
    ['rate(17 minutes)', 'UTC']
  ])('%s in %s are counted as if one by one', (text, zoneName) => {
    const expression = text.startsWith('0 0 L') ? `cron(${text} *)` : text
    const after = Date.UTC(2026, 1, 3, 4, 5)
    const until = Date.UTC(2026, 11, 5, 6, 7)
    const { timing, parts } = due(expression, after, after, zoneName)
    let count = 0
    const bounds = { anchor: 0 }
    const [only] = parts.expressions
    if (!only) throw new Error('no expression')
    for (let at = nextSlot(only, parts.zone, bounds, after); at !== undefined && at <= until;) {
      count += 1
      at = nextSlot(only, parts.zone, bounds, at)
    }
    expect(countSlots(timing, parts, { after, until })).toEqual({ count, isLeast: false })
  })
})

describe('the name of a slot’s execution', () => {
  test('has the slot in it, and fits into 80 characters', () => {
    expect(executionNameOf('nightly', Date.UTC(2026, 10, 23, 2))).toBe('nightly-20261123T0200Z')
    expect(slotText(Date.UTC(2026, 10, 23, 2, 0, 7))).toBe('20261123T020007Z')
    expect(executionNameOf('x'.repeat(80), Date.UTC(2026, 10, 23, 2))).toHaveLength(80)
  })

  test('is followed by the zone’s clock where that is asked for', () => {
    const instant = Date.UTC(2026, 9, 25, 1, 30)
    expect(localText(createZone('Europe/Berlin'), instant)).toBe('2026-10-25T02:30:00+01:00')
    expect(localText(createZone('America/St_Johns'), instant)).toBe('2026-10-24T23:00:00-02:30')
  })
})
