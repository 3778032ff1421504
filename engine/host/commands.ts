import type { CancelTask, Command, StartMapRun } from '../../asl/interpreter/command.ts'
import { endExecution } from '../store/queries/executions.ts'
import type { TaskKey } from '../store/queries/tasks.ts'
import { endTask, insertTask } from '../store/queries/tasks.ts'
import { deleteTimer, insertTimer } from '../store/queries/timers.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { TaskEndListener } from '../tasks/services.ts'
import type { LiveExecution } from './live-executions.ts'

/** An execution that has just ended. */
export type EndedExecution = Pick<LiveExecution, 'id' | 'stateMachineArn' | 'executionArn'>

/** Whom the host tells, after the commit unless said otherwise. */
export interface HostHooks {
  /** There are new SCHEDULED tasks. */
  tasksScheduled: () => void
  /** A task is over for its execution: its action, if it runs here, is to end. */
  taskCancelled: (task: TaskKey, reason: CancelTask['reason']) => void
  /** Inside the transaction that ends a task. */
  taskEnded: TaskEndListener
  timersChanged: () => void
  /** Inside the transaction that ends an execution. */
  executionEnded: (write: WriteDb, execution: EndedExecution) => void
  /** Inside the transaction of the step that asks for it. */
  mapRunStarted: (write: WriteDb, parent: LiveExecution, command: StartMapRun, at: number) => void
  mapRunStopped: (write: WriteDb, parentId: number, mapRunId: number, at: number) => void
  /** Inside the transaction that redrives its parent. */
  mapRunRedriven: (write: WriteDb, parentId: number, mapRunId: number, at: number) => void
  /** A step has asked to be continued. */
  continueExecution: (executionId: number) => void
}

/** Where a command is carried out: the step's transaction and what it knows. */
export interface CommandScope {
  write: WriteDb
  live: LiveExecution
  at: number
  hooks: HostHooks
}

/** Each command to its rows and to what follows their commit. A missing one is a compile error. */
export const commandHandlers: {
  [K in Command['type']]: (scope: CommandScope, command: Extract<Command, { type: K }>) => void
} = {
  'schedule-task': ({ write, live, hooks }, command) => {
    insertTask(write, live.id, command)
    write.afterCommit(hooks.tasksScheduled)
  },
  'cancel-task': (scope, { taskId, reason }) => {
    cancelTask(scope, { executionId: scope.live.id, taskId }, reason)
  },
  'start-timer': ({ write, live, hooks }, command) => {
    insertTimer(write, live.id, command)
    write.afterCommit(hooks.timersChanged)
  },
  'cancel-timer': ({ write, live }, { timerId }) => {
    deleteTimer(write, { executionId: live.id, timerId })
  },
  'start-map-run': ({ write, live, at, hooks }, command) => {
    hooks.mapRunStarted(write, live, command, at)
  },
  'stop-map-run': ({ write, live, at, hooks }, { mapRunId }) => {
    hooks.mapRunStopped(write, live.id, mapRunId, at)
  },
  continue: ({ write, live, hooks }) => {
    write.afterCommit(() => hooks.continueExecution(live.id))
  },
  'complete-execution': ({ write, live, at, hooks }, command) => {
    endExecution(write, live.id, { ...command, at, historyBytes: live.historyBytes })
    hooks.executionEnded(write, live)
  }
}

/** Carries one command out, by its type. */
export function carryOut(scope: CommandScope, command: Command): void {
  // The table pairs each type with its handler; the compiler cannot follow that through a union.
  const handler = commandHandlers[command.type] as (scope: CommandScope, command: Command) => void
  handler(scope, command)
}

/** Ends an attempt's row and, after the commit, its action. */
export function cancelTask(
  { write, at, hooks }: Pick<CommandScope, 'write' | 'at' | 'hooks'>,
  task: TaskKey,
  reason: CancelTask['reason']
): void {
  const isAborted = reason === 'aborted'
  if (!endTask(write, task, isAborted ? 'ABORTED' : 'TIMED_OUT', at)) return
  hooks.taskEnded(write, task, isAborted ? 'aborted' : 'timed-out')
  write.afterCommit(() => hooks.taskCancelled(task, reason))
}
