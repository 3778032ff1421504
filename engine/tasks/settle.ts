import type { Host } from '../host/host.ts'
import type { TaskKey } from '../store/queries/tasks.ts'
import { endTask } from '../store/queries/tasks.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { TaskEndListener } from './services.ts'
import type { TaskOutcome } from './tasks.ts'

export interface SettleOptions {
  host: Pick<Host, 'apply' | 'moment'>
  taskEnded: TaskEndListener
}

/** Ends an attempt with its outcome: row, execution and listeners in one transaction. */
export function settleTask(
  write: WriteDb,
  task: TaskKey,
  outcome: TaskOutcome,
  { host, taskEnded }: SettleOptions
): void {
  const moment = host.moment()
  const hasSucceeded = outcome.type === 'succeeded'
  if (!endTask(write, task, hasSucceeded ? 'SUCCEEDED' : 'FAILED', moment.at)) return
  taskEnded(write, task, outcome.type)
  const { executionId, taskId } = task
  if (outcome.type === 'succeeded') {
    host.apply(write, executionId, {
      type: 'task-succeeded',
      taskId,
      output: outcome.output,
      ...moment
    })
    return
  }
  const { error, cause } = outcome
  host.apply(write, executionId, {
    type: 'task-failed',
    taskId,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...moment
  })
}
