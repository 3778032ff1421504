import type { Log } from '../log.ts'
import type { Registry } from '../plugins/registry.ts'
import type { Store } from '../store/open.ts'
import { countExecutions } from '../store/queries/executions.ts'
import { executionsToContinue } from '../store/queries/snapshots.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import { noteReboot, rescheduleTask, runningTasks } from '../store/queries/tasks.ts'
import { inTransaction, reader } from '../store/transaction.ts'
import type { TaskEndListener } from '../tasks/services.ts'
import { interruptionOfTask } from '../tasks/interruption.ts'
import { settleTask } from '../tasks/settle.ts'
import type { HostControl } from './host.ts'

export interface RecoveryOptions {
  store: Store
  host: HostControl
  registry: Registry
  taskEnded: TaskEndListener
  log: Log
  hasEndedInOrder: boolean
  /** The computer has gone down since. */
  hasRebooted: boolean
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
    if (options.hasRebooted) noteReboot(write)
    for (const task of tasks) {
      if (interruptionOfTask(write, options.registry, task) !== 'never')
        rescheduleTask(write, task, options)
      else settleTask(write, task, interrupted(task), options)
    }
    store.reached('recovery:rows')
  })
  for (const executionId of executionsToContinue(db)) {
    host.submit(executionId, { type: 'execution-continued' }).catch(() => undefined)
  }
  if (hasEndedInOrder) return []
  log.warn('The previous engine run ended unexpectedly', { resumed, tasks: tasks.length })
  const noun = resumed === 1 ? 'execution was' : 'executions were'
  return [`The previous run ended unexpectedly; ${String(resumed)} ${noun} resumed.`]
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
