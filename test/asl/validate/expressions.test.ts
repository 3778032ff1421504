import { describe, expect, it, test } from 'vitest'
import type { Json } from '../../../asl/json.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { end, machine, problemsOf } from './support.ts'
import type { States } from './support.ts'

const jsonata = { QueryLanguage: 'JSONata' }

function pass(output: Json): States {
  return { A: { Type: 'Pass', Output: output, End: true } }
}

describe('a JSONata expression', () => {
  // Codes and words as AWS answers them.
  test.each<[string, string]>([
    ['1 +', 'INVALID_JSONATA_EXPRESSION /States/A/Output/v: Unexpected end of expression'],
    ['[1,2)', 'INVALID_JSONATA_EXPRESSION /States/A/Output/v: Expected "]", got ")"'],
    [
      'phone & phone',
      "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/v: Reference to 'phone' at the top level is not supported."
    ],
    [
      '$map($states.input.a, function($x) { b })',
      "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/v: Reference to 'b' at the top level is not supported."
    ],
    [
      '$$',
      "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/v: Reference to '$$' is not supported."
    ],
    [
      '$states.errorOutput.Error',
      "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/v: Field '$states.errorOutput' does not exist."
    ],
    [
      '$states.result',
      "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/v: Field '$states.result' does not exist."
    ]
  ])('%s is refused', (source, problem) => {
    expect(problemsOf(machine(pass({ v: `{% ${source} %}` }), jsonata))).toEqual([
      `error ${problem}`
    ])
  })

  test.each([
    '$states.input.items[value > 3 and $.other].n^(>z){a: b}',
    '$states.context.Execution.Id',
    '$neverAssigned',
    '$states.input ~> |$|{"b": c}|',
    '$states.input.a.(b & c)',
    '($f := function($x) { $x.y }; $f($states))'
  ])('%s is accepted', (source) => {
    expect(problemsOf(machine(pass(`{% ${source} %}`), jsonata))).toEqual([])
  })

  it('is located by the line and column of what is wrong in it', () => {
    const text =
      '{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass",\n"Output":"{% \\"é\\" & phone %}","End":true}}}'
    const [problem] = validateDefinition(text).problems
    expect(problem).toMatchObject({ line: 2, column: '"Output":"{% \\"é\\" & '.length + 1 })
  })

  it('is only a text in a JSONPath state, or without its marks around all of it', () => {
    const parameters = { A: { Type: 'Pass', Parameters: { a: '{% 1 + %}' }, End: true } }
    expect(problemsOf(machine(parameters))).toEqual([])
    expect(problemsOf(machine(pass({ a: ' {% 1 + %}' }), jsonata))).toEqual([])
  })

  it('reads the result of a Task in Output and Assign, the error output in its Catch', () => {
    const task = {
      Type: 'Task',
      Resource: 'plugin:shell:run',
      Output: '{% $states.result %}',
      Assign: { x: '{% $states.result %}' },
      Catch: [{ ErrorEquals: ['E'], Next: 'B', Output: '{% $states.errorOutput %}' }],
      Next: 'B'
    }
    expect(problemsOf(machine({ A: task, B: end }, jsonata))).toEqual([])
    const wrong = {
      ...task,
      Arguments: '{% $states.result %}',
      Catch: [{ ErrorEquals: ['E'], Next: 'B', Assign: { x: '{% $states.result %}' } }]
    }
    expect(problemsOf(machine({ A: wrong, B: end }, jsonata))).toEqual([
      "error UNSUPPORTED_JSONATA_EXPRESSION /States/A/Catch/0/Assign/x: Field '$states.result' does not exist.",
      "error UNSUPPORTED_JSONATA_EXPRESSION /States/A/Arguments: Field '$states.result' does not exist."
    ])
  })
})

describe('query languages', () => {
  it('refuse to be taken back, and then say nothing about single fields', () => {
    const back = { A: { Type: 'Pass', QueryLanguage: 'JSONPath', Output: 1, End: true } }
    expect(problemsOf(machine(back, jsonata))).toEqual([
      "error SCHEMA_VALIDATION_FAILED /States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
    ])
  })

  it('are two', () => {
    expect(problemsOf(machine({ A: end }, { QueryLanguage: 'jsonpath' }))).toEqual([
      'error SCHEMA_VALIDATION_FAILED /QueryLanguage: Value should be one of the following: [JSONPath, JSONata]'
    ])
  })
})

describe('variables', () => {
  const map = (assign: Json, config: Json = { Mode: 'INLINE' }): States => ({
    A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
    M: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: config,
        StartAt: 'B',
        States: { B: { Type: 'Pass', Assign: assign, End: true } }
      },
      End: true
    }
  })

  it('of inner states may not have the names of outer ones', () => {
    expect(problemsOf(machine(map({ 'x.$': '$' })))).toEqual([
      "error SCHEMA_VALIDATION_FAILED /States/M/ItemProcessor/States/B/Assign/x.$: 'x' is a variable of the states around this block: here it can be read, not assigned. Choose another name"
    ])
    expect(problemsOf(machine(map({ y: 1 })))).toEqual([])
  })

  it('are assigned by an object, wherever that stands', () => {
    const states = {
      A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B', Assign: null }], Default: 'B' },
      B: end
    }
    expect(problemsOf(machine(states, jsonata))).toEqual([
      "error SCHEMA_VALIDATION_FAILED /States/A/Choices/0/Assign: Expected an object for the field 'Assign'"
    ])
  })

  it('have names like identifiers, and none is called states', () => {
    const problems = problemsOf(machine(map({ 'a b': 1, states: 2, été: 3 })))
    expect(problems).toHaveLength(2)
    expect(problems[0]).toContain("found 'a b'")
    expect(problems[1]).toContain("'states' is reserved")
  })
})
