import type { HostControl } from '../host/host.ts'
import { findExecutionById, readExecutionData } from '../store/queries/executions.ts'
import type { NestedExecution } from '../store/queries/nested-executions.ts'
import * as rows from '../store/queries/nested-executions.ts'
import type { TaskKey } from '../store/queries/tasks.ts'
import { findTask } from '../store/queries/tasks.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { TaskEnd, TaskEndListener } from '../tasks/services.ts'
import { settleTask } from '../tasks/settle.ts'
import { endedOutcome } from './shapes.ts'

/** Ties children to the tasks that wait for them. */
export interface Nested {
  /** The task of `parent` waits for this execution, which may have ended already. */
  tie: (write: WriteDb, childId: number, parent: TaskKey) => void
  /** An execution has ended, in this transaction. */
  executionEnded: (write: WriteDb, executionId: number) => void
  /** A task has ended, in this transaction: the child of one that waits no more is stopped. */
  taskEnded: (write: WriteDb, task: TaskKey, end: TaskEnd) => void
  /** Settles what a crash has left. */
  recover: (write: WriteDb) => void
}

export interface NestedOptions {
  host: Pick<HostControl, 'apply' | 'moment' | 'persist'>
  taskEnded: TaskEndListener
}

export function createNested(options: NestedOptions): Nested {
  const { host } = options
  // A transaction of its own: a chain of nestings must not recurse through all its steps.
  const settleLater = (write: WriteDb, childId: number): void => {
    write.afterCommit(() => {
      // Refused only while the engine stops: its next start settles it.
      host.persist((own) => settle(own, childId, options)).catch(() => undefined)
    })
  }
  return {
    tie: (write, childId, parent) => {
      rows.insertNested(write, childId, parent)
      settleLater(write, childId)
    },
    executionEnded: (write, executionId) => {
      if (rows.findNestedByChild(write, executionId)) settleLater(write, executionId)
    },
    taskEnded: (write, task, end) => {
      const nested = rows.findNestedByParent(write, task)
      if (!nested) return
      if (end !== 'aborted' && end !== 'timed-out') {
        rows.deleteNested(write, nested.childId)
        return
      }
      rows.markToStop(write, nested.childId)
      settleLater(write, nested.childId)
    },
    recover: (write) => {
      for (const { childId } of rows.nestedToSettle(write)) settleLater(write, childId)
    }
  }
}

/** Stops the child, or ends the task that waits for it; nothing where neither is due. */
function settle(write: WriteDb, childId: number, options: NestedOptions): void {
  const nested = rows.findNestedByChild(write, childId)
  const child = nested && findExecutionById(write, childId)
  if (!nested || !child) return
  if (nested.mustStop) {
    rows.deleteNested(write, childId)
    options.host.apply(write, childId, { type: 'execution-stopped', ...options.host.moment() })
    return
  }
  if (child.status === 'RUNNING') return
  const task = findTask(write, nested.parent)
  const data = readExecutionData(write, childId)
  const outcome = endedOutcome(child, data, task?.syncVersion === 2)
  forget(write, nested)
  settleTask(write, nested.parent, outcome, options)
}

function forget(write: WriteDb, { childId }: NestedExecution): void {
  rows.deleteNested(write, childId)
}
