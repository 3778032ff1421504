// cspell:ignore letrec
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Failure } from '../../../asl/errors.ts'
import { compilePlainPath } from '../../../asl/expressions/jsonata-path.ts'
import { compileJsonataQuery } from '../../../asl/expressions/jsonata-query.ts'
import type { ExpectedType } from '../../../asl/expressions/jsonata-query.ts'
import { compileJsonataTemplate } from '../../../asl/expressions/jsonata-template.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'
import { scopeOver } from '../support/scope.ts'

function evaluate(
  template: Json,
  input: Json = {},
  variables: Record<string, Json> = {}
): Json | Failure {
  return compileJsonataTemplate(template, 'Output').evaluate(scopeOver(input, { variables }))
}

function causeOf(value: Json | Failure): string | undefined {
  return value instanceof Failure ? value.cause : `no failure but ${JSON.stringify(value)}`
}

describe('a template', () => {
  it('evaluates marked texts at any depth and keeps all else', () => {
    const template = {
      a: ['{% $states.input.n + 1 %}', { b: '{%$x%}' }],
      ' {% $x %} ': ' {% $x %} ',
      path: '$states.input',
      nothing: null
    }
    expect(evaluate(template, { n: 1 }, { x: [true] })).toEqual({
      a: [2, { b: [true] }],
      ' {% $x %} ': ' {% $x %} ',
      path: '$states.input',
      nothing: null
    })
  })

  it('costs nothing without expressions: the written value itself', () => {
    const template = { a: [1, { b: 'c' }] }
    expect(evaluate(template)).toBe(template)
  })

  it('keeps null apart from nothing', () => {
    expect(evaluate({ a: '{% $states.input.a %}' }, { a: null })).toEqual({ a: null })
  })
})

// The words of AWS, from its recorded answers.
describe('a failure', () => {
  test.each<[Json, string, string]>([
    [
      { a: { b: [0, ['{% $states.input.gone %}']] } },
      'Output/a/b[1][0]',
      "The JSONata expression '$states.input.gone' specified for the field 'Output/a/b[1][0]' returned nothing (undefined)."
    ],
    [
      '{% $states.input.list[5] %}',
      'Output',
      "The JSONata expression '$states.input.list[5]' specified for the field 'Output' returned nothing (undefined)."
    ],
    [
      { f: '{% $f := function($v) { $v } %}' },
      'Output/f',
      "The JSONata expression '$f := function($v) { $v }' specified for the field 'Output/f' returned an unsupported result type."
    ],
    [
      '{% "a" + 1 %}',
      'Output',
      'The JSONata expression \'"a" + 1\' specified for the field \'Output\' threw an error during evaluation. T2001: The left side of the "+" operator must evaluate to a number'
    ],
    [
      '{% ($f := function($n) { 1 + $f($n) }; $f(1)) %}',
      'Output',
      "The JSONata expression '($f := function($n) { 1 + $f($n) }; $f(1))' specified for the field 'Output' threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive."
    ]
  ])('of %j names the field %s', (template, location, cause) => {
    const failure = evaluate(template, { list: [1] })
    expect(causeOf(failure)).toBe(cause)
    expect(failure).toMatchObject({
      error: 'States.QueryEvaluationError',
      evaluation: { location }
    })
  })

  test.each<[string, ExpectedType, string]>([
    ['1', 'array', "Expected 'array', but was 'number' for value: 1"],
    ['null', 'array', "Expected 'array', but was 'null' for value: null"],
    ["{'a': 'b'}", 'array', 'Expected \'array\', but was \'object\' for value: {"a":"b"}'],
    ["'x'", 'boolean', "Expected 'boolean', but was 'string' for value: \"x\""],
    ['true', 'number', "Expected 'number', but was 'boolean' for value: true"],
    ['[1]', 'string', "Expected 'string', but was 'array' for value: [1]"]
  ])('of %s where %s is asked for tells the type', (source, expected, words) => {
    const value = compileJsonataQuery(source, 'Items', expected).evaluate(scopeOver({}))
    expect(causeOf(value)).toBe(
      `The JSONata expression '${source}' specified for the field 'Items' returned an unexpected result type. ${words}`
    )
  })
})

describe('a plain path', () => {
  const names = fc.constantFrom('a', 'b', 'constructor', 'length', '__proto__', 'and')
  const data = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<Json>(null, 0, '', 'text', true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'length'), tie('value')) as fc.Arbitrary<JsonObject>
    )
  })).value

  it('yields what the evaluator of JSONata yields', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('$states.input', '$x', '$states.context'),
        fc.array(names, { maxLength: 4 }),
        data,
        (root, steps, value) => {
          const path = [root, ...steps].join('.')
          const scope = scopeOver(value, { context: value, variables: { x: value } })
          const plain = compileJsonataQuery(path, 'Output').evaluate(scope)
          // Brackets make it no plain path, and change nothing else.
          const full = compileJsonataQuery(`(${path})`, 'Output').evaluate(scope)
          if (full instanceof Failure) expect(plain).toBeInstanceOf(Failure)
          else expect(plain).toEqual(full)
        }
      ),
      { numRuns: 500 }
    )
  })

  it('is only what has plain names', () => {
    expect(compilePlainPath('$states.input.a[0]')).toBeUndefined()
    expect(compilePlainPath('$states')).toBeUndefined()
    expect(compilePlainPath('$x.and')).toBeUndefined()
    expect(compilePlainPath('$states.input.order.id')).toBeDefined()
  })
})
