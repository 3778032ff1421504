import type { Activation } from '../../asl/interpreter/activation.ts'
import type { Clock } from '../clock.ts'
import type { ExpressRequest } from '../express/express.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import type { ExecutionLogs } from '../logs/execution-logs.ts'
import type { Machines } from '../machines/machines.ts'
import type { Mocks } from '../mocks/mocks.ts'
import type { Store } from '../store/open.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import type { Concurrency } from '../concurrency/concurrency.ts'
import { limitCallers } from './caller-limit.ts'
import type { ChildStart } from './child-start.ts'
import { newChildExecution } from './child-start.ts'
import type { HostHooks } from './commands.ts'
import { GroupCommit } from './group-commit.ts'
import type { LiveExecution } from './live-executions.ts'
import { createLiveExecutions } from './live-executions.ts'
import { isAdmitted, startByRule } from './queued-start.ts'
import { redriveExecution } from './redrive.ts'
import { findStart, newExecution } from './start.ts'
import { insertWaiting } from './step.ts'
import { createSteps } from './steps.ts'

/** `Omit` over each member of a union. */
export type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** An activation before the host gives it its time and randomness. */
export type ActivationRequest = DistributiveOmit<Activation, 'at' | 'seed'>

export interface StartRequest {
  /** Of a version or alias, too; may end with `#` and a test case of the mock configuration file. */
  stateMachineArn: string
  /** The idempotency key; a random UUID where absent. */
  name?: string
  /** JSON text; `{}` where absent. */
  input?: string
}

export interface StartedExecution {
  executionArn: string
  /** Milliseconds since the epoch. */
  startedAt: number
  /** False where an execution of this name and input was running already. */
  isNew: boolean
}

/** Runs executions: the one loop of load, advance, commit, act. */
export interface Host {
  /**
   * Creates an execution and takes its first step inside the caller's transaction. Throws ApiError
   * StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidName, InvalidExecutionInput, InvalidArn,
   * ConcurrencyLimitReached. Where the rule of its state machine says so, it waits in a queue first.
   */
  start: (write: WriteDb, request: StartRequest) => StartedExecution
  /**
   * One activation inside the caller's transaction: loads, advances, writes the rows and registers
   * what is to be done after the commit. An execution that has ended is left as it is.
   */
  apply: (write: WriteDb, executionId: number, activation: Activation) => void
  /**
   * Takes an execution that has not ended well up again, from the state that has failed. Throws
   * ApiError ExecutionNotRedrivable. Answers when, in milliseconds since the epoch.
   */
  redrive: (write: WriteDb, executionId: number) => number
  /** Queues an activation; resolves after the commit of its group. Tried again while the disk refuses. */
  submit: (executionId: number, activation: ActivationRequest) => Promise<void>
  /**
   * Queues a unit of work; all units that are queued in one turn of the event loop share one
   * transaction (group commit), each in a savepoint of its own. Resolves after the commit; rejects
   * with what `work` throws, or with ApiError ServiceUnavailable where the disk refuses. `work` may
   * run more than once: it keeps nothing of an earlier run, and sets memory back by `afterRollback`.
   * Units run in the order of their coming; those of a named line by themselves, and lines take turns.
   */
  enqueue: <T>(work: (write: WriteDb) => T, line?: string) => Promise<T>
  /** An activation's `at` and `seed`. */
  moment: () => { at: number; seed: string }
}

export interface HostOptions {
  store: Store
  clock: Clock
  ids: Ids
  log: Log
  machines: Machines
  mocks: Mocks
  logs: ExecutionLogs
  hooks: Omit<HostHooks, 'continueExecution'>
  /** Rules on starts. */
  concurrency: Pick<Concurrency, 'ruleOf' | 'admit' | 'redriven'>
  /** Starts an execution that keeps no rows, after the commit. Throws as `start`. */
  startExpress: (write: WriteDb, request: ExpressRequest) => StartedExecution
  /** First in each group's transaction. */
  beforeGroup?: (write: WriteDb) => void
  /** The database has turned out to be damaged: the engine must end. */
  onDamaged: (error: unknown) => void
  /** How many running executions are kept in memory. */
  cacheLimit?: number
  /** How many transitions are committed together at most; 1: each before the next one begins. */
  transitionLimit?: number
}

