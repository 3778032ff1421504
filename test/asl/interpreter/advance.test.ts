import { describe, expect, it } from 'vitest'
import type { Definition } from '../../../asl/definition.ts'
import type { Activation } from '../../../asl/interpreter/activation.ts'
import { advance } from '../../../asl/interpreter/advance.ts'
import { compileMachine } from '../../../asl/interpreter/machine.ts'
import type { Json } from '../../../asl/json.ts'
import { createExecution } from '../../../asl/interpreter/start.ts'
import { Script } from '../support/scripted.ts'
import { testContext } from '../support/stored-host.ts'

const waiting: Definition = {
  StartAt: 'W',
  TimeoutSeconds: 60,
  States: { W: { Type: 'Wait', Seconds: 3600, End: true } }
}

describe('an execution', () => {
  it('keeps its input as the client has written it', () => {
    const script = new Script({ Type: 'Pass', End: true }, '{ "b": 1,\n "a": 2 }').start()
    expect(script.detail('ExecutionStarted')).toMatchObject({ input: '{ "b": 1,\n "a": 2 }' })
    expect(script.last('complete-execution').output).toBe('{"b":1,"a":2}')
  })

  it('is stopped: one event, no further word from its states', () => {
    const script = new Script(waiting).start()
    script.do({ type: 'execution-stopped', error: 'E', cause: 'c' })
    expect(script.history).toEqual([
      '1<-0 ExecutionStarted',
      '2<-0 WaitStateEntered',
      '3<-0 ExecutionAborted'
    ])
    expect(script.last('complete-execution')).toEqual({
      type: 'complete-execution',
      status: 'ABORTED',
      error: 'E',
      cause: 'c'
    })
    expect(script.host.pending.timers.size).toBe(0)
    expect(script.host.execution).toMatchObject({ status: 'ABORTED', frames: {} })
  })

  it('begins its history with its start, even if it is stopped before', () => {
    const script = new Script(waiting).do({ type: 'execution-stopped' })
    expect(script.types).toEqual(['ExecutionStarted', 'ExecutionAborted'])
    expect(script.start().types).toHaveLength(2)
  })

  it('times out with neither error nor cause', () => {
    const script = new Script(waiting).start().fire('execution-timeout')
    expect(script.types.at(-1)).toBe('ExecutionTimedOut')
    expect(script.last('complete-execution')).toEqual({
      type: 'complete-execution',
      status: 'TIMED_OUT'
    })
  })

  it('starts once, however often it is told to', () => {
    const script = new Script(waiting).start().start()
    expect(script.types).toEqual(['ExecutionStarted', 'WaitStateEntered'])
  })

  it('goes at most 1,000 states a step and then asks to be continued', () => {
    const loop: Definition = {
      StartAt: 'Count',
      States: {
        Count: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Enough' },
        Enough: {
          Type: 'Choice',
          Choices: [{ Variable: '$.n', NumericLessThan: 1200, Next: 'Count' }],
          Default: 'Done'
        },
        Done: { Type: 'Succeed' }
      }
    }
    const script = new Script(loop, '{"n":0}').start()
    expect(script.last('continue')).toBeDefined()
    expect(script.types.filter((type) => type.endsWith('Entered'))).toHaveLength(1000)
    while (script.host.pending.isToContinue) script.do({ type: 'execution-continued' })
    expect(script.last('complete-execution').output).toBe('{"n":1200}')
    expect(script.commands.filter((command) => command.type === 'continue')).toHaveLength(2)
  })

  it('fails, and never breaks, where data is nested deeper and deeper', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const wrapping: Definition = {
      StartAt: 'Wrap',
      States: { Wrap: { Type: 'Pass', Parameters: { 'in.$': '$' }, Next: 'Wrap' } }
    }
    const assigning: Definition = {
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { list: [] }, Next: 'Again' },
        Again: { Type: 'Pass', Assign: { 'list.$': 'States.Array($list)' }, Next: 'Again' }
      }
    }
    for (const definition of [wrapping, assigning]) {
      const script = new Script(definition).start()
      while (script.host.pending.isToContinue) script.do({ type: 'execution-continued' })
      expect(script.last('complete-execution').error).toBe('States.DataLimitExceeded')
    }
    expect(new Script(wrapping, deep).start().types).toEqual([
      'ExecutionStarted',
      'ExecutionFailed'
    ])
    const task = new Script({ Type: 'Task', Resource: 'plugin:shell:run', End: true }).start()
    task.do({ type: 'task-succeeded', taskId: 3, output: JSON.parse(deep) as Json })
    expect(task.last('complete-execution').error).toBe('States.DataLimitExceeded')
    const parsed = new Script(
      { Type: 'Pass', Parameters: { 'a.$': 'States.StringToJson($.text)' }, End: true },
      JSON.stringify({ text: deep })
    ).start()
    expect(parsed.last('complete-execution').error).toBe('States.IntrinsicFailure')
  })

  it('runs a Map over 10,000 items in steps of bounded size', () => {
    const machine = compileMachine({
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
          ResultPath: null,
          End: true
        }
      }
    })
    const input = JSON.stringify(Array.from({ length: 10_000 }, (_, index) => index))
    let execution = createExecution({ context: testContext, input })
    let activation: Activation | undefined = { type: 'execution-started', at: 0, seed: 's' }
    let largest = 0
    while (activation !== undefined) {
      const step = advance(machine, execution, activation)
      execution = step.execution
      largest = Math.max(largest, step.events.length)
      const isToContinue = step.commands.some((command) => command.type === 'continue')
      activation = isToContinue ? { type: 'execution-continued', at: 0, seed: 's' } : undefined
    }
    expect(execution.status).toBe('SUCCEEDED')
    expect(largest).toBeLessThan(5000)
  })
})

describe('compileMachine', () => {
  it.each<[string, Definition, RegExp]>([
    [
      'a malformed expression',
      {
        QueryLanguage: 'JSONata',
        StartAt: 'A',
        States: { A: { Type: 'Succeed', Output: { a: ['{% 1 + %}'] } } }
      },
      /State "A": The JSONata expression '1 \+' of the field 'Output\/a\[0\]' cannot be parsed: Unexpected end/
    ],
    [
      'a malformed path',
      { StartAt: 'A', States: { A: { Type: 'Pass', InputPath: '$.a[', End: true } } },
      /State "A": .*expected/
    ],
    [
      'a missing target',
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
      /State "A" goes on to "B"/
    ],
    ['a missing start', { StartAt: 'B', States: { A: { Type: 'Succeed' } } }, /StartAt names "B"/],
    [
      'a state inside of a branch',
      {
        StartAt: 'P',
        States: {
          P: {
            Type: 'Parallel',
            End: true,
            Branches: [
              { StartAt: 'X', States: { X: { Type: 'Pass', Parameters: { 'a.$': 1 }, End: true } } }
            ]
          }
        }
      },
      /State "X": /
    ]
  ])('names the state: %s', (_, definition, message) => {
    expect(() => compileMachine(definition)).toThrow(message)
  })
})
