/** Choice: goes on where the first matching rule says. Spec clause "Choice State". */
import { assignedBy, readAssign } from './choice-assign.ts'
import { compileAssign } from '../data/assign.ts'
import { applyDataPath } from '../data/input.ts'
import { isFailure, runtimeFailure } from '../errors.ts'
import type { Failure } from '../errors.ts'
import type { Query } from '../expressions/query.ts'
import { DefinitionError } from '../expressions/query.ts'
import { compileRule } from './choice-rule.ts'
import type { RuleTest } from './choice-rule.ts'
import { neverWaits } from './processor.ts'
import type { StateProcessor } from './processor.ts'

export interface CompiledChoice {
  readonly choices: readonly { test: RuleTest; next: string; assign: Query | undefined }[]
  readonly defaultNext: string | undefined
}

export const choice: StateProcessor<'Choice'> = {
  compile: (state) => ({
    choices: state.Choices.map((rule) => {
      const next = rule['Next']
      if (typeof next !== 'string') {
        throw new DefinitionError(
          `A rule of Choices needs Next, the name of a state, found ${JSON.stringify(next)}.`
        )
      }
      return { test: compileRule(rule), next, assign: compileAssign(readAssign(rule)) }
    }),
    defaultNext: state.Default
  }),
  enter(frame, state, step) {
    const scope = step.scope(frame, frame.input)
    const input = applyDataPath(state.inputPath, scope)
    if (isFailure(input)) return input
    const inputScope = input === frame.input ? scope : step.scope(frame, input)
    for (const { test, next, assign } of state.choices) {
      const isMatch = test(inputScope)
      if (isFailure(isMatch)) return isMatch
      if (isMatch) return goTo(next, assign)
    }
    if (state.defaultNext !== undefined) return goTo(state.defaultNext, state.assign)
    return runtimeFailure(
      'Failed to transition out of the state. The state does not point to a next state.'
    )

    function goTo(next: string, assign: Query | undefined): Failure | undefined {
      const assigned = assignedBy(assign, inputScope)
      if (isFailure(assigned)) return assigned
      const output = applyDataPath(state.output.outputPath, inputScope)
      if (isFailure(output)) return output
      return step.leave(frame, state, next, output, assigned)
    }
  },
  resume: neverWaits,
  abort: neverWaits
}
