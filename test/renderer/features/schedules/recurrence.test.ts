import { describe, expect, test } from 'vitest'
import type { Recurrence } from '../../../../renderer/features/schedules/recurrence.ts'
import {
  changeKind,
  expressionOf,
  recurrenceOf,
  recurrenceProblem
} from '../../../../renderer/features/schedules/recurrence.ts'

describe('each simple form has an expression, and is found again in it', () => {
  test.each<[Recurrence, string]>([
    [{ kind: 'every', count: 15, unit: 'minutes' }, 'rate(15 minutes)'],
    [{ kind: 'every', count: 1, unit: 'hours' }, 'rate(1 hour)'],
    [{ kind: 'daily', time: '02:30' }, 'cron(30 2 * * ? *)'],
    [
      { kind: 'weekly', time: '09:00', days: ['MON', 'TUE', 'WED', 'THU', 'FRI'] },
      'cron(0 9 ? * MON-FRI *)'
    ],
    [{ kind: 'weekly', time: '18:05', days: ['MON', 'WED'] }, 'cron(5 18 ? * MON,WED *)'],
    [{ kind: 'weekly', time: '18:05', days: ['SAT', 'SUN'] }, 'cron(5 18 ? * SAT,SUN *)'],
    [{ kind: 'monthly', time: '00:00', day: 1 }, 'cron(0 0 1 * ? *)'],
    [{ kind: 'once', date: '2026-12-24', time: '18:00' }, 'at(2026-12-24T18:00:00)'],
    [{ kind: 'custom', expression: '*/5 * * * *' }, '*/5 * * * *']
  ])('%j is %s', (recurrence, expression) => {
    expect(expressionOf(recurrence)).toBe(expression)
    expect(recurrenceOf(expression)).toEqual(recurrence)
  })
})

describe('an expression that says more stays an expression', () => {
  test.each([
    'cron(0/15 * * * ? *)',
    'cron(0 9 ? 6 MON *)',
    'cron(0 9 * * ? 2027)',
    'cron(0 9 L * ? *)',
    'cron(0 9 ? * 2#1 *)',
    'rate(0 minutes)',
    'at(2026-12-24T18:00:30)',
    '0 9 * * 1-5'
  ])('%s', (expression) => {
    expect(recurrenceOf(expression)).toEqual({ kind: 'custom', expression })
  })
})

test.each<[Recurrence, string | undefined]>([
  [{ kind: 'every', count: 0, unit: 'hours' }, 'Expected a whole number of at least 1.'],
  [{ kind: 'weekly', time: '09:00', days: [] }, 'Choose at least one day.'],
  [{ kind: 'monthly', time: '09:00', day: 32 }, 'Expected a day of the month, 1 to 31.'],
  [{ kind: 'daily', time: '' }, 'Choose a time of day.'],
  [{ kind: 'once', time: '09:00', date: '' }, 'Choose a date.'],
  [{ kind: 'custom', expression: ' ' }, 'Write an expression, such as 0 9 * * 1-5.'],
  [{ kind: 'daily', time: '09:00' }, undefined]
])('%j: %s', (recurrence, problem) => {
  expect(recurrenceProblem(recurrence)).toBe(problem)
})

test('changing the form keeps the time of day, and the expression when it becomes free', () => {
  const daily: Recurrence = { kind: 'daily', time: '02:30' }
  expect(changeKind(daily, 'monthly', '2026-11-23')).toMatchObject({ time: '02:30', day: 1 })
  expect(changeKind(daily, 'once', '2026-11-23')).toMatchObject({ date: '2026-11-23' })
  expect(changeKind(daily, 'custom', '2026-11-23')).toEqual({
    kind: 'custom',
    expression: 'cron(30 2 * * ? *)'
  })
})
