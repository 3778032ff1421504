// cspell:ignore xaxbx
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../../asl/errors.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'
import { compileRule } from '../../../asl/states/choice-rule.ts'
import { scopeOver } from '../support/scope.ts'

function test(rule: JsonObject, data: Json): boolean | string {
  const result = compileRule(rule)(scopeOver(data))
  return isFailure(result) ? (result.cause ?? '') : result
}

/** Operator, operand, a value that matches, values that do not. */
const operators: [string, Json, Json, Json[]][] = [
  ['StringEquals', 'b', 'b', ['a', 1, null]],
  ['StringLessThan', 'b', 'a', ['b', 'c', 1]],
  ['StringGreaterThan', 'b', 'c', ['b', 'a']],
  ['StringLessThanEquals', 'b', 'b', ['c']],
  ['StringGreaterThanEquals', 'b', 'b', ['a']],
  ['NumericEquals', 1, 1.0, ['1', 2, null]],
  ['NumericLessThan', 1, 0, [1, 2]],
  ['NumericGreaterThan', 1, 2, [1, 0]],
  ['NumericLessThanEquals', 1, 1, [2]],
  ['NumericGreaterThanEquals', 1, 1, [0]],
  ['BooleanEquals', true, true, [false, 'true', 1]],
  ['TimestampEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', ['2026-01-01', 5]],
  [
    'TimestampLessThan',
    '2026-01-01T00:00:00Z',
    '2025-12-31T23:59:59.999Z',
    ['2026-01-01T00:00:00Z']
  ],
  ['TimestampGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', ['nonsense']],
  ['StringMatches', 'log-*.txt', 'log-1.2.txt', ['log.txt', 'log-1.txt.gz', 1]],
  ['StringMatches', '*a*b*', 'xaxbx', ['ba', 'b']],
  ['StringMatches', 'a\\*c', 'a*c', ['abc']],
  ['IsNull', true, null, ['null', 0]],
  ['IsString', true, '', [1, null]],
  ['IsNumeric', true, 0, ['0']],
  ['IsBoolean', true, false, [0]],
  ['IsTimestamp', true, '2026-01-01T00:00:00Z', ['2026-01-01T00:00:00', '2026-13-01T00:00:00Z', 5]],
  ['IsPresent', true, null, []],
  ['IsString', false, 5, ['x']]
]

describe('a choice rule', () => {
  it.each(operators)('%s %j matches %j', (operator, operand, matching, others) => {
    const rule = { Variable: '$.value', [operator]: operand, Next: 'X' }
    expect(test(rule, { value: matching })).toBe(true)
    for (const other of others)
      expect(test(rule, { value: other }), JSON.stringify(other)).toBe(false)
  })

  it('compares with another value of the input through the Path form', () => {
    const rule = { Variable: '$.a', NumericLessThanPath: '$.b', Next: 'X' }
    expect(test(rule, { a: 1, b: 2 })).toBe(true)
    expect(test(rule, { a: 1, b: 'x' })).toBe(false)
    expect(test({ Variable: '$.a', StringEqualsPath: '$.b', Next: 'X' }, { a: 'x', b: 'x' })).toBe(
      true
    )
  })

  it('combines rules with And, Or and Not', () => {
    const low = { Variable: '$', NumericLessThan: 5 }
    const one = { Variable: '$', NumericEquals: 1 }
    expect(test({ And: [low, one] }, 1)).toBe(true)
    expect(test({ And: [low, one] }, 2)).toBe(false)
    expect(test({ Or: [one, low] }, 2)).toBe(true)
    expect(test({ Or: [one, low] }, 7)).toBe(false)
    expect(test({ Not: low }, 7)).toBe(true)
    expect(test({ Not: { And: [low, { Not: one }] } }, 1)).toBe(true)
  })

  it('fails where the variable leads nowhere, except to ask whether it is present', () => {
    expect(test({ Variable: '$.no', StringEquals: 'x' }, {})).toContain("Invalid path '$.no'")
    expect(test({ Variable: '$.no', IsPresent: true }, {})).toBe(false)
    expect(test({ Variable: '$.no', IsPresent: false }, {})).toBe(true)
  })

  it.each<JsonObject[]>([
    [{ Variable: '$.a' }],
    [{ Variable: '$.a', StringEquals: 'x', NumericEquals: 1 }],
    [{ Variable: '$.a', StringSounds: 'x' }],
    [{ StringEquals: 'x' }],
    [{ And: 'x' }],
    [{ Not: [] }]
  ])('%j is refused when the machine is compiled', (rule) => {
    expect(() => compileRule(rule)).toThrow()
  })

  it('matches long texts against many wildcards in no time', () => {
    const rule = { Variable: '$', StringMatches: `${'*a'.repeat(40)}*b`, Next: 'X' }
    expect(test(rule, 'a'.repeat(50_000))).toBe(false)
  })
})
