/** From a state to the processor of its type. */
import type { StateType } from '../definition.ts'
import type { Failure } from '../errors.ts'
import type { CompiledState } from '../states/compiled.ts'
import { processors } from '../states/index.ts'
import type { Resumption, Step } from '../states/processor.ts'
import type { Frame } from './execution.ts'

export function enter<T extends StateType>(
  frame: Frame,
  state: CompiledState<T>,
  step: Step
): Failure | undefined {
  const type: T = state.type
  return processors[type].enter(frame, state, step)
}

export function resume<T extends StateType>(
  frame: Frame,
  state: CompiledState<T>,
  step: Step,
  reason: Resumption
): Failure | undefined {
  const type: T = state.type
  return processors[type].resume(frame, state, step, reason)
}

export function abort<T extends StateType>(
  frame: Frame,
  state: CompiledState<T>,
  step: Step,
  previousEventId: number
): void {
  const type: T = state.type
  processors[type].abort(frame, state, step, previousEventId)
}
