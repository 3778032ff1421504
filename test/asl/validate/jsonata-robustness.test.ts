import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMachine } from '../../../asl/interpreter/machine.ts'
import type { Json } from '../../../asl/json.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { pathsOf, replaceAt } from '../support/json-parts.ts'

const sample: Json = {
  QueryLanguage: 'JSONata',
  StartAt: 'Read',
  States: {
    Read: {
      Type: 'Task',
      Resource: 'plugin:shell:run',
      Arguments: { command: '{% $states.input.command %}', arguments: ['{% $string(1) %}'] },
      TimeoutSeconds: '{% 10 * 2 %}',
      Assign: { code: '{% $states.result.exitCode %}' },
      Output: { text: '{% $states.result.stdout ~> $trim() %}' },
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'Each' }],
      Next: 'Test'
    },
    Test: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $code = 0 and $count($states.input.text[$ != ""]) > 0 %}', Next: 'Each' },
        { Condition: true, Next: 'Wait', Output: ['{% {"a": $code}.a %}'] }
      ],
      Default: 'Wait'
    },
    Each: {
      Type: 'Map',
      Items: ['{% $states.input %}', 2],
      ItemSelector: { n: '{% $states.context.Map.Item.Index %}' },
      MaxConcurrency: '{% 2 %}',
      ItemProcessor: { StartAt: 'Pass', States: { Pass: { Type: 'Pass', Output: 1, End: true } } },
      End: true
    },
    Wait: { Type: 'Wait', Seconds: '{% $code %}', Next: 'Fail' },
    Fail: { Type: 'Fail', Error: '{% "E" & $code %}', Cause: 'as written' }
  }
}

const characters = Array.from('$.[](){}|:;,?"\'`/*+-<>=!&~@#^% ab1é')
const expression = fc
  .string({
    unit: fc.constantFrom(...characters, 'states', 'input', 'function', 'and', ':=', '~>')
  })
  .map((source) => `{% ${source} %}`)
const anything = fc.oneof(expression, fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>)

describe('the validator, on JSONata', () => {
  it('accepts the sample', () => {
    expect(validateDefinition(JSON.stringify(sample)).problems).toEqual([])
  })

  it('survives any expression in any place, and what it accepts compiles', () => {
    const paths = pathsOf(sample)
    fc.assert(
      fc.property(fc.constantFrom(...paths), anything, (path, replacement) => {
        const text = JSON.stringify(replaceAt(sample, path, replacement), null, 1)
        const { problems, definition } = validateDefinition(text)
        for (const { line, column } of problems) {
          expect(line).toBeGreaterThan(0)
          expect(column).toBeGreaterThan(0)
        }
        if (definition !== undefined) compileMachine(definition)
      }),
      { numRuns: 3000 }
    )
  })
})
