/** Parallel: runs its branches at the same time and joins their outputs. Spec clause "Parallel State". */
import { applyDataPath } from '../data/input.ts'
import { errorNames, Failure, isFailure } from '../errors.ts'
import { compileArguments } from '../expressions/field-language.ts'
import type { Query } from '../expressions/query.ts'
import type { Frame } from '../interpreter/execution.ts'
import type { Json } from '../json.ts'
import type { Block, CompiledState } from './compiled.ts'
import { failEntry, isPartlyRedriven } from './processor.ts'
import type { StateProcessor, Step } from './processor.ts'

export interface CompiledParallel {
  readonly branches: readonly Block[]
  readonly parameters: Query | undefined
}

type BranchesWaiting = Extract<NonNullable<Frame['waiting']>, { for: 'branches' }>

function endBranches(step: Step, waiting: BranchesWaiting, visit: (child: Frame) => void): void {
  for (let index = 0; index < waiting.branchCount; index += 1) {
    const child = step.findFrame(waiting.firstFrameId + index)
    if (child === undefined) continue
    visit(child)
    step.removeFrame(child)
  }
}

function join(
  frame: Frame,
  state: CompiledState<'Parallel'>,
  step: Step,
  outputs: Json[]
): Failure | undefined {
  frame.waiting = null
  step.appendLeaf(frame.lastEventId, 'ParallelStateSucceeded')
  return step.succeed(frame, state, outputs)
}

/** Error and cause are the branch's own; retriers and catchers find it as `States.BranchFailed`, too. */
function ofBranch({ error, cause, alias = errorNames.branchFailed }: Failure): Failure {
  return new Failure(error, cause, { alias })
}

export const parallel: StateProcessor<'Parallel'> = {
  compile: (state, compileBlock, language) => ({
    branches: state.Branches.map(compileBlock),
    parameters: compileArguments(state, language)
  }),
  enter(frame, state, step) {
    const filtered = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    if (isFailure(filtered)) return filtered
    const input =
      state.parameters === undefined
        ? filtered
        : state.parameters.evaluate(step.scope(frame, filtered))
    if (isFailure(input)) return failEntry(frame, state, step, input, 'ParallelStateFailed')
    const lastEventId = step.append(frame, 'ParallelStateStarted')
    const branchCount = state.branches.length
    if (branchCount === 0) return join(frame, state, step, [])
    const firstFrameId = step.reserveFrames(branchCount)
    step.wait(frame, { for: 'branches', firstFrameId, branchCount, pending: branchCount })
    for (const [index, block] of state.branches.entries()) {
      step.startFrame({ id: firstFrameId + index, index, lastEventId, input }, frame, block)
    }
    return undefined
  },
  resume(frame, state, step, reason) {
    const waiting = frame.waiting
    if (waiting?.for !== 'branches' || reason.type !== 'child-ended') return undefined
    const { child, failure } = reason
    frame.lastEventId = child.lastEventId
    if (failure !== undefined) {
      if (isPartlyRedriven(failure)) step.keepUnfinished(frame)
      endBranches(step, waiting, (branch) => step.abortFrame(branch, child.lastEventId))
      frame.waiting = null
      return step.failBranches(frame, state, ofBranch(failure), 'ParallelStateFailed')
    }
    if (waiting.pending > 1) {
      return step.wait(frame, { ...waiting, pending: waiting.pending - 1 })
    }
    const outputs: Json[] = []
    endBranches(step, waiting, (branch) => outputs.push(branch.output ?? null))
    return join(frame, state, step, outputs)
  },
  abort(frame, _state, step, previousEventId) {
    const waiting = frame.waiting
    if (waiting?.for !== 'branches') return
    endBranches(step, waiting, (branch) => step.abortFrame(branch, previousEventId))
    step.appendLeaf(previousEventId, 'ParallelStateAborted')
  }
}
