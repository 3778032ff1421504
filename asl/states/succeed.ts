/** Succeed: ends its block well. Spec clause "Succeed State". */
import { applyDataPath } from '../data/input.ts'
import { isFailure } from '../errors.ts'
import { neverWaits } from './processor.ts'
import type { StateProcessor } from './processor.ts'

export const succeed: StateProcessor<'Succeed'> = {
  compile: () => ({}),
  enter(frame, state, step) {
    const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    if (isFailure(input)) return input
    return step.succeed(frame, state, input)
  },
  resume: neverWaits,
  abort: neverWaits
}
