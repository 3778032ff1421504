/** Pass: hands its input or a fixed result on. Spec clause "Pass State". */
import { applyDataPath } from '../data/input.ts'
import { isFailure } from '../errors.ts'
import type { Query } from '../expressions/query.ts'
import type { Json } from '../json.ts'
import { neverWaits } from './processor.ts'
import type { StateProcessor } from './processor.ts'

export interface CompiledPass {
  readonly result: Json | undefined
  readonly parameters: Query | undefined
}

export const pass: StateProcessor<'Pass'> = {
  compile: (state, _compileBlock, language) => ({
    result: state.Result,
    parameters: language.template(state.Parameters, 'Parameters')
  }),
  enter(frame, state, step) {
    if (state.inputPath === undefined && state.parameters === undefined) {
      return step.succeed(frame, state, state.result === undefined ? frame.input : state.result)
    }
    const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    if (isFailure(input)) return input
    const effective =
      state.parameters === undefined ? input : state.parameters.evaluate(step.scope(frame, input))
    if (isFailure(effective)) return effective
    return step.succeed(frame, state, state.result === undefined ? effective : state.result)
  },
  resume: neverWaits,
  abort: neverWaits
}
