import type { EngineEvent } from '../api/events.ts'
import type { Plugin } from '../plugins/contract/plugin.ts'
import { readBootId } from './boot-id.ts'
import type { Clock } from './clock.ts'
import type { Concurrency } from './concurrency/concurrency.ts'
import { createConcurrency } from './concurrency/concurrency.ts'
import type { Rules } from './concurrency/rules.ts'
import { createRules } from './concurrency/rules.ts'
import { createExpressPlaces } from './concurrency/express-places.ts'
import type { DataFolder } from './data-folder.ts'
import type { Express, ExpressRequest } from './express/express.ts'
import { createExpress } from './express/express.ts'
import type { HostControl, HostOptions, StartedExecution } from './host/host.ts'
import { createHost } from './host/host.ts'
import { recover } from './host/recovery.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import type { ExecutionLogs } from './logs/execution-logs.ts'
import { createExecutionLogs } from './logs/execution-logs.ts'
import type { Durabilities } from './machines/durabilities.ts'
import { createDurabilities } from './machines/durabilities.ts'
import type { Machines } from './machines/machines.ts'
import { createMachines } from './machines/machines.ts'
import { knownResources } from './plugins/known-resources.ts'
import type { EngineActions } from './nested/engine-actions.ts'
import { createEngineActions } from './nested/engine-actions.ts'
import type { Nested } from './nested/nested.ts'
import { createNested } from './nested/nested.ts'
import { createMapRuns } from './map-runs/map-runs.ts'
import type { MapRuns } from './map-runs/map-runs.ts'
import { createOpenObjects } from './map-runs/objects.ts'
import type { Mocks } from './mocks/mocks.ts'
import type { Registry } from './plugins/registry.ts'
import { createRegistry } from './plugins/registry.ts'
import type { Durability } from './store/log-sync.ts'
import type { Store } from './store/open.ts'
import { beginEngineRun, endEngineRun } from './store/queries/engine-run.ts'
import type { WriteDb } from './store/transaction.ts'
import { isStorageUnavailable } from './store/storage-error.ts'
import { inTransaction } from './store/transaction.ts'
import type { Activities } from './tasks/activities.ts'
import { createActivities } from './tasks/activities.ts'
import { Runner } from './tasks/runner.ts'
import type { TaskEndListener, TaskServices } from './tasks/services.ts'
import type { Tasks } from './tasks/tasks.ts'
import { createTasks } from './tasks/tasks.ts'
import type { ClockJumps } from './timers/clock-jumps.ts'
import { createClockJumps } from './timers/clock-jumps.ts'
import { startTimers } from './timers/timers.ts'
import type { WakeUp } from './timers/wake-up.ts'

/** What everything else in the engine is built upon. */
export interface CoreParts {
  store: Store
  folder: DataFolder
  clock: Clock
  ids: Ids
  log: Log
  registry: Registry
  machines: Machines
  host: HostControl
  tasks: Tasks
  activities: Activities
  express: Express
  mapRuns: MapRuns
  concurrencyRules: Concurrency
  rules: Rules
  /** Whether actions of an execution are at work, though it may have ended. */
  isAtWork: (executionId: number) => boolean
}

export interface CoreOptions {
  store: Store
  folder: DataFolder
  clock: Clock
  ids: Ids
  log: Log
  plugins: readonly Plugin[]
  concurrency: number
  mocks: Mocks
  /** Tells listeners of what is not kept. */
  tell: (event: EngineEvent) => void
  /** Makes the services that tasks need; they may need the core themselves. */
  services: (parts: CoreParts) => {
    forTasks: TaskServices
    taskEnded: TaskEndListener
    /** Told of each end of an execution, inside its transaction. */
    executionEnded?: HostOptions['hooks']['executionEnded']
  }
  onDamaged: (error: unknown) => void
  /** Of state machines without a setting of their own; default full. */
  durability?: Durability
  /** How many running executions are kept in memory. */
  cacheLimit?: number
  /** How many transitions of an execution are committed together at most; default 1000. */
  transitionLimit?: number
  /** Of the computer's run; that of the system where absent. */
  bootId?: string
}

export interface Core extends CoreParts {
  /** What the user should know of the last engine run. */
  notices: string[]
  /** Begins to run what is stored: interrupted work, scheduled tasks, due timers. */
  start: () => void
  /** The computer has woken up: timers that came due meanwhile fire now. */
  wake: () => void
  /**
   * Tells actions, waits for them and for `others` (answers under way), commits what is queued and
   * marks the run as ended in order. The store stays open.
   */
  stop: (others?: Promise<unknown>) => Promise<void>
}

/** What is there only once the core is composed, or started. */
interface Late {
  runner?: Runner
  timers?: WakeUp
  made?: ReturnType<CoreOptions['services']>
}

/** What the core keeps to itself. */
interface Inside {
  nested: Nested
  engineActions: EngineActions
  logs: ExecutionLogs
  taskEnded: TaskEndListener
  durabilities: Durabilities
  clockJumps: ClockJumps
}

