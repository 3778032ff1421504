import { ApiError } from '../../api/errors.ts'
import type { Json } from '../../asl/json.ts'
import type { Clock } from '../clock.ts'
import type { TaskKey, TaskRecord } from '../store/queries/tasks.ts'
import { findTaskByToken } from '../store/queries/tasks.ts'
import { moveHeartbeatTimer } from '../store/queries/timers.ts'
import type { WriteDb } from '../store/transaction.ts'
import type { SettleOptions } from './settle.ts'
import { settleTask } from './settle.ts'

export type TaskOutcome =
  { type: 'succeeded'; output: Json } | { type: 'failed'; error?: string; cause?: string }

/** Task tokens: what an outsider may do with a task that waits for one. */
export interface Tasks {
  /**
   * Ends the task of a token inside the caller's transaction. Throws ApiError InvalidToken (no
   * token at all), TaskDoesNotExist (never made here) or TaskTimedOut (the task is over already).
   */
  completeByToken: (write: WriteDb, token: string, outcome: TaskOutcome) => void
  /** Starts the task's HeartbeatSeconds anew. Throws as `completeByToken`. */
  heartbeatByToken: (write: WriteDb, token: string) => void
}

export interface TasksOptions extends SettleOptions {
  clock: Clock
  /** After the commit: the task's action, if it still runs, is no longer waited for. */
  taskCompleted: (task: TaskKey) => void
}

export function createTasks(options: TasksOptions): Tasks {
  return {
    completeByToken: (write, token, outcome) => {
      const task = findOpenTask(write, token)
      settleTask(write, task, outcome, options)
      write.afterCommit(() => options.taskCompleted(task))
    },
    heartbeatByToken: (write, token) => {
      beat(write, findOpenTask(write, token), options.clock.now())
    }
  }
}

/** Moves a task's heartbeat timer, where it has one. */
export function beat(write: WriteDb, task: TaskRecord, now: number): void {
  if (task.heartbeatSeconds === undefined) return
  moveHeartbeatTimer(write, task, now + task.heartbeatSeconds * 1000)
}

/** The form of all tokens: 256 bits in base64url. */
const TOKEN = /^[\w-]{43}$/

function findOpenTask(write: WriteDb, token: string): TaskRecord {
  const task = findTaskByToken(write, token)
  if (!task && !TOKEN.test(token)) {
    const hint = 'Expected a task token as a definition reads it from $$.Task.Token.'
    throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'", { hint })
  }
  if (!task) {
    throw new ApiError(
      'TaskDoesNotExist',
      'Task does not exist: expected the token of a task of this engine, found another one.'
    )
  }
  const isOpen =
    task.status === 'SCHEDULED' || task.status === 'RUNNING' || task.status === 'SUBMITTED'
  if (!isOpen) {
    throw new ApiError(
      'TaskTimedOut',
      `Task Timed Out: the task of state '${task.stateName}' is over already (${task.status}); its token works once.`
    )
  }
  return task
}
