/** Choice: goes on where the first matching rule says. Spec clause "Choice State". */
import { assignedBy, readAssign } from './choice-assign.ts'
import { compileAssign } from '../data/assign.ts'
import { applyDataPath } from '../data/input.ts'
import { composeOutput, outputFlow } from '../data/output.ts'
import type { OutputFlow } from '../data/output.ts'
import { isFailure, runtimeFailure } from '../errors.ts'
import type { Failure } from '../errors.ts'
import type { ChoiceState } from '../definition.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import type { Query } from '../expressions/query.ts'
import { DefinitionError } from '../expressions/query.ts'
import { compileCondition, compileRule } from './choice-rule.ts'
import type { RuleTest } from './choice-rule.ts'
import { neverWaits } from './processor.ts'
import type { StateProcessor } from './processor.ts'

/** Where to go on, and with what. */
interface Route {
  readonly next: string
  readonly output: OutputFlow
  readonly assign: Query | undefined
}

export interface CompiledChoice {
  readonly choices: readonly (Omit<Route, 'output'> & {
    readonly test: RuleTest
    /** Absent in JSONPath, where the state's own applies. */
    readonly output: OutputFlow | undefined
  })[]
  readonly defaultNext: string | undefined
}

function compileChoices(state: ChoiceState, language: FieldLanguage): CompiledChoice['choices'] {
  return state.Choices.map((rule, index) => {
    const next = rule['Next']
    if (typeof next !== 'string') {
      throw new DefinitionError(
        `A rule of Choices needs Next, the name of a state, found ${JSON.stringify(next)}.`
      )
    }
    const location = `Choices[${index}]`
    const isJsonata = language.name === 'JSONata'
    return {
      next,
      test: isJsonata
        ? compileCondition(rule['Condition'], `${location}/Condition`)
        : compileRule(rule),
      output: isJsonata
        ? outputFlow(language.template(rule['Output'], `${location}/Output`))
        : undefined,
      assign: compileAssign(readAssign(rule), language, `${location}/Assign`)
    }
  })
}

export const choice: StateProcessor<'Choice'> = {
  compile: (state, _compileBlock, language) => ({
    choices: compileChoices(state, language),
    defaultNext: state.Default
  }),
  enter(frame, state, step) {
    const scope = step.scope(frame, frame.input)
    const input = applyDataPath(state.inputPath, scope)
    if (isFailure(input)) return input
    const inputScope = input === frame.input ? scope : step.scope(frame, input)
    for (const { test, next, assign, output = state.output } of state.choices) {
      const isMatch = test(inputScope)
      if (isFailure(isMatch)) return isMatch
      if (isMatch) return goTo({ next, assign, output })
    }
    const { defaultNext, assign, output } = state
    if (defaultNext !== undefined) return goTo({ next: defaultNext, assign, output })
    return runtimeFailure(
      'Failed to transition out of the state. The state does not point to a next state.'
    )

    function goTo(route: Route): Failure | undefined {
      const assigned = assignedBy(route.assign, inputScope)
      if (isFailure(assigned)) return assigned
      const composed = composeOutput(route.output, frame.input, inputScope.data, () => inputScope)
      if (isFailure(composed)) return composed
      return step.leave(frame, state, route.next, composed, assigned)
    }
  },
  resume: neverWaits,
  abort: neverWaits
}
