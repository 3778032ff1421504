// cspell:ignore Resorce Suceed
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../asl/json.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { end, machine, problemsOf, task } from './support.ts'

describe('structure', () => {
  it('accepts a minimal machine and hands back the definition', () => {
    const { problems, definition } = validateDefinition(machine({ A: end }))
    expect(problems).toEqual([])
    expect(definition?.StartAt).toBe('A')
  })

  it('keeps the definition back where there is an error', () => {
    expect(validateDefinition('{}').definition).toBeUndefined()
  })

  it('names all missing fields of the machine', () => {
    expect(problemsOf('{}')).toEqual([
      'error SCHEMA_VALIDATION_FAILED : These fields are required: [StartAt, States]'
    ])
  })

  it('points line and column at an unknown field and suggests the known one', () => {
    const [problem] = validateDefinition(machine(task({ Resorce: 'x' }))).problems
    expect(problem).toMatchObject({
      message: "Field 'Resorce' is not supported",
      hint: "Did you mean 'Resource'?",
      pointer: '/States/A',
      line: 8,
      column: 7
    })
  })

  it('refuses a type that does not exist and suggests the nearest one', () => {
    const [problem] = validateDefinition(machine({ A: { Type: 'Suceed' } })).problems
    expect(problem).toMatchObject({ pointer: '/States/A/Type', hint: "Did you mean 'Succeed'?" })
  })

  it('warns of a name that occurs twice in an object, where it occurs the second time', () => {
    const text =
      '{"StartAt":"A","States":{"A":{"Type":"Pass",\n"Comment":"x","Comment":"y","End":true}}}'
    expect(validateDefinition(text).problems).toEqual([
      {
        severity: 'warning',
        code: 'DUPLICATE_KEY',
        message: 'The name "Comment" occurs twice in this object: only the last one counts',
        pointer: '/States/A/Comment',
        line: 2,
        column: 15
      }
    ])
  })

  it('refuses two states of the same name in one block', () => {
    const text = '{"StartAt":"A","States":{"A":{"Type":"Succeed"},"A":{"Type":"Fail"}}}'
    expect(problemsOf(text)).toEqual([
      'error DUPLICATE_STATE_NAME /States/A: Duplicate State name: A'
    ])
  })

  it('is not misled by names that every JavaScript object has', () => {
    const states = { constructor: { Type: 'Pass', Next: 'toString' }, toString: end }
    expect(problemsOf(machine(states))).toEqual([])
    expect(problemsOf(machine({ A: { Type: 'constructor' } }))).toHaveLength(1)
    expect(problemsOf(machine({ A: { Type: 'Pass', Next: 'valueOf' }, B: end }))[0]).toContain(
      "Missing 'Next' target: valueOf"
    )
  })
})

describe('transitions', () => {
  it('reports a missing target and an unreachable state in the words of AWS', () => {
    expect(problemsOf(machine({ A: { Type: 'Pass', Next: 'C' }, B: end }))).toEqual([
      "error MISSING_TRANSITION_TARGET /States/A/Next: Missing 'Next' target: C",
      'error MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable.'
    ])
  })

  it('reports targets of choice rules, of Default and of catchers', () => {
    const text = machine({
      A: { Type: 'Choice', Choices: [{ Variable: '$.x', IsNull: true, Next: 'X' }], Default: 'Y' },
      B: {
        Type: 'Task',
        Resource: 'plugin:a:b',
        Catch: [{ ErrorEquals: ['E'], Next: 'Z' }],
        End: true
      }
    })
    expect(problemsOf(text).join('\n')).toMatch(
      /Choices\/0\/Next.*X[^]*Default.*Y[^]*Catch\/0\/Next.*Z/
    )
  })

  it('reports a machine that cannot end once, without unreachable states', () => {
    const text = machine({ A: { Type: 'Pass', Next: 'A' }, B: { Type: 'Pass', Next: 'B' } })
    expect(problemsOf(text)).toEqual(['error MISSING_END_STATE : Workflow has no terminal state'])
  })

  it('wants Next or End, and not both', () => {
    expect(problemsOf(machine({ A: { Type: 'Pass' }, B: end }))[0]).toContain('[Next] or [End]')
    expect(problemsOf(machine({ A: { Type: 'Pass', Next: 'B', End: true }, B: end }))[0]).toContain(
      'only one of'
    )
  })
})

describe('nested blocks', () => {
  const branch = (name: string): Json => ({ StartAt: name, States: { [name]: end } })

  it('wants state names to be unique in the whole machine', () => {
    const text = machine({
      A: { Type: 'Parallel', Branches: [branch('B'), branch('B')], End: true }
    })
    expect(problemsOf(text)).toEqual([
      'error DUPLICATE_STATE_NAME /States/A/Branches/1/States/B: Duplicate State name: B'
    ])
  })

  it('does not let a state go on outside of its block', () => {
    const inner: Json = { StartAt: 'B', States: { B: { Type: 'Pass', Next: 'C' }, D: end } }
    const text = machine({ A: { Type: 'Map', ItemProcessor: inner, Next: 'C' }, C: end })
    expect(problemsOf(text)[0]).toContain(
      "/States/A/ItemProcessor/States/B/Next: Missing 'Next' target: C"
    )
  })

  it('refuses an empty Parallel, a Map without processor and a bad label', () => {
    expect(problemsOf(machine({ A: { Type: 'Parallel', Branches: [], End: true } }))[0]).toContain(
      'cannot be empty'
    )
    expect(problemsOf(machine({ A: { Type: 'Map', End: true } }))[0]).toContain('[ItemProcessor]')
    const map = { Type: 'Map', ItemProcessor: branch('B'), Label: 'a b', End: true }
    expect(problemsOf(machine({ A: map }))[0]).toContain('INVALID_LABEL_NAME')
  })
})

describe('query language', () => {
  it('accepts the structure of JSONata states', () => {
    const text = machine(
      {
        A: {
          Type: 'Task',
          Resource: 'plugin:shell:run',
          Arguments: { a: '{% $states.input.x %}' },
          Output: '{% 1 %}',
          TimeoutSeconds: '{% 5 %}',
          Next: 'B'
        },
        B: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'C' }], Default: 'C' },
        C: end
      },
      { QueryLanguage: 'JSONata' }
    )
    expect(problemsOf(text)).toEqual([])
  })

  it('refuses JSONata fields in JSONPath states', () => {
    expect(problemsOf(machine(task({ Arguments: {} })))).toEqual([
      "error SCHEMA_VALIDATION_FAILED /States/A: The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the 'JSONata' QueryLanguage"
    ])
  })
})
