import { ApiError } from '../../api/errors.ts'
import { redrive } from '../../asl/interpreter/redrive.ts'
import { executionArn, stateMachineArn } from '../arns.ts'
import type { Machines } from '../machines/machines.ts'
import { findExecutionById, reviveExecution } from '../store/queries/executions.ts'
import { appendHistory } from '../store/queries/history.ts'
import { saveFrame, saveHead, takeRedrivePoint } from '../store/queries/snapshots.ts'
import { insertTimer } from '../store/queries/timers.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { HostHooks } from './commands.ts'
import { notifyExecution } from './step.ts'

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
const REDRIVABLE_MILLISECONDS = 14 * 24 * 3600 * 1000
const MOST_EVENTS = 24_999

/**
 * Takes an execution that has not ended well up again: rows now, its next step after the commit.
 * Throws ApiError ExecutionNotRedrivable.
 */
export function redriveExecution(
  write: WriteDb,
  executionId: number,
  { at, machines, hooks }: { at: number; machines: Machines; hooks: HostHooks }
): void {
  const summary = findExecutionById(write, executionId)
  if (!summary) throw new Error(`Execution ${String(executionId)} is not in the database`)
  const ended = takeRedrivePoint(write, executionId)
  const isTooLate = at - (summary.stoppedAt ?? at) > REDRIVABLE_MILLISECONDS
  const isTooLong = (ended?.nextEventId ?? 0) > MOST_EVENTS
  const machine = machines.compiled(write, summary.revisionId)
  const redriven = ended && !isTooLate && !isTooLong ? redrive(machine, ended, at) : undefined
  if (!redriven) {
    throw new ApiError(
      'ExecutionNotRedrivable',
      `Execution is ${summary.status} and cannot be redriven`,
      {
        hint: 'Only what has failed, timed out or was aborted within the last 14 days and has fewer than 25,000 events can go on.'
      }
    )
  }
  const { execution, events, timer, mapRunIds } = redriven
  reviveExecution(write, executionId, at)
  appendHistory(write, executionId, events)
  for (const frame of Object.values(execution.frames)) saveFrame(write, executionId, frame)
  saveHead(write, executionId, execution, true)
  if (timer) {
    insertTimer(write, executionId, timer)
    write.afterCommit(hooks.timersChanged)
  }
  const arns = {
    executionArn: executionArn(summary.stateMachineName, summary.name),
    stateMachineArn: stateMachineArn(summary.stateMachineName)
  }
  write.notify({
    type: 'history',
    executionArn: arns.executionArn,
    lastEventId: execution.nextEventId - 1
  })
  notifyExecution(write, { ...summary, ...arns }, 'RUNNING', undefined)
  for (const mapRunId of mapRunIds) hooks.mapRunRedriven(write, executionId, mapRunId, at)
  write.afterCommit(() => hooks.continueExecution(executionId))
}
