import { interruptionOf } from '../../plugins/contract/action.ts'
import type { Interruption } from '../../plugins/contract/action.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../plugins/registry.ts'
import type { Store } from '../store/open.ts'
import { countExecutions } from '../store/queries/executions.ts'
import { executionsToContinue } from '../store/queries/snapshots.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import { readTaskParameters, rescheduleTask, runningTasks } from '../store/queries/tasks.ts'
import type { ReadDb } from '../store/transaction.ts'
import { inTransaction, reader } from '../store/transaction.ts'
import type { TaskEndListener } from '../tasks/services.ts'
import { settleTask } from '../tasks/settle.ts'
import type { HostControl } from './host.ts'

export interface RecoveryOptions {
  store: Store
  host: HostControl
  registry: Registry
  taskEnded: TaskEndListener
  log: Log
  hasEndedInOrder: boolean
}

/**
 * Takes up what the last engine run has left: its leases have expired, steps that asked to be
 * continued are. Scheduled tasks and due timers are rows that their services find by themselves.
 * Returns what the user should know.
 */
export function recover(options: RecoveryOptions): string[] {
  const { store, host, log, hasEndedInOrder } = options
  const db = reader(store)
  const resumed = countExecutions(db).RUNNING ?? 0
  const tasks = runningTasks(db)
  inTransaction(store, (write) => {
    for (const task of tasks) {
      if (interruption(write, options.registry, task) !== 'never') rescheduleTask(write, task)
      else settleTask(write, task, interrupted(task), options)
    }
  })
  for (const executionId of executionsToContinue(db)) {
    host.submit(executionId, { type: 'execution-continued' }).catch(() => undefined)
  }
  if (hasEndedInOrder) return []
  log.warn('The previous engine run ended unexpectedly', { resumed, tasks: tasks.length })
  const noun = resumed === 1 ? 'execution was' : 'executions were'
  return [`The previous run ended unexpectedly; ${String(resumed)} ${noun} resumed.`]
}

function interruption(db: ReadDb, registry: Registry, task: TaskRecord): Interruption {
  const found = registry.find(task.resource)
  const input = found?.action.input.safeParse(readTaskParameters(db, task))
  // What cannot be run at all fails the same way again.
  return found && input?.success ? interruptionOf(found.action, input.data) : 'repeat'
}

function interrupted(task: TaskRecord) {
  return {
    type: 'failed',
    error: 'Signalbox.TaskInterrupted',
    cause:
      `The engine ended while '${task.resource}' ran: it may or may not have been done, and is not repeated by itself. ` +
      'Where repeating is harmless, add a retrier for Signalbox.TaskInterrupted.'
  } as const
}
