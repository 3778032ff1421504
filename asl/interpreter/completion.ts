import type { FinalStatus } from './command.ts'
import type { Execution, Frame } from './execution.ts'
import { redrivePointOf } from './redrive-point.ts'
import type { UnfinishedFrames } from './redrive-point.ts'
import type { Recorder } from './recorder.ts'

export interface ExecutionOutcome {
  status: FinalStatus
  /** JSON text, where status is SUCCEEDED. */
  output?: string
  error?: string
  cause?: string
}

/** Ends the execution: its timers and tasks are cancelled; only its last event says so. */
export function completeExecution(
  execution: Execution,
  recorder: Recorder,
  outcome: ExecutionOutcome,
  unfinished: UnfinishedFrames
): void {
  if (execution.timeoutTimerId !== undefined) {
    recorder.cancelTimer(execution.timeoutTimerId)
    delete execution.timeoutTimerId
  }
  const point = outcome.status === 'SUCCEEDED' ? undefined : redrivePointOf(execution, unfinished)
  if (point !== undefined) execution.redriveFrom = point
  for (const frame of Object.values(execution.frames)) {
    release(frame, recorder)
    recorder.removed(frame)
  }
  execution.frames = {}
  execution.status = outcome.status
  recorder.commands.push({ type: 'complete-execution', ...outcome })
}

function release({ waiting }: Frame, recorder: Recorder): void {
  if (waiting?.for === 'timer') recorder.cancelTimer(waiting.timerId)
  if (waiting?.for !== 'task') return
  if (waiting.timeoutTimerId !== undefined) recorder.cancelTimer(waiting.timeoutTimerId)
  if (waiting.heartbeatTimerId !== undefined) recorder.cancelTimer(waiting.heartbeatTimerId)
  recorder.commands.push({ type: 'cancel-task', taskId: waiting.taskId, reason: 'aborted' })
}
