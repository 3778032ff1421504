import { describe, expect, it, test } from 'vitest'
import type { Definition, State } from '../../../asl/definition.ts'
import type { Json } from '../../../asl/json.ts'
import { Script } from '../support/scripted.ts'

const end = { End: true } as const

function machine(states: Record<string, State>): Definition {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0] ?? '', States: states }
}

function outputOf(definition: Definition, input: Json = {}): Json {
  const { output } = new Script(definition, JSON.stringify(input))
    .start()
    .last('complete-execution')
  return JSON.parse(output ?? 'null') as Json
}

describe('variables', () => {
  it('are visible from the next state on, and keep the values that they had in their own', () => {
    const definition = machine({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: {
        Type: 'Pass',
        Assign: { x: '{% $x + 1 %}', y: '{% $x %}' },
        Output: '{% $x %}',
        Next: 'C'
      },
      C: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}', '{% $y %}'], ...end }
    })
    expect(outputOf(definition)).toEqual([1, 2, 1])
  })

  it('of outer states are read in branches and iterations, whose own end with them', () => {
    const inner = {
      StartAt: 'I',
      States: {
        I: { Type: 'Pass', Assign: { inner: 1 }, Output: '{% $outer + $states.input %}', ...end }
      }
    } satisfies Definition
    const definition = machine({
      A: { Type: 'Pass', Assign: { outer: 10 }, Next: 'M' },
      M: { Type: 'Map', Items: [1, 2], ItemProcessor: inner, Next: 'E' },
      E: { Type: 'Pass', Output: ['{% $states.input %}', '{% $exists($inner) %}'], ...end }
    })
    expect(outputOf(definition)).toEqual([[11, 12], false])
  })

  it('pass between states of both query languages', () => {
    const definition: Definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { 'list.$': '$.list' }, Next: 'B' },
        B: {
          Type: 'Pass',
          QueryLanguage: 'JSONata',
          Assign: { sum: '{% $sum($list) %}' },
          Next: 'C'
        },
        C: { Type: 'Pass', Parameters: { 'sum.$': '$sum' }, End: true }
      }
    }
    expect(outputOf(definition, { list: [1, 2] })).toEqual({ sum: 3 })
  })
})

describe('a Choice', () => {
  const definition = machine({
    C: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $states.input.n > 5 %}',
          Next: 'E',
          Output: 'big',
          Assign: { by: 'rule' }
        },
        { Condition: '{% $states.input.n > 3 %}', Next: 'E' }
      ],
      Default: 'E',
      Output: 'default',
      Assign: { by: 'state' }
    },
    E: { Type: 'Pass', Output: ['{% $states.input %}', '{% $exists($by) ? $by : 0 %}'], ...end }
  })

  test.each<[number, Json]>([
    [6, ['big', 'rule']],
    [4, [{ n: 4 }, 0]],
    [1, ['default', 'state']]
  ])('with %j takes the Output and Assign of its rule, or its own by default', (n, expected) => {
    expect(outputOf(definition, { n })).toEqual(expected)
  })

  it('fails where a condition is not true or false', () => {
    const script = new Script(definition, '{"n":"six"}').start()
    expect(script.detail('EvaluationFailed')).toMatchObject({
      error: 'States.QueryEvaluationError',
      location: 'Choices[0]/Condition',
      state: 'C'
    })
  })
})

