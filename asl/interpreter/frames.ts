/** Frames and the states they are in. */
import type { Block, CompiledState } from '../states/compiled.ts'
import type { Execution, Frame } from './execution.ts'
import type { StateMachine } from './machine.ts'

/** A frame before the first state of its block. */
export function newFrame(
  start: Pick<Frame, 'id' | 'index' | 'lastEventId' | 'input'>,
  parentId: number | null,
  startAt: string,
  at: number
): Frame {
  return {
    id: start.id,
    parentId,
    index: start.index,
    stateName: startAt,
    input: start.input,
    lastEventId: start.lastEventId,
    enteredAt: at,
    enteredEventId: 0,
    retryCounts: [],
    variables: {},
    waiting: { for: 'continue' }
  }
}

/** The small frame that counts a Map's iterations, beside them. It runs no states. */
export function newTallyFrame(id: number, parent: Frame): Frame {
  return {
    ...newFrame({ id, index: 0, lastEventId: 0, input: null }, parent.id, '', parent.enteredAt),
    stateName: null,
    waiting: { for: 'tally', nextIndex: 0, running: 0, succeeded: 0, failed: 0 }
  }
}

/** The block that a frame runs, found through the states around it. */
function blockOfFrame(machine: StateMachine, execution: Execution, frame: Frame): Block {
  const parent = frame.parentId === null ? undefined : execution.frames[frame.parentId]
  if (parent === undefined) return machine.root
  const state = stateOfFrame(machine, execution, parent)
  if (state.type === 'Map') return state.processor
  const branch = state.type === 'Parallel' ? state.branches[frame.index] : undefined
  if (branch !== undefined) return branch
  throw new Error(
    `Frame ${frame.id} is branch ${frame.index} of state ${state.name}, which has no such branch: the snapshot is of another definition.`
  )
}

/** The state that a frame is in. Throws where snapshot and definition do not belong together. */
export function stateOfFrame(
  machine: StateMachine,
  execution: Execution,
  frame: Frame
): CompiledState {
  const block = blockOfFrame(machine, execution, frame)
  const state = block.states.get(frame.stateName ?? '')
  if (state !== undefined) return state
  throw new Error(
    `Frame ${frame.id} is in state ${String(frame.stateName)}, which the definition does not have: the snapshot is of another definition.`
  )
}
