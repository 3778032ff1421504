import { describe, expect, it } from 'vitest'
import { lineCounter, offsetOf, scanJson } from '../../../asl/validate/positions.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { invalidDefinitionMessage, toDiagnostic } from '../../../asl/validate/diagnostic.ts'

function firstProblem(text: string): string {
  const [problem] = validateDefinition(text).problems
  return problem ? `${String(problem.line)}:${String(problem.column)} ${problem.message}` : ''
}

describe('syntax errors', () => {
  it.each([
    ['{', "1:2 JSON syntax error: expected a name in double quotes or '}', but found the end"],
    ['{"a" 1}', "1:6 JSON syntax error: expected ':' after the name \"a\", but found '1'"],
    [
      '{"a": 1\n "b": 2}',
      "2:2 JSON syntax error: expected ',' or '}' after the value of \"a\", but found '\"'"
    ],
    [
      '{"a": [1,]}',
      "1:10 JSON syntax error: expected a value (object, array, string, number, true, false or null), but found ']'"
    ],
    ['{"a": 1,}', "1:9 JSON syntax error: expected a name in double quotes, but found '}'"],
    [
      '{"a": "x',
      "1:9 JSON syntax error: expected a closing '\"' for the string that starts at offset 6, but found the end"
    ],
    [
      '{"a": "\\x"}',
      "1:9 JSON syntax error: expected one of \" \\ / b f n r t or uXXXX after a backslash, but found 'x'"
    ],
    ['{} {}', "1:4 JSON syntax error: expected the end of the text after the value, but found '{'"],
    ["{'a': 1}", "1:2 JSON syntax error: expected a name in double quotes or '}', but found '''"]
  ])('of %j say where they are and what was expected', (text, problem) => {
    expect(firstProblem(text)).toBe(problem)
  })

  it('are worded and placed as by AWS where they are unknown words', () => {
    const text = 'not a definition'
    const [problem] = validateDefinition(text).problems
    if (!problem) throw new Error('expected a problem')
    expect(toDiagnostic(problem, text)).toMatchObject({
      code: 'INVALID_JSON_DESCRIPTION',
      location: '[Source: (String)"not a definition"; line: 1, column: 4]'
    })
  })

  it('stop at a depth that no definition needs', () => {
    expect(validateDefinition('['.repeat(100_000)).problems[0]?.code).toBe('TOO_DEEPLY_NESTED')
  })

  it('of an empty text ask for a definition', () => {
    expect(validateDefinition(' \n').problems[0]?.code).toBe('MISSING_DESCRIPTION')
  })
})

describe('positions', () => {
  it('are those of names and of values, also behind escaped pointers', () => {
    const text = '{"a/b": {"~": [1, {"ü😀": null}]}}'
    const scan = scanJson(text)
    if (!scan.isValid) throw new Error('expected valid JSON')
    expect(offsetOf(scan.place, '/a~1b/~0/0', false)).toBe(text.indexOf('1'))
    expect(offsetOf(scan.place, '/a~1b/~0/1/ü😀', false)).toBe(text.indexOf('null'))
    expect(offsetOf(scan.place, '/a~1b/~0/1/ü😀', true)).toBe(text.indexOf('"ü'))
  })

  it('count lines and columns from one, whatever ends the lines', () => {
    const positionOf = lineCounter('a\r\nbc\n\nd')
    expect(positionOf(0)).toEqual({ line: 1, column: 1 })
    expect(positionOf(4)).toEqual({ line: 2, column: 2 })
    expect(positionOf(7)).toEqual({ line: 4, column: 1 })
  })
})

describe('the message of InvalidDefinition', () => {
  it('names each error with code and location, the way AWS does', () => {
    const text = JSON.stringify({
      StartAt: 'pass1',
      States: {
        pass1: { Type: 'Pass', Next: 'pass3' },
        pass2: {
          Type: 'Task',
          Resource: 'plugin:a:b',
          Catch: [{ ErrorEquals: [], Next: 'pass1' }],
          End: true
        }
      }
    })
    expect(invalidDefinitionMessage(validateDefinition(text).problems, text)).toBe(
      "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: pass3 at /States/pass1/Next, " +
        'MISSING_TRANSITION_TARGET: State "pass2" is not reachable. at /States/pass2, ' +
        "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/pass2/Catch[0]/ErrorEquals'"
    )
  })
})
