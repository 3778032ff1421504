import { executionArn, stateMachineArn } from '../arns.ts'
import { endExecution, findExecutionById } from '../store/queries/executions.ts'
import { appendHistory } from '../store/queries/history.ts'
import { lastEventId } from '../store/queries/history-ranges.ts'
import { deleteSnapshot } from '../store/queries/snapshots.ts'
import { openTasksOf } from '../store/queries/tasks.ts'
import { deleteTimersOf } from '../store/queries/timers.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { HostHooks } from './commands.ts'
import { cancelTask } from './commands.ts'
import { notifyExecution } from './step.ts'

/**
 * Ends an execution that a bug of ours keeps from going on: FAILED with `States.Runtime`, its tasks
 * and timers cancelled. All from rows, since the memory of it is in doubt.
 */
export function failExecution(
  write: WriteDb,
  executionId: number,
  failure: { cause: string; at: number; hooks: HostHooks }
): void {
  const summary = findExecutionById(write, executionId)
  if (summary?.status !== 'RUNNING') return
  const { cause, at, hooks } = failure
  const previousEventId = lastEventId(write, executionId)
  const id = previousEventId + 1
  const details = { error: 'States.Runtime', cause }
  appendHistory(write, executionId, [
    { id, previousEventId, type: 'ExecutionFailed', timestamp: at, details }
  ])
  for (const task of openTasksOf(write, executionId))
    cancelTask({ write, at, hooks }, task, 'aborted')
  deleteTimersOf(write, executionId)
  deleteSnapshot(write, executionId)
  endExecution(write, executionId, { status: 'FAILED', ...details, at })
  const arns = {
    executionArn: executionArn(summary.stateMachineName, summary.name),
    stateMachineArn: stateMachineArn(summary.stateMachineName)
  }
  hooks.executionEnded(write, { id: executionId, ...arns })
  write.notify({ type: 'history', executionArn: arns.executionArn, lastEventId: id })
  notifyExecution(write, { ...summary, ...arns }, 'FAILED', at)
}
