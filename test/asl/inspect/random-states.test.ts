import fc from 'fast-check'
import { expect, it } from 'vitest'
import { beginInspection } from '../../../asl/inspect/inspect.ts'
import type { Inspection, Outcome } from '../../../asl/inspect/inspection.ts'
import { findSubject, statesOf } from '../../../asl/inspect/subject.ts'
import { advance } from '../../../asl/interpreter/advance.ts'
import { compileMachine } from '../../../asl/interpreter/machine.ts'
import { createExecution } from '../../../asl/interpreter/start.ts'
import type { Definition } from '../../../asl/definition.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { inputs, machines } from '../support/random-machines.ts'

const identity = {
  ...{ executionArn: 'e', executionName: 'e', stateMachineArn: 'm', stateMachineName: 'm' },
  roleArn: 'r'
}
const moment = { at: 1000, seed: 'cd'.repeat(16) }

function inspect(text: string, name: string, input: string, mock: Outcome): Inspection {
  const subject = findSubject(text, name)
  if (!('found' in subject)) throw new Error(`State ${name} was not found`)
  const begun = beginInspection({
    ...{ subject: subject.found, input, mock, configuration: {}, identity },
    ...moment
  })
  if (!('inspection' in begun)) throw new Error(`State ${name} has not ended`)
  return begun.inspection
}

const outcomes = fc.constantFrom<Outcome[]>(
  { result: [1, 2] },
  { result: { items: [3] } },
  { error: 'Broken', cause: 'why' },
  { error: 'States.Timeout' },
  {}
)

it('any state of any machine comes to an end, and to the same one each time', () => {
  fc.assert(
    fc.property(machines, inputs, outcomes, (machine, input, mock) => {
      const text = JSON.stringify(machine)
      fc.pre(validateDefinition(text).definition !== undefined)
      for (const name of statesOf(machine).keys()) {
        const once = inspect(text, name, input, mock)
        expect(inspect(text, name, input, mock)).toEqual(once)
        expect(once.output !== undefined).toBe(
          once.status === 'SUCCEEDED' || once.status === 'CAUGHT_ERROR'
        )
      }
    }),
    { numRuns: 60 }
  )
})

it('what an inspection says of a Pass is what an execution of it comes to', () => {
  const templates = fc.constantFrom<unknown>(
    'a',
    { 'x.$': '$.items' },
    { 'n.$': '$$.Execution.Input' }
  )
  const paths = fc.constantFrom('$', '$.items', '$.new', '$.items[0]')
  fc.assert(
    fc.property(templates, paths, paths, inputs, (Parameters, InputPath, OutputPath, input) => {
      const machine = {
        StartAt: 'P',
        States: { P: { Type: 'Pass', Parameters, InputPath, OutputPath, End: true } }
      } as Definition
      const context = {
        execution: { id: 'e', name: 'e', roleArn: 'r', startTime: '' },
        stateMachine: { id: 'm', name: 'm' }
      }
      const execution = createExecution({ context, input })
      const { commands } = advance(compileMachine(machine), execution, {
        type: 'execution-started',
        ...moment
      })
      const { status, output } = inspect(JSON.stringify(machine), 'P', input, {})
      expect(commands.at(-1)).toMatchObject({ status, ...(output === undefined ? {} : { output }) })
    })
  )
})