/** The host, what the engine's own services need of it, and how to end it. */
export interface HostControl extends Host {
  /** As `enqueue`, for the engine's own work: tried again until the disk takes it. */
  persist: <T>(work: (write: WriteDb) => T) => Promise<T>
  /** Somebody waits for an answer that only reads: for a moment transactions are short. */
  hurry: () => void
  /** A running execution as it is in this transaction; undefined where it has ended. Not to be changed. */
  load: (db: ReadDb, executionId: number) => LiveExecution | undefined
  /** Starts a child inside the caller's transaction. Throws ApiError InvalidExecutionInput. */
  startChild: (write: WriteDb, request: ChildStart) => void
  /** The first step of an execution that has waited in a queue, inside the caller's transaction. */
  begin: (write: WriteDb, executionId: number) => void
  /** Commits what is queued and refuses all else. */
  stop: () => Promise<void>
}

const CACHE_LIMIT = 1000
/** Steps that go on make a thousand transitions each. */
const CONTINUED_LINE = 'continued'

/**
 * Composes the host.
 *
 * @example
 * const host = createHost({ store, clock, ids, log, machines, hooks, onDamaged })
 * const { executionArn } = await host.enqueue((write) => host.start(write, { stateMachineArn }))
 */
export function createHost(options: HostOptions): HostControl {
  const { clock, ids } = options
  const group = new GroupCommit(options)
  const executions = createLiveExecutions(options, options.cacheLimit ?? CACHE_LIMIT)
  const moment = () => ({ at: clock.now(), seed: ids.seed() })
  const hooks = withContinuation(options.hooks, (executionId, request) =>
    submit(executionId, request, CONTINUED_LINE)
  )

  const steps = createSteps(options, executions, hooks)

  const apply = (write: WriteDb, executionId: number, activation: Activation): void => {
    const live = executions.load(write, executionId)
    if (live) steps.take(write, live, activation)
  }

  const submit = (executionId: number, request: ActivationRequest, line?: string) => {
    const work = (write: WriteDb) => apply(write, executionId, { ...request, ...moment() })
    return group.enqueue(work, { whenRefused: 'retry', line })
  }

  return {
    ...{ moment, apply, submit },
    start: (write, request) => {
      const { at, seed } = moment()
      const found = findStart(write, request.stateMachineArn, { at, seed })
      if (found.target.machine.type === 'EXPRESS') {
        return options.startExpress(write, { ...request, target: found.target })
      }
      const { name = ids.timeOrderedUuid() } = request
      const named = { ...request, name, isFresh: request.name === undefined }
      const parts = { ...options, found, seed }
      const activation = { type: 'execution-started', at, seed } as const
      return startByRule(write, parts, (own, rule) => {
        const beginning = newExecution(own, options, named, found)
        if (!beginning.isNew) return beginning.started
        const { execution } = beginning
        const live = rule && insertWaiting(own, execution)
        if (!live) steps.takeFirst(own, execution, activation)
        else if (isAdmitted(own, rule, live, parts)) steps.take(own, live, activation)
        return { executionArn: execution.executionArn, startedAt: at, isNew: true }
      })
    },
    begin: (write, executionId) =>
      apply(write, executionId, { type: 'execution-started', ...moment() }),
    load: (db, executionId) => executions.load(db, executionId),
    startChild: (write, request) => {
      const { at, seed } = moment()
      const child = newChildExecution(write, options, request, at)
      steps.takeFirst(write, child, { type: 'execution-started', at, seed })
    },
    redrive: (write, executionId) => {
      const { at } = moment()
      redriveExecution(write, executionId, { at, hooks, machines: options.machines })
      options.concurrency.redriven(write, executionId)
      return at
    },
    enqueue: limitCallers((work, line) => group.enqueue(work, { line })),
    persist: (work) => group.enqueue(work, { whenRefused: 'retry' }),
    hurry: () => group.hurry(),
    stop: () => group.stop()
  }
}

function withContinuation(hooks: HostOptions['hooks'], submit: Host['submit']): HostHooks {
  return {
    ...hooks,
    continueExecution: (executionId) => {
      // Refused only while the engine stops: its next start continues what asked for it.
      submit(executionId, { type: 'execution-continued' }).catch(() => undefined)
    }
  }
}
