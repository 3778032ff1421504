import { mkdirSync } from 'node:fs'
import type { ActionContext, ConnectionValue } from '../../plugins/contract/context.ts'
import type { DataFolder } from '../data-folder.ts'
import { foundAt } from '../machines/work-folder.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import type { LogWriter } from './log-writer.ts'
import type { SecretMask } from './secret-mask.ts'
import type { AttemptIdentity, TaskServices } from './services.ts'

export interface ContextOptions {
  task: TaskRecord
  identity: AttemptIdentity
  pluginId: string
  signal: AbortSignal
  heartbeat: () => void
  logWriter: LogWriter
  mask: SecretMask
  folder: DataFolder
  services: TaskServices
}

/** What an action gets of the world, composed from the engine's services. Makes its folders. */
export function createActionContext(options: ContextOptions): ActionContext {
  const { task, identity, signal, heartbeat, logWriter, mask, services } = options
  const find = async (type: string, name?: string): Promise<ConnectionValue | undefined> => {
    const connection = await services.connections.find(type, name)
    // Before the action can print them.
    mask.add(Object.values(connection?.secrets ?? {}))
    return connection
  }
  return {
    signal,
    attempt: {
      executionArn: identity.executionArn,
      executionName: identity.executionName,
      stateMachineName: identity.stateMachineName,
      stateName: identity.stateName,
      resource: task.resource,
      taskId: task.taskId,
      retryCount: task.retryCount,
      isResumed: task.isResumed,
      isAfterReboot: task.isAfterReboot,
      idempotencyKey: `${identity.executionArn}:${String(task.taskId)}`,
      ...(task.timeoutSeconds === undefined ? {} : { timeoutSeconds: task.timeoutSeconds })
    },
    ...(task.token === undefined ? {} : { taskToken: task.token }),
    heartbeat,
    log: { write: (text) => logWriter.write(text) },
    files: makeFolders(options),
    connection: find,
    approvals: { request: (request) => services.approvals.request(identity, request) },
    outbox: { put: (mail, putOptions) => services.outbox.put(identity, mail, putOptions) }
  }
}

/** A user's own folder is never made: where it is gone, nothing runs in its stead. */
function present(workFolder: string): string {
  const found = foundAt(workFolder)
  if (found === undefined) return workFolder
  throw new Error(
    `expected the state machine's work folder ${workFolder}, found ${found}. Put it back, or give the state machine another one (signalbox run FILE does).`
  )
}

function makeFolders({ folder, task, identity, pluginId }: ContextOptions): ActionContext['files'] {
  const made = (path: string): string => {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }
  const own = folder.work(identity.stateMachineName)
  return {
    attemptFolder: made(folder.attempt(task)),
    workFolder: identity.workFolder ? present(identity.workFolder) : made(own),
    get pluginFolder() {
      return made(folder.plugin(pluginId))
    }
  }
}
