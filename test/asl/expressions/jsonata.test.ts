import { describe, expect, test } from 'vitest'
import type { Bindings } from '../../../asl/expressions/jsonata/expression.ts'
import { compileJsonata, JsonataSyntaxError } from '../../../asl/expressions/jsonata/expression.ts'
import type { Json } from '../../../asl/json.ts'

const bits = 'ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12'

function bindings(input: Json = {}): Bindings {
  return { states: { input }, variables: { x: 1 }, now: 1_700_000_000_000, draw: () => bits }
}

function evaluate(source: string, input?: Json) {
  return compileJsonata(source).evaluate(bindings(input))
}

function valueOf(source: string, input?: Json): Json | undefined {
  const evaluation = evaluate(source, input)
  return evaluation.kind === 'value' ? evaluation.value : undefined
}

describe('values', () => {
  test.each<[string, Json]>([
    ["$states.input.a & '!'", 'b!'],
    ['$x + 1', 2],
    ['$partition([0], 1)', [[0]]],
    ['$partition([0, 1, 2, 3], 3)', [[0, 1, 2], [3]]],
    ['$range(0, 10, 3)', [0, 3, 6, 9]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(0, 0, 1)', 0],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ["[1 / 0, {'n': -1 / 0}]", ['Infinity', { n: '-Infinity' }]],
    ["$parse('[1, 2]')", [1, 2]],
    ["$hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
    ['$millis()', 1_700_000_000_000],
    ["$now('[Y]')", '2023'],
    ['$uuid()', 'ab12cd34-ef56-4b12-8d34-ef56ab12cd34'],
    ["$replace('a-b', /[a-z]/, 'x')", 'x-x'],
    ["$split('a1b22c', /[0-9]+/)", ['a', 'b', 'c']],
    ["$map(['a', 'b'], $uppercase)", ['A', 'B']],
    ["($cut := $substring(?, 1); $cut('abc'))", 'bc'],
    ["$match('a1b22', /[a-z]([0-9]+)/)[1].groups", ['22']],
    ["'abc' ~> $uppercase ~> $length", 3],
    ["{'a': [{'b': 1}]} ~> |a|{'c': 2}|", { a: [{ b: 1, c: 2 }] }],
    ['$append([1], [])', [1]],
    ["$distinct([1, 1, {'a': 1, 'b': 2}, {'b': 2, 'a': 1}])", [1, { a: 1, b: 2 }]],
    ["$pad('a', 3, '#') & $pad('a', -3)", 'a##  a'],
    ['[[1]]', [[1]]]
  ])('%s', (source, expected) => {
    expect(valueOf(source, { a: 'b' })).toEqual(expected)
  })

  test('JSON that passes through is shared, not copied', () => {
    const input = { list: [{ n: 1 }] }
    expect(valueOf('$states.input', input)).toBe(input)
  })

  test('a seeded random number is the one that AWS draws', () => {
    expect(valueOf('$random(42)')).toBe(0.7275636800328681)
  })
})

describe('problems', () => {
  test('nothing is said to be nothing, a function to be unsupported', () => {
    expect(evaluate('$states.input.missing').kind).toBe('nothing')
    expect(evaluate('function($v) { $v }').kind).toBe('unsupported')
    expect(evaluate("{'f': function($v) { $v }}").kind).toBe('unsupported')
  })

  test('an unknown function has the code and text that AWS shows', () => {
    const problem = { kind: 'error', code: 'T1006', message: 'Attempted to invoke a non-function' }
    expect(evaluate('$randomSeeded(1)')).toMatchObject(problem)
    expect(evaluate("$eval('1')")).toMatchObject(problem)
  })

  test('a syntax error tells where', () => {
    expect(() => compileJsonata('1 +')).toThrow(JsonataSyntaxError)
    expect(() => compileJsonata('1 +')).toThrow(/Unexpected end/)
  })
})

describe('the cage', () => {
  test.each([
    ['endless recursion', '($f := function($n) { 1 + $f($n) }; $f(1))'],
    ['an endless tail call', '($f := function($n) { $f($n) }; $f(1))'],
    ['a huge literal range', '[1..100000000]'],
    ['a range that AWS refuses too', '[1..873783]'],
    [
      'a recursion that branches',
      '($f := function($n) { $n < 2 ? $n : $f($n - 1) + $f($n - 2) }; $f(60))'
    ],
    ['a product of lists', '($a := [1..20000]; [1..20000].($a))'],
    ['a huge range', '$range(1, 100000000, 1)'],
    [
      'a doubling array',
      '($f := function($a, $n) { $n = 0 ? $a : $f($append($a, $a), $n - 1) }; $f([1], 60))'
    ],
    [
      'a doubling text',
      '($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("ab", 60))'
    ],
    ['a scan within a scan', '[1..1000000][$ in [1..1000]]'],
    ['a regular expression that needs look-ahead', "$match('abc', /(?=a)b/)"]
  ])('%s ends as an error', (_name, source) => {
    expect(evaluate(source).kind).toBe('error')
  })

  test('a catastrophic regular expression matches in linear time', () => {
    expect(evaluate(`$match('${'a'.repeat(5000)}!', /^(a+)+$/)`).kind).toBe('nothing')
  })

  test('an error leaves the compiled expression usable', () => {
    const expression = compileJsonata(
      '$states.input.n = 1 ? $undefinedFunction() : $states.input.n'
    )
    expect(expression.evaluate(bindings({ n: 1 })).kind).toBe('error')
    expect(expression.evaluate(bindings({ n: 2 }))).toEqual({ kind: 'value', value: 2 })
  })
})

describe('sorting', () => {
  const list = Array.from({ length: 5000 }, (_, at) => ({ n: (at * 7919) % 5000, g: at % 2 }))

  test('orders thousands of items by a key, by several, in both directions', () => {
    expect(valueOf('$states.input^(n).n', list)).toEqual(list.map((_, at) => at))
    const ordered = valueOf('$states.input^(>g, n)[0]', list)
    expect(ordered).toEqual({
      n: Math.min(...list.filter(({ g }) => g === 1).map(({ n }) => n)),
      g: 1
    })
    expect(valueOf('$sort($states.input.n)[0]', list)).toBe(0)
    expect(
      valueOf('$sort($states.input[[0..99]], function($a, $b) { $a.n > $b.n })[0].n', list)
    ).toBe(0)
  })

  // What JSONata yields for these without any of our changes.
  test.each<[string, Json | undefined]>([
    ['$states.input.a^(i)', { i: 1 }],
    ['$states.input.a^(i)[]', [{ i: 1 }]],
    ['$states.input.gone^(i)', undefined],
    ['$states.input.b^(>$)[[0..1]]', [3, 2]],
    ['$states.input.c.(l^(v).v)', [1, 2, 3, 4]],
    ['$states.input.b#$k^($).{"k": $k}', [{ k: 1 }, { k: 2 }, { k: 0 }]],
    ['$states.input.d^(i){$string(g): $count(i)}', { 1: 2, 2: 1 }],
    ['$spread([{"a": 1, "b": 2}, [{"c": 3}]])', [{ a: 1 }, { b: 2 }, { c: 3 }]]
  ])('%s', (source, expected) => {
    const input = {
      a: [{ i: 1 }],
      b: [3, 1, 2],
      c: [{ l: [{ v: 2 }, { v: 1 }] }, { l: [{ v: 4 }, { v: 3 }] }],
      d: [
        { i: 2, g: 1 },
        { i: 1, g: 2 },
        { i: 3, g: 1 }
      ]
    }
    expect(valueOf(source, input)).toEqual(expected)
  })

  test.each(['$states.input^($)', '$sort($states.input)'])('%s refuses a mixture', (source) => {
    expect(evaluate(source, [1, 'a']).kind).toBe('error')
  })
})