describe('a Task', () => {
  const task: State = {
    Type: 'Task',
    Resource: 'plugin:shell:run',
    Arguments: { text: '{% $states.input.text %}' },
    TimeoutSeconds: '{% $states.input.limit %}',
    Output: { in: '{% $states.input %}', out: '{% $states.result.n * 2 %}' },
    Catch: [
      {
        ErrorEquals: ['States.ALL'],
        Next: 'F',
        Output: '{% $states.errorOutput.Error %}',
        Assign: { cause: '{% $states.errorOutput.Cause %}' }
      }
    ],
    ...end
  }
  const definition = machine({
    T: task,
    F: { Type: 'Pass', Output: ['{% $states.input %}', '{% $cause %}'], ...end }
  })
  const input = { text: 'hello', limit: 5 }

  it('is called with Arguments, under a computed time limit, and makes its Output of the result', () => {
    const script = new Script(definition, JSON.stringify(input)).start()
    const { taskId, parameters, timeoutSeconds } = script.last('schedule-task')
    expect({ parameters, timeoutSeconds }).toEqual({
      parameters: { text: 'hello' },
      timeoutSeconds: 5
    })
    script.do({ type: 'task-succeeded', taskId, output: { n: 21 } })
    expect(script.last('complete-execution').output).toBe(JSON.stringify({ in: input, out: 42 }))
  })

  it('catches with the error output', () => {
    const script = new Script(definition, JSON.stringify(input)).start()
    const { taskId } = script.last('schedule-task')
    script.do({ type: 'task-failed', taskId, error: 'E', cause: 'why' })
    expect(script.last('complete-execution').output).toBe('["E","why"]')
  })

  it('catches its own expressions: before it starts beside the Entered event, later behind the task', () => {
    const early = new Script(definition, '{"limit":5}').start()
    expect(early.history.slice(1, 4)).toEqual([
      '2<-0 TaskStateEntered',
      '3<-0 EvaluationFailed',
      '4<-3 TaskStateExited'
    ])
    expect(early.last('complete-execution').output).toMatch(/^\["States.QueryEvaluationError"/)
    const late = new Script(definition, JSON.stringify(input)).start()
    const { taskId } = late.last('schedule-task')
    late.do({ type: 'task-succeeded', taskId, output: {} })
    expect(late.history.slice(3, 6)).toEqual([
      '4<-3 TaskSucceeded',
      '5<-4 EvaluationFailed',
      '6<-5 TaskStateExited'
    ])
  })

  test.each<[Json, string]>([
    [
      1.5,
      'The TimeoutSeconds field takes a whole number of seconds, its expression has yielded 1.5'
    ],
    [-1, 'The TimeoutSeconds field takes 0 to 99999999 seconds, its expression has yielded -1']
  ])('refuses the time limit %j', (limit, words) => {
    const script = new Script(definition, JSON.stringify({ text: '', limit })).start()
    expect(script.detail('EvaluationFailed')).toMatchObject({
      cause: `An error occurred while executing the state 'T' (entered at the event id #2). ${words}`,
      location: 'TimeoutSeconds'
    })
  })
})

describe('a Map', () => {
  it('asked again for items that were drawn and shuffled finds the same ones', () => {
    const definition = machine({
      M: {
        Type: 'Map',
        Items: '{% $shuffle($append([1..20], [$uuid(), $string($millis())])) %}',
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'W',
          States: {
            W: { Type: 'Wait', Seconds: 1, Next: 'P' },
            P: { Type: 'Pass', Output: '{% $states.context.Map.Item.Value %}', ...end }
          }
        },
        Output: { same: '{% $count($distinct($states.result)) %}' },
        ...end
      }
    })
    const script = new Script(definition).start()
    for (let item = 0; item < 22; item += 1) script.fire('wait')
    expect(script.last('complete-execution').output).toBe('{"same":22}')
  })

  it('limits its concurrency by an expression', () => {
    const definition = machine({
      M: {
        Type: 'Map',
        Items: '{% [1..5] %}',
        MaxConcurrency: '{% $states.input.limit %}',
        ItemSelector: { n: '{% $states.context.Map.Item.Index %}' },
        ItemProcessor: { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, ...end } } },
        ...end
      }
    })
    const script = new Script(definition, '{"limit":2}').start()
    expect(script.types.filter((type) => type === 'MapIterationStarted')).toHaveLength(2)
  })
})

describe('a Parallel', () => {
  it('whose Arguments fail is recorded as failed', () => {
    const definition = machine({
      P: {
        Type: 'Parallel',
        Arguments: '{% $states.input.gone %}',
        Branches: [{ StartAt: 'B', States: { B: { Type: 'Succeed' } } }],
        ...end
      }
    })
    expect(new Script(definition).start().history.slice(1)).toEqual([
      '2<-0 ParallelStateEntered',
      '3<-0 EvaluationFailed',
      '4<-3 ParallelStateFailed',
      '5<-4 ExecutionFailed'
    ])
  })

  it('that fails within a branch records the expression once', () => {
    const definition = machine({
      P: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'B', States: { B: { Type: 'Succeed', Output: '{% $gone %}' } } }],
        ...end
      }
    })
    const { types } = new Script(definition).start()
    expect(types.filter((type) => type === 'EvaluationFailed')).toHaveLength(1)
  })
})

describe('a Wait', () => {
  const wait = (field: 'Seconds' | 'Timestamp'): State => ({
    Type: 'Wait',
    [field]: '{% $states.input %}',
    Output: '{% $states.input & "" %}',
    ...end
  })

  it('waits for as many seconds, or until the time, that its expression tells', () => {
    const seconds = new Script(machine({ W: wait('Seconds') }), '7').start()
    expect(seconds.last('start-timer').dueAt).toBe(7000)
    expect(seconds.fire('wait').last('complete-execution').output).toBe('"7"')
    const until = new Script(machine({ W: wait('Timestamp') }), '"1970-01-01T00:00:05Z"').start()
    expect(until.last('start-timer').dueAt).toBe(5000)
  })

  test.each<['Seconds' | 'Timestamp', string, string]>([
    ['Seconds', '1.5', 'The Seconds field cannot be parsed as a long value: 1.5'],
    ['Seconds', '-1', 'The Seconds field is a negative value: -1'],
    [
      'Timestamp',
      '"soon"',
      'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: soon'
    ]
  ])('%s refuses %s', (field, input, words) => {
    const script = new Script(machine({ W: wait(field) }), input).start()
    expect(script.detail('EvaluationFailed')).toMatchObject({ location: field, state: 'W' })
    expect(script.last('complete-execution').cause).toContain(words)
    expect(script.history[2]).toBe('3<-2 EvaluationFailed')
  })
})

describe('a Fail', () => {
  it('fails with texts that expressions make, and with the expression that makes none', () => {
    const fail: State = { Type: 'Fail', Error: '{% $states.input.e & "!" %}', Cause: 'as written' }
    const script = new Script(machine({ F: fail }), '{"e":"E"}').start()
    expect(script.last('complete-execution')).toMatchObject({ error: 'E!', cause: 'as written' })
    const broken = new Script(machine({ F: { Type: 'Fail', Error: '{% 1 %}' } })).start()
    expect(broken.last('complete-execution').error).toBe('States.QueryEvaluationError')
  })
})
