import { isFailure } from '../errors.ts'
import { childOf } from '../states/distributed-map.ts'
import type { MapRunChild } from '../states/distributed-map.ts'
import type { ReadItems } from '../states/map-io.ts'
import type { Execution } from './execution.ts'
import { frameOfMapRun } from './frame-index.ts'
import type { StateMachine } from './machine.ts'
import { RunningStep } from './step.ts'

export type { MapRunChild } from '../states/distributed-map.ts'
export type {
  ItemReaderRequest,
  ReadItem,
  ReadItems,
  ResultWriterRequest
} from '../states/map-io.ts'

/** Why a child has no input: the run fails with this. */
export interface MapRunFailure {
  error: string
  cause: string
}

/**
 * The input of the child execution that begins with the item `fromIndex`, and how many items it takes.
 * Changes nothing: the same arguments always give the same result. Undefined where the execution does
 * not wait for this map run.
 */
export function mapRunChild(
  machine: StateMachine,
  execution: Execution,
  request: {
    mapRunId: number
    fromIndex: number
    at: number
    seed: string
    /** What the host has read for the state's ItemReader. */
    items?: ReadItems
  }
): MapRunChild | MapRunFailure | undefined {
  const { mapRunId, fromIndex, at, seed, items } = request
  const frame = frameOfMapRun(execution, mapRunId)
  if (frame === undefined) return undefined
  const step = new RunningStep(machine, execution, { type: 'execution-continued', at, seed })
  const state = step.stateOf(frame)
  if (state.type !== 'Map' || state.distribution === undefined) return undefined
  const child = childOf(frame, state, step, state.distribution, fromIndex, items)
  if (!isFailure(child)) return child
  return { error: child.error ?? 'States.Runtime', cause: child.cause ?? '' }
}
