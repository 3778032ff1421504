import { isTooDeepText } from '../data/limit.ts'
import { errorNames, failureDetails } from '../errors.ts'
import type { Resumption } from '../states/processor.ts'
import type { Activation, ExecutionStopped } from './activation.ts'
import type { Command } from './command.ts'
import type { Execution, Frame } from './execution.ts'
import { frameOfMapRun, frameOfTask, frameOfTimer } from './frame-index.ts'
import { notTruncated } from './history.ts'
import type { HistoryEvent } from './history.ts'
import type { StateMachine } from './machine.ts'
import { RunningStep } from './step.ts'

/** What one step yields. */
export interface Advance {
  execution: Execution
  /** Appended facts, in order. */
  events: HistoryEvent[]
  /** To be stored with the snapshot and done after the commit, in order. */
  commands: Command[]
  /** Ids of the frames made, changed or removed by this step (removed: absent in `frames`). */
  changedFrames: number[]
}

/**
 * Takes an execution one step further: the same arguments always give the same result.
 *
 * Takes over `execution` (changes it in place): use the returned one from then on. An activation that
 * comes too late, or that the execution does not wait for, changes nothing. Throws only where the
 * snapshot does not belong to the machine.
 */
export function advance(
  machine: StateMachine,
  execution: Execution,
  activation: Activation,
  transitionLimit?: number
): Advance {
  const step = new RunningStep(machine, execution, activation)
  if (execution.status === 'RUNNING') {
    take(machine, execution, activation, step)
    step.run(transitionLimit)
  }
  const { events, commands, changed } = step.recorder
  return { execution, events, commands, changedFrames: [...changed] }
}

function take(
  machine: StateMachine,
  execution: Execution,
  activation: Activation,
  step: RunningStep
): void {
  switch (activation.type) {
    case 'execution-started':
      start(machine, execution, activation.at, step)
      break
    case 'execution-continued':
      step.takeUp()
      break
    case 'execution-stopped':
      stop(execution, activation, step)
      break
    case 'timer-fired':
      if (activation.timerId === execution.timeoutTimerId) timeOut(execution, step)
      else resume(frameOfTimer(execution, activation.timerId), activation, step)
      break
    case 'map-run-succeeded':
    case 'map-run-failed':
      resume(frameOfMapRun(execution, activation.mapRunId), activation, step)
      break
    case 'task-started':
    case 'task-submitted':
    case 'task-succeeded':
    case 'task-failed':
      resume(frameOfTask(execution, activation.taskId), activation, step)
      break
  }
}

function resume(frame: Frame | undefined, reason: Resumption, step: RunningStep): void {
  if (frame !== undefined) step.resume(frame, reason)
}

function start(machine: StateMachine, execution: Execution, at: number, step: RunningStep): void {
  if (execution.nextEventId !== 1) return
  recordStart(execution, step)
  if (machine.timeoutSeconds !== undefined) {
    execution.timeoutTimerId = step.startTimer(
      'execution-timeout',
      at + machine.timeoutSeconds * 1000
    )
  }
  if (isTooDeepText(execution.input)) {
    const details = failureDetails(errorNames.dataLimitExceeded, 'The input is nested too deep.')
    step.appendLeaf(0, 'ExecutionFailed', { ...details })
    step.complete({ status: 'FAILED', ...details })
  } else {
    step.startRoot()
  }
}

function recordStart(execution: Execution, step: RunningStep): void {
  step.appendLeaf(0, 'ExecutionStarted', {
    input: execution.input,
    inputDetails: notTruncated,
    roleArn: execution.context.execution.roleArn
  })
}

function timeOut(execution: Execution, step: RunningStep): void {
  delete execution.timeoutTimerId
  step.appendLeaf(0, 'ExecutionTimedOut', {})
  step.complete({ status: 'TIMED_OUT' })
}

function stop(execution: Execution, { error, cause }: ExecutionStopped, step: RunningStep): void {
  // A history begins with ExecutionStarted, also where the stop was faster than the start.
  if (execution.nextEventId === 1) recordStart(execution, step)
  const details = failureDetails(error, cause)
  step.appendLeaf(0, 'ExecutionAborted', { ...details })
  step.complete({ status: 'ABORTED', ...details })
}
