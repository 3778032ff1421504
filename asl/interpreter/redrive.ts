/**
 * A failed, timed out or aborted execution made startable again.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
import type { StartTimer } from './command.ts'
import type { Execution, Frame, RedrivePoint, UnfinishedRun } from './execution.ts'
import { newFrame } from './frames.ts'
import type { HistoryEvent } from './history.ts'
import type { StateMachine } from './machine.ts'

/** What a redrive yields; `execution-continued` is to follow. */
export interface Redrive {
  execution: Execution
  events: HistoryEvent[]
  /** The map run that goes on: the state is not entered again. */
  mapRunId?: number
  /** The state machine's TimeoutSeconds start anew. */
  timer?: StartTimer
}

/** Where a redrive would go on: the state of the outermost block that has not ended well. */
export function redrivePointOf({ frames }: Execution): RedrivePoint | undefined {
  const root = frames[1]
  if (root?.stateName === null || root?.stateName === undefined) return undefined
  const { stateName, input, variables, mapRun } = root
  return { stateName, input, variables, ...(mapRun === undefined ? {} : { mapRun }) }
}

/**
 * Goes back to the state that has failed, with the input and the variables that it had: it is entered
 * again, with all its retries; but a distributed Map goes on waiting for its run. Undefined where the execution runs, has succeeded or never began.
 */
export function redrive(machine: StateMachine, ended: Execution, at: number): Redrive | undefined {
  const { redriveFrom, ...kept } = ended
  if (redriveFrom === undefined || ended.status === 'RUNNING') return undefined
  const redriveCount = (ended.context.execution.redriveCount ?? 0) + 1
  const events: HistoryEvent[] = []
  const record = (type: HistoryEvent['type'], details: HistoryEvent['details']): number => {
    const id = ended.nextEventId + events.length
    events.push({
      ...{ id, previousEventId: id - 1, type, timestamp: at },
      ...(details === undefined ? {} : { details })
    })
    return id
  }
  let lastEventId = record('ExecutionRedriven', { redriveCount })
  const { stateName, input, variables, mapRun: run } = redriveFrom
  const mapRun = run === undefined ? undefined : { ...run, redriveCount: run.redriveCount + 1 }
  if (mapRun !== undefined) {
    const { mapRunArn, redriveCount: count } = mapRun
    lastEventId = record('MapRunRedriven', { mapRunArn, redriveCount: count })
  }
  const start = { id: 1, index: 0, lastEventId, input }
  const root = { ...newFrame(start, null, stateName, at), variables, ...waitingFor(mapRun) }
  const execution: Execution = {
    ...kept,
    context: { ...ended.context, execution: { ...ended.context.execution, redriveCount } },
    status: 'RUNNING',
    nextEventId: lastEventId + 1,
    frames: { 1: root }
  }
  const redriven = { execution, events, ...(mapRun && { mapRunId: mapRun.mapRunId }) }
  if (machine.timeoutSeconds === undefined) return redriven
  const timerId = ended.nextTimerId
  const dueAt = at + machine.timeoutSeconds * 1000
  return {
    ...redriven,
    execution: { ...execution, nextTimerId: timerId + 1, timeoutTimerId: timerId },
    timer: { type: 'start-timer', timerId, kind: 'execution-timeout', dueAt }
  }
}

function waitingFor(mapRun: UnfinishedRun | undefined): Partial<Frame> {
  if (mapRun === undefined) return {}
  const { mapRunId, moment } = mapRun
  const waiting = { for: 'map-run' as const, mapRunId, ...(moment === undefined ? {} : { moment }) }
  return { mapRun, waiting }
}
