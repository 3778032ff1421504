import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'

let core: TestCore
beforeEach(() => {
  core = startTestCore()
})
afterEach(() => core.end())

/** Quiet machines take well below half a second; this one may be busy. */
const LONGEST_STALL_MILLISECONDS = 10_000

const evaluating = (expression: string): JsonObject => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Hostile',
  States: { Hostile: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }
})

const hostile: Record<string, string> = {
  'a catastrophic regular expression': `$match($pad('', 100000, 'a') & '!', /^(a+)+$/)`,
  'a regular expression over a long text, often': `($x := $pad('', 400000, 'x'); $count([1..10000].($match($x, /(a|b)*y/))))`,
  'endless recursion': '($f := function($x) { 1 + $f($x + 1) }; $f(0))',
  'an endless tail call': '($f := function($x) { $f($x + 1) }; $f(0))',
  'endless mutual recursion':
    '($f := function($x) { $g($x) }; $g := function($x) { $f($x) }; $f(0))',
  'a function that calls itself': '(function($f){ $f($f) })(function($f){ $f($f) })',
  'a range of 100 million': '[1..100000000]',
  'many large ranges': '$map([1..800000], function($v) { [1..800000] })',
  'a giant text': `$pad('', 100000000, 'x')`,
  'many long texts': `$map([1..10000], function($v) { $pad('', 800000, 'x') })`,
  'a doubling text': `($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f('x', 60))`,
  'a text of many references to one': `($x := $pad('', 800000, 'x'); $join([1..100000].($x)))`,
  'a Map in a Map in a Map':
    '$map([1..1000], function($a) { $map([1..1000], function($b) { $map([1..1000], function($c) { $a * $b * $c }) }) })',
  'a growing list': '$reduce([1..800000], function($a, $b) { $append($a, $b) })',
  'a sort whose comparator lies': '$sort([1..100000], function($a, $b) { $random() > 0.5 })',
  'a sort of long texts': `($x := $pad('', 800000, 'x'); $sort([1..10000].($x)))`,
  'hashes of a long text': `($x := $pad('', 800000, 'x'); $count([1..10000].($hash($x, 'SHA-512'))))`,
  'characters counted again and again': `($x := $pad('', 800000, 'x'); $count([1..10000].($length($x))))`,
  'large lists compared': '($x := [1..400000]; $count([1..10000][$x = $x]))',
  'large lists written': '($x := [1..200000]; $count([1..10000].($string($x))))',
  'one number, nested too deep': `${'['.repeat(1200)}1${']'.repeat(1200)}`
}

test('no hostile expression keeps another execution from going on for long', async () => {
  let last = performance.now()
  let longest = 0
  let isOver = false
  const watch = (async () => {
    while (!isOver) {
      await sleep(5)
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }
  })()
  const other = await core.run({
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 1, Next: 'Done' }, Done: { Type: 'Succeed' } }
  })
  for (const [name, expression] of Object.entries(hostile)) {
    const ended = await core.ended(await core.run(evaluating(expression)))
    expect({ name, status: ended.status }).toEqual({ name, status: 'FAILED' })
    expect({ name, error: ended.error }).toEqual({
      name,
      error: expect.stringMatching(/^States\.(QueryEvaluationError|DataLimitExceeded)$/) as string
    })
  }
  expect((await core.ended(other)).status).toBe('SUCCEEDED')
  isOver = true
  await watch
  expect(longest).toBeLessThan(LONGEST_STALL_MILLISECONDS)
}, 120_000)
