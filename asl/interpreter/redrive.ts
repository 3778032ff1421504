/**
 * A failed, timed out or aborted execution made startable again.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
import type { StartTimer } from './command.ts'
import type { Execution, RedrivePoint } from './execution.ts'
import { newFrame } from './frames.ts'
import type { HistoryEvent } from './history.ts'
import type { StateMachine } from './machine.ts'

/** What a redrive yields; `execution-continued` is to follow. */
export interface Redrive {
  execution: Execution
  event: HistoryEvent
  /** The state machine's TimeoutSeconds start anew. */
  timer?: StartTimer
}

/** Where a redrive would go on: the state of the outermost block that has not ended well. */
export function redrivePointOf({ frames }: Execution): RedrivePoint | undefined {
  const root = frames[1]
  if (root?.stateName === null || root?.stateName === undefined) return undefined
  const { stateName, input, variables } = root
  return { stateName, input, variables }
}

/**
 * Goes back to the state that has failed, with the input and the variables that it had: it is entered
 * again, with all its retries. Undefined where the execution runs, has succeeded or never began.
 */
export function redrive(machine: StateMachine, ended: Execution, at: number): Redrive | undefined {
  const { redriveFrom, ...kept } = ended
  if (redriveFrom === undefined || ended.status === 'RUNNING') return undefined
  const redriveCount = (ended.context.execution.redriveCount ?? 0) + 1
  const id = ended.nextEventId
  const { stateName, input, variables } = redriveFrom
  const start = { id: 1, index: 0, lastEventId: id, input }
  const root = { ...newFrame(start, null, stateName, at), variables }
  const execution: Execution = {
    ...kept,
    context: { ...ended.context, execution: { ...ended.context.execution, redriveCount } },
    status: 'RUNNING',
    nextEventId: id + 1,
    frames: { 1: root }
  }
  const event: HistoryEvent = {
    ...{ id, previousEventId: id - 1, type: 'ExecutionRedriven', timestamp: at },
    details: { redriveCount }
  }
  if (machine.timeoutSeconds === undefined) return { execution, event }
  const timerId = ended.nextTimerId
  const dueAt = at + machine.timeoutSeconds * 1000
  return {
    execution: { ...execution, nextTimerId: timerId + 1, timeoutTimerId: timerId },
    event,
    timer: { type: 'start-timer', timerId, kind: 'execution-timeout', dueAt }
  }
}
