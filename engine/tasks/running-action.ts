import type { Json } from '../../asl/json.ts'
import { isEngineStopping } from '../../plugins/contract/interruption.ts'
import { executionArn } from '../arns.ts'
import type { RegisteredAction } from '../plugins/registry.ts'
import { findExecutionById } from '../store/queries/executions.ts'
import { workFolderOf } from '../store/queries/state-machines.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import { findTask } from '../store/queries/tasks.ts'
import type { ReadDb } from '../store/transaction.ts'
import { failed, runAction } from './attempt.ts'
import { createActionContext } from './context.ts'
import { createLogWriter } from './log-writer.ts'
import type { LogWriter } from './log-writer.ts'
import type { RunnerOptions } from './runner.ts'
import type { SecretMask } from './secret-mask.ts'
import { createSecretMask } from './secret-mask.ts'
import type { AttemptIdentity } from './services.ts'
import { beat } from './tasks.ts'
import type { TaskOutcome } from './tasks.ts'

/** An action at work. */
export interface RunningAction {
  readonly task: TaskRecord
  abort: (reason: Error) => void
  /**
   * Resolves once the action has ended and its outcome is stored; never rejects. Where the engine's
   * stop has interrupted it there is no outcome, and the attempt stays open.
   */
  readonly stored: Promise<void>
}

export interface StartActionOptions extends Omit<RunnerOptions, 'store'>, RegisteredAction {
  db: ReadDb
  task: TaskRecord
  input: Json
  store: (outcome: TaskOutcome) => Promise<void>
}

/** A heartbeat costs a write: more frequent ones are taken together. */
const HEARTBEAT_MILLISECONDS = 1000

/** Starts an action whose lease is committed, or which may run twice. */
export function startAction(options: StartActionOptions): RunningAction {
  const controller = new AbortController()
  return {
    task: options.task,
    abort: (reason) => controller.abort(reason),
    stored: act(options, controller.signal).then((outcome) =>
      outcome ? options.store(outcome) : undefined
    )
  }
}

async function act(
  options: StartActionOptions,
  signal: AbortSignal
): Promise<TaskOutcome | undefined> {
  const { task, action, plugin, folder, log, services, input } = options
  const mask = createSecretMask()
  let logWriter: LogWriter | undefined
  try {
    const identity = identify(options)
    logWriter = startLog(options, identity, mask)
    const heartbeat = createHeartbeat(options)
    const context = createActionContext({
      ...{ task, identity, signal, heartbeat, logWriter, mask, folder, services },
      pluginId: plugin.id
    })
    const outcome = await runAction(action, input, context, log)
    if (outcome.type === 'failed') {
      if (isEngineStopping(signal.reason)) return undefined
      return { ...outcome, ...(outcome.cause ? { cause: mask.maskAll(outcome.cause) } : {}) }
    }
    return outcome
  } catch (error) {
    // The attempt's folders could not be made, most likely: the task fails, others go on.
    return failed('Signalbox.PluginError', `The task could not be prepared: ${String(error)}`)
  } finally {
    await logWriter?.close()
  }
}

function identify({ db, task }: StartActionOptions): AttemptIdentity {
  const execution = findExecutionById(db, task.executionId)
  if (!execution) throw new Error(`Execution ${String(task.executionId)} is not in the database`)
  const { stateMachineName, name } = execution
  const workFolder = workFolderOf(db, stateMachineName)
  return {
    executionId: task.executionId,
    taskId: task.taskId,
    executionArn: executionArn(stateMachineName, name),
    executionName: name,
    stateMachineName,
    stateName: task.stateName,
    ...(workFolder === undefined ? {} : { workFolder }),
    ...(task.token === undefined ? {} : { taskToken: task.token }),
    ...(task.timeoutSeconds === undefined
      ? {}
      : { expiresAt: task.scheduledAt + task.timeoutSeconds * 1000 })
  }
}

function startLog(
  { folder, task, clock, log, tell }: StartActionOptions,
  { executionArn: arn }: AttemptIdentity,
  mask: SecretMask
): LogWriter {
  const { taskId } = task
  return createLogWriter({
    ...{ file: folder.taskLog(task), clock, log, mask },
    onGrowth: (size) => tell({ type: 'task-log', executionArn: arn, taskId, size })
  })
}

function createHeartbeat({ host, task, clock }: StartActionOptions): () => void {
  if (task.heartbeatSeconds === undefined) return () => undefined
  let lastAt: number | undefined
  return () => {
    const now = clock.monotonic()
    const least = Math.min(HEARTBEAT_MILLISECONDS, (task.heartbeatSeconds ?? 0) * 500)
    if (lastAt !== undefined && now - lastAt < least) return
    lastAt = now
    void host
      .persist((write) => {
        const current = findTask(write, task)
        if (current?.status === 'RUNNING') beat(write, current, clock.now())
      })
      // Only while the engine stops: the attempt goes on at its next start.
      .catch(() => undefined)
  }
}
