// cspell:ignore Etrunl
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Definition } from '../../../asl/definition.ts'
import { graphOf } from '../../../asl/graph.ts'
import { compileMachine } from '../../../asl/interpreter/machine.ts'
import type { Json } from '../../../asl/json.ts'
import { invalidDefinitionMessage } from '../../../asl/validate/diagnostic.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { pathsOf, replaceAt } from '../support/json-parts.ts'

const sample = {
  StartAt: 'Read',
  TimeoutSeconds: 60,
  States: {
    Read: {
      Type: 'Task',
      Resource: 'plugin:shell:run',
      Parameters: {
        'command.$': '$.command',
        arguments: ['a'],
        'text.$': "States.Format('{}', $.a)"
      },
      ResultPath: '$.read',
      Retry: [
        { ErrorEquals: ['Shell.ExitCode'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Fan' }],
      TimeoutSeconds: 10,
      Next: 'Test'
    },
    Test: {
      Type: 'Choice',
      Choices: [{ And: [{ Variable: '$.a', IsPresent: true }], Next: 'Each' }],
      Default: 'Fan'
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1, End: true } } },
      End: true
    },
    Fan: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'Pass', States: { Pass: { Type: 'Pass', Result: {}, End: true } } }],
      End: true
    }
  }
}

const anyJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>

describe('the validator', () => {
  it('accepts the sample', () => {
    expect(validateDefinition(JSON.stringify(sample)).problems).toEqual([])
  })

  it('survives definitions in which any part was replaced by anything', () => {
    const paths = pathsOf(sample)
    fc.assert(
      fc.property(fc.constantFrom(...paths), anyJson, (path, replacement) => {
        const text = JSON.stringify(replaceAt(sample, path, replacement))
        const { problems, definition } = validateDefinition(text)
        const hasError = problems.some((problem) => problem.severity === 'error')
        expect(hasError).toBe(definition === undefined)
        for (const problem of problems) expect(problem.line).toBeGreaterThan(0)
        invalidDefinitionMessage(problems, text)
        if (definition) expectUsable(definition)
      }),
      { numRuns: 2000 }
    )
  })

  it('survives texts with characters added, lost or changed, and agrees with JSON.parse on what is JSON', () => {
    const text = JSON.stringify(sample, null, 1)
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(3),
        fc.string({
          maxLength: 3,
          unit: fc.constantFrom(...Array.from('{}[]",:\\ \n\u0001a0-.eEtrunl😀'))
        }),
        (at, lost, added) => {
          const mutated = text.slice(0, at) + added + text.slice(at + lost)
          const isSyntaxError = validateDefinition(mutated).problems.some(
            ({ code }) => code === 'INVALID_JSON_DESCRIPTION'
          )
          expect(isSyntaxError).toBe(!isJson(mutated))
        }
      ),
      { numRuns: 3000 }
    )
  })

  it.each(['InputPath', 'ResultPath', 'Parameters'])(
    'survives any text in %s, and lets pass only what compiles',
    (field) => {
      const words = [
        '$',
        '$$',
        '.',
        '..',
        '[',
        ']',
        "'",
        '"',
        '(',
        ')',
        '?',
        '@',
        ',',
        '*',
        'a',
        '0',
        ':',
        '\\'
      ]
      const parts = fc.constantFrom(
        ...words,
        '$.a',
        "['b']",
        '[0]',
        '?(@.a',
        '==',
        "States.Format('{}'",
        ' '
      )
      fc.assert(
        fc.property(fc.array(parts, { maxLength: 8 }), (pieces) => {
          const text = pieces.join('')
          const value = field === 'Parameters' ? { 'a.$': text } : text
          const state = { Type: 'Pass', [field]: value, End: true }
          const machine = JSON.stringify({ StartAt: 'A', States: { A: state } })
          const { definition } = validateDefinition(machine)
          if (definition) expectUsable(definition)
        }),
        { numRuns: 3000 }
      )
    }
  )
})

/** What the validator lets pass can be compiled and drawn. */
function expectUsable(definition: Definition): void {
  compileMachine(definition)
  expect(graphOf(definition).edges.length).toBeGreaterThan(0)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
