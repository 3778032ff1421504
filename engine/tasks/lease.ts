import type { EngineOutcome } from '../nested/engine-actions.ts'
import type { Json } from '../../asl/json.ts'
import type { Registry } from '../plugins/registry.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import { findTask, leaseTask, readTaskParameters, submitTask } from '../store/queries/tasks.ts'
import type { WriteDb } from '../store/transaction.ts'
import { interruptionOfTask } from './interruption.ts'
import type { SettleOptions } from './settle.ts'
import { settleTask } from './settle.ts'
import type { TaskOutcome } from './tasks.ts'

export interface LeaseOptions extends SettleOptions {
  /** This engine run's number: who holds the lease. */
  runId: number
  registry: Registry
}

/** Takes the lease of a scheduled task; undefined where the task is not to be had any more. */
export function lease(
  write: WriteDb,
  task: TaskRecord,
  { host, runId, registry }: LeaseOptions
): { input: Json } | undefined {
  if (!leaseTask(write, task, runId)) return undefined
  // A power loss must not forget that it was begun, or it would be begun twice.
  if (interruptionOfTask(write, registry, task) !== 'repeat') write.require('full')
  const { executionId, taskId } = task
  // A task that goes on after a restart has its TaskStarted event already.
  if (!task.isResumed) {
    host.apply(write, executionId, { type: 'task-started', taskId, ...host.moment() })
  }
  return { input: readTaskParameters(write, task) }
}

/** Stores what an action has yielded. Refuses what comes late: the task may have timed out, been stopped, or been completed by token. */
export function storeOutcome(
  write: WriteDb,
  task: TaskRecord,
  outcome: TaskOutcome,
  options: LeaseOptions
): void {
  const { host, runId } = options
  const current = findTask(write, task)
  if (current?.status !== 'RUNNING' || current.runId !== runId) return
  if (outcome.type === 'failed' || task.pattern !== 'wait-for-task-token') {
    settleTask(write, task, outcome, options)
    return
  }
  submitTask(write, task)
  const { executionId, taskId } = task
  const { output } = outcome
  host.apply(write, executionId, { type: 'task-submitted', taskId, output, ...host.moment() })
}

/**
 * Stores a mocked outcome: the end of the task at once, also where a real one would first be
 * submitted and then wait.
 */
export function storeMocked(
  write: WriteDb,
  task: TaskRecord,
  outcome: TaskOutcome,
  options: LeaseOptions
): void {
  const { host, runId } = options
  const current = findTask(write, task)
  if (current?.status !== 'RUNNING' || current.runId !== runId) return
  if (outcome.type === 'succeeded' && task.pattern !== 'request-response') {
    const { executionId, taskId } = task
    const { output } = outcome
    host.apply(write, executionId, { type: 'task-submitted', taskId, output, ...host.moment() })
  }
  settleTask(write, task, outcome, options)
}

/** Does what the engine does itself, and stores what came of it in the same transaction. */
export function storeEngineOutcome(
  write: WriteDb,
  task: TaskRecord,
  run: () => EngineOutcome,
  options: LeaseOptions
): void {
  const current = findTask(write, task)
  if (current?.status !== 'RUNNING' || current.runId !== options.runId) return
  const outcome = run()
  if (outcome.type !== 'submitted') {
    storeOutcome(write, task, outcome, options)
    return
  }
  const { host } = options
  const { executionId, taskId } = task
  submitTask(write, task)
  host.apply(write, executionId, {
    ...{ type: 'task-submitted', taskId, output: outcome.output },
    ...host.moment()
  })
}