/** Composes host, tasks and timers over a store. */
export function createCore(options: CoreOptions): Core {
  const { store, clock, log } = options
  const bootId = options.bootId ?? readBootId(clock.now())
  const { runId, hasEndedInOrder, hasRebooted } = inTransaction(store, (write) =>
    beginEngineRun(write, bootId)
  )
  const late: Late = {}
  const { parts, inside } = compose(options, late)
  const { registry, host, express, mapRuns } = parts
  const { nested, engineActions, logs, taskEnded, clockJumps } = inside
  const made = options.services(parts)
  late.made = made
  const notices: string[] = []
  return {
    ...parts,
    notices,
    start: () => {
      const runner = new Runner({
        ...{ ...options, host, registry, engineActions, taskEnded, runId },
        services: made.forTasks
      })
      late.runner = runner
      // Before any timer is stored or judged.
      inTransaction(store, (write) => clockJumps.settle(write))
      notices.push(
        ...recover({ store, host, registry, taskEnded, log, hasEndedInOrder, hasRebooted })
      )
      inTransaction(store, (write) => {
        nested.recover(write)
        mapRuns.recover(write)
        parts.concurrencyRules.recover(write)
      })
      store.reached('recovery:done')
      late.timers = startTimers({ store, host, clock, log, clockJumps })
      runner.check()
    },
    wake: () => late.timers?.check(),
    stop: async (others) => {
      late.timers?.stop()
      express.stop()
      await Promise.all([late.runner?.stop(), mapRuns.close(), others])
      await host.stop()
      store.reached('stop:idle')
      await logs.flush()
      inside.durabilities.stop()
      noteOrderlyEnd(options)
      store.reached('stop:noted')
    }
  }
}

/** Where even this cannot be stored, the next start believes in a crash, and loses nothing by it. */
function noteOrderlyEnd({ store, log }: CoreOptions): void {
  try {
    inTransaction(store, endEngineRun)
  } catch (error) {
    if (!isStorageUnavailable(error)) throw error
    log.error('The orderly end could not be stored', { error: String(error) })
  }
}

function compose(options: CoreOptions, late: Late): { parts: CoreParts; inside: Inside } {
  const { store, clock, log, ids } = options
  const registry = createRegistry(options.plugins)
  const durabilities = createDurabilities({
    ...{ store, clock, durability: options.durability ?? 'full' }
  })
  const machines = createMachines({
    ...{ ...options, durabilities, resources: knownResources(registry) }
  })
  const logs = createExecutionLogs(options.folder, log)
  const taskEnded: TaskEndListener = (write, task, end) => {
    nested.taskEnded(write, task, end)
    late.made?.taskEnded(write, task, end)
  }
  const hooks = hooksOf(late, () => ({
    ...{ nested, mapRuns, activities, concurrencyRules, taskEnded }
  }))
  const timersChanged = (): void => late.timers?.check()
  const clockJumps = createClockJumps({ store, clock, log, timersChanged })
  const host = createHost({
    ...{ ...options, machines, logs, hooks, beforeGroup: clockJumps.settle },
    concurrency: {
      ruleOf: (stateMachineId) => concurrencyRules.ruleOf(stateMachineId),
      admit: (...start) => concurrencyRules.admit(...start),
      redriven: (...execution) => concurrencyRules.redriven(...execution)
    },
    startExpress: (write, request) => startExpress(write, express, request)
  })
  const concurrencyRules = createConcurrency({ store, log, host })
  const tasks = createTasks({
    ...{ host, clock, taskEnded },
    taskCompleted: (task) => late.runner?.cancel(task, 'completed')
  })
  const connections: TaskServices['connections'] = {
    find: (type, name) =>
      late.made?.forTasks.connections.find(type, name) ?? Promise.resolve(undefined)
  }
  const openObjects = createOpenObjects({ ...options, connections })
  const mapRuns = createMapRuns({ ...options, host, openObjects })
  const nested = createNested({ host, taskEnded })
  const engineActions = createEngineActions({ host, tasks, nested, uuid: () => ids.uuid() })
  const activities = createActivities({ store, host, clock })
  const express: Express = createExpress({
    ...{ ...options, host, registry, machines, engineActions, logs },
    expressPlaces: createExpressPlaces(concurrencyRules.ruleOf),
    connections
  })
  return {
    parts: {
      ...{ ...options, registry, machines, host, tasks, activities, express, mapRuns },
      concurrencyRules,
      rules: createRules(concurrencyRules),
      isAtWork: (executionId) => late.runner?.isAtWork(executionId) ?? false
    },
    inside: { nested, engineActions, logs, taskEnded, durabilities, clockJumps }
  }
}

/** Whom the host tells. The services need the host themselves, so they are asked for when they are told. */
function hooksOf(
  late: Late,
  told: () => {
    nested: Nested
    mapRuns: MapRuns
    activities: Activities
    concurrencyRules: Concurrency
    taskEnded: TaskEndListener
  }
): HostOptions['hooks'] {
  return {
    tasksScheduled: () => {
      late.runner?.check()
      told().activities.check()
    },
    taskCancelled: (task, reason) => late.runner?.cancel(task, reason),
    timersChanged: () => late.timers?.check(),
    executionEnded: (write, execution) => {
      const { nested, mapRuns, concurrencyRules } = told()
      nested.executionEnded(write, execution.id)
      mapRuns.executionEnded(write, execution)
      concurrencyRules.executionEnded(write, execution.id)
      late.made?.executionEnded?.(write, execution)
    },
    mapRunStarted: (...run) => told().mapRuns.start(...run),
    mapRunStopped: (...run) => told().mapRuns.stop(...run),
    mapRunRedriven: (...run) => told().mapRuns.redrive(...run),
    taskEnded: (...end) => told().taskEnded(...end)
  }
}

/** Nobody waits for it: it runs after the commit of whoever has started it. */
function startExpress(write: WriteDb, express: Express, request: ExpressRequest): StartedExecution {
  const { executionArn, startedAt, run, drop } = express.prepare(request)
  write.afterRollback(drop)
  // Refused only while the engine stops, and then it is gone as all of them.
  write.afterCommit(() => void run(false).catch(() => undefined))
  return { executionArn, startedAt, isNew: true }
}
