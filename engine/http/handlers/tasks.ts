import { ApiError } from '../../../api/errors.ts'
import type { Json } from '../../../asl/json.ts'
import type { Host } from '../../host/host.ts'
import type { Store } from '../../store/open.ts'
import { findTask } from '../../store/queries/tasks.ts'
import { reader } from '../../store/transaction.ts'
import type { TaskLogReader } from '../../tasks/log.ts'
import type { Tasks } from '../../tasks/tasks.ts'
import type { Handlers } from '../handler.ts'
import { executionOf } from './executions.ts'

type Names = 'SendTaskSuccess' | 'SendTaskFailure' | 'SendTaskHeartbeat' | 'GetTaskLog'

const LARGEST_PART_BYTES = 1_048_576

export interface TaskHandlerServices {
  store: Store
  host: Host
  tasks: Tasks
  taskLogs: TaskLogReader
}

export function taskHandlers(services: TaskHandlerServices): Pick<Handlers, Names> {
  const { store, host, tasks } = services
  return {
    SendTaskSuccess: async ({ taskToken, output }) => {
      const value = parseOutput(output)
      await host.enqueue((write) =>
        tasks.completeByToken(write, taskToken, { type: 'succeeded', output: value })
      )
      return {}
    },
    SendTaskFailure: async ({ taskToken, error, cause }) => {
      await host.enqueue((write) =>
        tasks.completeByToken(write, taskToken, {
          type: 'failed',
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause })
        })
      )
      return {}
    },
    SendTaskHeartbeat: async ({ taskToken }) => {
      await host.enqueue((write) => tasks.heartbeatByToken(write, taskToken))
      return {}
    },
    GetTaskLog: async ({ executionArn, taskId, offset = 0, maxBytes = LARGEST_PART_BYTES }) => {
      const db = reader(store)
      const key = { executionId: executionOf(db, executionArn).id, taskId }
      const part = await services.taskLogs.read(key, offset, maxBytes)
      const task = findTask(db, key)
      if (!part || !task) {
        throw new ApiError(
          'TaskLogDoesNotExist',
          `The execution has no log of a task ${String(taskId)}: expected the id of a task's scheduling event whose action has started.`
        )
      }
      return { ...part, running: task.status === 'RUNNING' }
    }
  }
}

function parseOutput(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new ApiError(
      'InvalidOutput',
      `Invalid Output: expected JSON text, found something else: ${error instanceof Error ? error.message : String(error)}`
    )
  }
}
