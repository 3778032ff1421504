import type { EngineEvent } from '../../api/events.ts'
import type { CancelTask } from '../../asl/interpreter/command.ts'
import { EngineStopping } from '../../plugins/contract/interruption.ts'
import type { Json } from '../../asl/json.ts'
import type { Clock } from '../clock.ts'
import type { DataFolder } from '../data-folder.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../plugins/registry.ts'
import type { Store } from '../store/open.ts'
import type { TaskKey, TaskRecord } from '../store/queries/tasks.ts'
import {
  findTask,
  leaseTask,
  readTaskParameters,
  scheduledTasks,
  submitTask
} from '../store/queries/tasks.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import { failed } from './attempt.ts'
import { unknownResourceCause } from './resource-failure.ts'
import type { RunningAction } from './running-action.ts'
import { startAction } from './running-action.ts'
import type { TaskServices } from './services.ts'
import type { SettleOptions } from './settle.ts'
import { settleTask } from './settle.ts'
import type { TaskOutcome } from './tasks.ts'

/** Runs the actions of scheduled tasks, under lease and within limits. */
export interface Runner {
  /** There may be new SCHEDULED tasks. */
  check: () => void
  /** The task is over for its execution: its action is told to end, its result will be refused. */
  cancel: (task: TaskKey, reason: CancelTask['reason'] | 'completed') => void
  /** Tells all actions that the engine stops, and waits a little for those that end in order. */
  stop: () => Promise<void>
}

export interface RunnerOptions extends Omit<SettleOptions, 'host'> {
  host: HostControl
  store: Store
  registry: Registry
  services: TaskServices
  folder: DataFolder
  /** Tells listeners of what is not kept: the growth of logs. */
  tell: (event: EngineEvent) => void
  clock: Clock
  log: Log
  /** This engine run's number: the lease. */
  runId: number
  /** At most so many actions at once. */
  concurrency: number
}

/** An action that does not end when told loses its place to the next one after this. */
const GRACE_MILLISECONDS = 5000
/** How long an orderly stop waits for actions. */
const STOP_MILLISECONDS = 3000

const keyOf = ({ executionId, taskId }: TaskKey): string =>
  `${String(executionId)}/${String(taskId)}`

export function createRunner(options: RunnerOptions): Runner {
  const { host, store, clock, log, concurrency } = options
  /** Places taken: from the lease until the action has ended, or was given up. */
  const places = new Map<string, RunningAction | 'leasing'>()
  let isChecking = false
  let isStopped = false

  const check = (): void => {
    if (isChecking || isStopped) return
    isChecking = true
    // Many tasks may be scheduled in one commit: one look at the table serves them all.
    queueMicrotask(() => {
      isChecking = false
      if (!isStopped) fill()
    })
  }

  const fill = (): void => {
    const free = concurrency - places.size
    if (free <= 0) return
    const waiting = scheduledTasks(reader(store), concurrency)
    for (const task of waiting.filter((one) => !places.has(keyOf(one))).slice(0, free)) {
      places.set(keyOf(task), 'leasing')
      void host
        .persist((write) => lease(write, task, options))
        .then(
          (parameters) => run(task, parameters),
          (error: unknown) => {
            places.delete(keyOf(task))
            if (!isStopped)
              log.error('A task could not be started', {
                ...task,
                token: undefined,
                error: String(error)
              })
          }
        )
    }
  }

  const release = (key: string, action: RunningAction | 'leasing'): void => {
    if (places.get(key) !== action) return
    places.delete(key)
    check()
  }

  const run = (task: TaskRecord, parameters: { input: Json } | undefined): void => {
    const key = keyOf(task)
    if (!parameters || isStopped) return release(key, 'leasing')
    const found = options.registry.find(task.resource)
    const refusal = found
      ? patternRefusal(task, found.action.patterns)
      : unknownResourceCause(options.registry, task.resource)
    if (!found || refusal !== undefined) {
      void settle(task, failed('States.Runtime', refusal ?? '')).then(() => release(key, 'leasing'))
      return
    }
    const action = startAction({ ...options, ...found, task, input: parameters.input })
    places.set(key, action)
    void action.outcome.then(async (outcome) => {
      if (outcome) await settle(task, outcome)
      release(key, action)
    })
  }

  const settle = (task: TaskRecord, outcome: TaskOutcome): Promise<void> =>
    host
      .persist((write) => storeOutcome(write, task, outcome, options))
      .catch((error: unknown) => {
        log.error("A task's outcome could not be stored", {
          ...task,
          token: undefined,
          error: String(error)
        })
      })

  return {
    check,
    cancel: (task, reason) => {
      const key = keyOf(task)
      const action = places.get(key)
      if (!action || action === 'leasing') return
      action.abort(new TaskOver(reason))
      clock.after(GRACE_MILLISECONDS, () => {
        if (places.get(key) !== action) return
        log.warn('An action does not end although its task is over; its place is given to others', {
          ...task
        })
        release(key, action)
      })
    },
    stop: async () => {
      isStopped = true
      const actions = [...places.values()].filter((place) => place !== 'leasing')
      for (const action of actions) action.abort(new EngineStopping())
      const ended = Promise.all(
        actions.map(async (action) => {
          const outcome = await action.outcome
          if (outcome) await settle(action.task, outcome)
        })
      )
      let cancelWait = (): void => undefined
      const waited = new Promise<void>((resolve) => {
        cancelWait = clock.after(STOP_MILLISECONDS, resolve)
      })
      await Promise.race([ended, waited])
      cancelWait()
    }
  }
}

/** Why a running action is told to end. */
export class TaskOver extends Error {
  override name = 'TaskOver'

  constructor(reason: CancelTask['reason'] | 'completed') {
    super(`The task is over for its execution: ${reason}.`)
  }
}

/** Takes the lease; undefined where the task is not to be had any more. */
function lease(
  write: WriteDb,
  task: TaskRecord,
  { host, runId }: RunnerOptions
): { input: Json } | undefined {
  if (!leaseTask(write, task, runId)) return undefined
  // A task that goes on after a restart has its TaskStarted event already.
  if (!task.isResumed) {
    host.apply(write, task.executionId, {
      type: 'task-started',
      taskId: task.taskId,
      ...host.moment()
    })
  }
  return { input: readTaskParameters(write, task) }
}

/** Refuses what comes late: the task may have timed out, been stopped, or been completed by token. */
function storeOutcome(
  write: WriteDb,
  task: TaskRecord,
  outcome: TaskOutcome,
  options: RunnerOptions
): void {
  const current = findTask(write, task)
  if (current?.status !== 'RUNNING' || current.runId !== options.runId) return
  const { executionId, taskId } = task
  if (outcome.type === 'succeeded' && task.pattern === 'wait-for-task-token') {
    submitTask(write, task)
    const { output } = outcome
    options.host.apply(write, executionId, {
      type: 'task-submitted',
      taskId,
      output,
      ...options.host.moment()
    })
    return
  }
  settleTask(write, task, outcome, options)
}

function patternRefusal(task: TaskRecord, patterns: readonly string[]): string | undefined {
  if (patterns.includes(task.pattern)) return undefined
  return `Expected '${task.resource}' to be used with one of the patterns ${patterns.join(', ')}, found ${task.pattern}.`
}
