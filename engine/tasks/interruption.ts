import { interruptionOf } from '../../plugins/contract/action.ts'
import type { Interruption } from '../../plugins/contract/action.ts'
import type { Registry } from '../plugins/registry.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import { readTaskParameters } from '../store/queries/tasks.ts'
import type { ReadDb } from '../store/transaction.ts'

/** What may be done with a task that the engine's end has interrupted. */
export function interruptionOfTask(db: ReadDb, registry: Registry, task: TaskRecord): Interruption {
  const found = registry.find(task.resource)
  if (found?.action.interruption === 'repeat') return 'repeat'
  const input = found?.action.input.safeParse(readTaskParameters(db, task))
  // What cannot be run at all fails the same way again.
  return found && input?.success ? interruptionOf(found.action, input.data) : 'repeat'
}
