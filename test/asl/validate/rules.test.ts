// cspell:ignore Timout
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../asl/json.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { end, machine, problemsOf, task } from './support.ts'
import type { States } from './support.ts'

describe('choice', () => {
  const choice = (rule: Json): string =>
    machine({ A: { Type: 'Choice', Choices: [rule], Default: 'B' }, B: end })

  it.each<[string, Json]>([
    ['a comparison', { Variable: '$.a', NumericGreaterThan: 1, Next: 'B' }],
    [
      'a comparison with a path',
      { Variable: '$.a', NumericGreaterThanEqualsPath: '$.b', Next: 'B' }
    ],
    [
      'nested rules with comments',
      { Not: { And: [{ Variable: '$.a', IsNull: true, Comment: 'c' }] }, Next: 'B' }
    ],
    ['the context object', { Variable: '$$.Execution.Name', StringMatches: 'a*', Next: 'B' }]
  ])('accepts %s', (_title, rule) => {
    expect(problemsOf(choice(rule))).toEqual([])
  })

  it.each<[string, Json, string]>([
    ['no operator', { Variable: '$.a', Next: 'B' }, 'one comparison operator'],
    ['two operators', { Variable: '$.a', IsNull: true, IsString: true, Next: 'B' }, 'only one of'],
    [
      'an operand of the wrong type',
      { Variable: '$.a', NumericEquals: '1', Next: 'B' },
      'Expected a number'
    ],
    [
      'a bad timestamp',
      { Variable: '$.a', TimestampEquals: '2020-02-30T00:00:00Z', Next: 'B' },
      'RFC3339'
    ],
    [
      'Next inside of And',
      { And: [{ Variable: '$.a', IsNull: true, Next: 'B' }], Next: 'B' },
      'outermost'
    ],
    ['no Variable', { IsNull: true, Next: 'B' }, '[Variable]'],
    ['no Next', { Variable: '$.a', IsNull: true }, '[Next]']
  ])('refuses %s', (_title, rule, message) => {
    expect(problemsOf(choice(rule)).join('\n')).toContain(message)
  })

  it('suggests the operator that was meant', () => {
    const rule = { Variable: '$.a', NumericGreaterThen: 1, Next: 'B' }
    const hints = validateDefinition(choice(rule)).problems.map((problem) => problem.hint)
    expect(hints).toContain("Did you mean 'NumericGreaterThan'?")
  })
})

describe('retry and catch', () => {
  it('wants States.ALL alone and last', () => {
    const text = machine(
      task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E', 'States.ALL'] }] })
    )
    expect(problemsOf(text)).toEqual([
      'error SCHEMA_VALIDATION_FAILED /States/A/Retry/0/ErrorEquals/0: States.ALL must appear alone and at end of list',
      'error SCHEMA_VALIDATION_FAILED /States/A/Retry/1/ErrorEquals/1: States.ALL must appear alone and at end of list'
    ])
  })

  it.each<[string, Json]>([
    ['BackoffRate', 0.5],
    ['IntervalSeconds', 0],
    ['MaxAttempts', -1],
    ['MaxAttempts', 1.5],
    ['MaxDelaySeconds', 1],
    ['JitterStrategy', 'SOME']
  ])('refuses a retrier with %s %s', (field, value) => {
    expect(
      problemsOf(machine(task({ Retry: [{ ErrorEquals: ['E'], [field]: value }] })))
    ).toHaveLength(1)
  })

  it('warns of reserved error names that do not exist', () => {
    const { problems } = validateDefinition(
      machine(task({ Retry: [{ ErrorEquals: ['States.Timout'] }] }))
    )
    expect(problems).toMatchObject([
      { severity: 'warning', hint: "Did you mean 'States.Timeout'?" }
    ])
  })
})

describe('paths and templates', () => {
  it.each([
    '$',
    '$$',
    '$.a',
    '$.a-b',
    "$['a b']",
    '$.a[0]',
    '$..a',
    '$.a[*].b',
    '$.a[1:3]',
    '$.a[?(@.b > 1)]',
    '$.a.length()',
    '$$.Execution.Id',
    '$name.field',
    '$.[0].body',
    "$.a['b','c']"
  ])('accepts the path %s', (path) => {
    expect(problemsOf(machine({ A: { Type: 'Pass', InputPath: path, End: true } }))).toEqual([])
  })

  it.each([
    '',
    'a',
    '$.',
    '$a.',
    '$.a b',
    '$.a[',
    '$.a[]',
    "$['a]",
    '$.a[x]',
    "States.Format('a')"
  ])('refuses the path "%s"', (path) => {
    expect(problemsOf(machine({ A: { Type: 'Pass', InputPath: path, End: true } }))).toHaveLength(1)
  })

  it('wants a reference path for ResultPath', () => {
    expect(problemsOf(machine(task({ ResultPath: '$.a[*]' })))[0]).toContain('Reference Path')
    expect(problemsOf(machine(task({ ResultPath: '$$.a' })))[0]).toContain('written into')
    expect(problemsOf(machine(task({ ResultPath: null })))).toEqual([])
  })

  it.each([
    "States.Format('{} is \\'{}\\'', $.a, States.ArrayLength($.b[?(@.c == 'x, y)')]))",
    'States.UUID()',
    'States.ArrayRange( 1, 9, -2 )',
    'States.JsonMerge($.a, States.StringToJson(\'\\{"a":1\\}\'), false)'
  ])('accepts the call %s', (call) => {
    expect(problemsOf(machine(task({ Parameters: { 'x.$': call } })))).toEqual([])
  })

  it.each([
    ' States.UUID()',
    'States.Nope()',
    "States.Format('a)",
    'States.Array($.a $.b)',
    "States.StringToJson('\\\"')"
  ])('refuses the call %s', (call) => {
    expect(problemsOf(machine(task({ Parameters: { deep: [{ 'x.$': call }] } })))).toEqual([
      "error SCHEMA_VALIDATION_FAILED /States/A/Parameters/deep/0: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call"
    ])
  })

  it('warns of a call with the wrong number of arguments and of paths in a Result', () => {
    expect(problemsOf(machine(task({ Parameters: { 'x.$': 'States.UUID(1)' } })))[0]).toMatch(
      /^error/
    )
    const pass = { Type: 'Pass', Result: { 'a.$': '$.b' }, End: true }
    expect(problemsOf(machine({ A: pass }))[0]).toMatch(/^warning PASS_RESULT_IS_STATIC/)
  })
})

describe('times', () => {
  it.each<[States]>([
    [{ A: { Type: 'Wait', End: true } }],
    [{ A: { Type: 'Wait', Seconds: 1, Timestamp: '2030-01-01T00:00:00Z', End: true } }],
    [{ A: { Type: 'Wait', Timestamp: '2030-01-01 00:00:00Z', End: true } }],
    [task({ TimeoutSeconds: 0 })],
    [task({ TimeoutSeconds: 5, TimeoutSecondsPath: '$.x' })],
    [task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 })]
  ])('refuses %j', (states) => {
    expect(problemsOf(machine(states))).toHaveLength(1)
  })
})
