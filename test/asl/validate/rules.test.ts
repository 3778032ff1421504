import { describe, expect, it } from 'vitest'
import type { Json } from '../../../asl/json.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import type { ValidateOptions } from '../../../asl/validate/validate.ts'

type States = Record<string, Json>

function machine(states: States, more: Record<string, Json> = {}): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0] ?? '', States: states, ...more }, null, 2)
}

/** `severity code pointer: message` of each problem. */
function problemsOf(text: string, options: ValidateOptions = {}): string[] {
  return validateDefinition(text, options).problems.map(
    ({ severity, code, pointer, message }) => `${severity} ${code} ${pointer}: ${message}`
  )
}

const end: Json = { Type: 'Succeed' }
const task = (more: Record<string, Json>): States => ({
  A: { Type: 'Task', Resource: 'plugin:shell:run', End: true, ...more }
})

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
    '$.a[(@.length-1)]',
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
      /^warning/
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

describe('resources', () => {
  const resources = [
    { resource: 'plugin:shell:run', patterns: ['request-response'] },
    {
      resource: 'plugin:s3:copyObject',
      aliases: ['arn:aws:states:::aws-sdk:s3:copyObject'],
      patterns: ['request-response']
    },
    { resource: 'plugin:email:requestApproval', patterns: ['wait-for-task-token'] }
  ]
  const check = (Resource: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): string[] =>
    problemsOf(machine(task({ Resource })), { resources, type })

  it('accepts what an installed plugin serves, by its own name or by an alias', () => {
    expect(check('plugin:shell:run')).toEqual([])
    expect(check('arn:aws:states:::aws-sdk:s3:copyObject')).toEqual([])
    expect(check('plugin:email:requestApproval.waitForTaskToken')).toEqual([])
  })

  it('names the nearest known resource for an unknown plugin action', () => {
    expect(check('plugin:shel:run')).toEqual([
      "error INVALID_RESOURCE /States/A/Resource: No installed plugin serves plugin:shel:run. Did you mean 'plugin:shell:run'?"
    ])
  })

  it('says in which way an action may be called', () => {
    expect(check('plugin:email:requestApproval')[0]).toContain(
      'write plugin:email:requestApproval.waitForTaskToken'
    )
  })

  it('warns of AWS resources that nothing here serves, and names what would', () => {
    expect(check('arn:aws:states:::sns:publish')).toEqual([
      'warning UNSERVED_RESOURCE /States/A/Resource: Nothing here serves arn:aws:states:::sns:publish, so a task that calls it fails: use plugin:email:send'
    ])
    expect(check('arn:aws:lambda:eu-west-1:1:function:f')[0]).toContain('plugin:shell:run')
  })

  it('refuses actions that AWS does not have either', () => {
    expect(check('arn:aws:states:::dynamodb:query')[0]).toContain('is not recognized')
  })

  it('refuses callbacks, jobs and activities in express machines', () => {
    for (const resource of [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      'arn:aws:states:::glue:startJobRun.sync',
      'arn:aws:states:eu-west-1:1:activity:a'
    ]) {
      expect(check(resource, 'EXPRESS')[0]).toContain('Express state machine does not support')
    }
  })
})

describe('query language', () => {
  it('accepts the structure of JSONata states and refuses them only as unsupported', () => {
    const text = machine(
      {
        A: {
          Type: 'Task',
          Resource: 'plugin:shell:run',
          Arguments: { a: '{% $x %}' },
          Output: '{% 1 %}',
          TimeoutSeconds: '{% 5 %}',
          Next: 'B'
        },
        B: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'C' }], Default: 'C' },
        C: end
      },
      { QueryLanguage: 'JSONata' }
    )
    const codes = validateDefinition(text).problems.map((problem) => problem.code)
    expect(new Set(codes)).toEqual(new Set(['UNSUPPORTED_QUERY_LANGUAGE']))
  })

  it('refuses JSONata fields in JSONPath states', () => {
    expect(problemsOf(machine(task({ Arguments: {} })))).toEqual([
      "error SCHEMA_VALIDATION_FAILED /States/A: The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the 'JSONata' QueryLanguage"
    ])
  })
})
