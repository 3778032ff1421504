import { ApiError } from '../../api/errors.ts'
import type { ScheduleTask } from '../../asl/interpreter/command.ts'
import type { ExpressPlaces } from '../concurrency/express-places.ts'
import { createExecution } from '../../asl/interpreter/start.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import { expressArn, stateMachineArn } from '../arns.ts'
import type { HostControl } from '../host/host.ts'
import type { Ids } from '../ids.ts'
import type { ExecutionLogs } from '../logs/execution-logs.ts'
import { checkInput } from '../host/start.ts'
import { checkName } from '../machines/checks.ts'
import type { Target } from '../machines/find.ts'
import type { Machines } from '../machines/machines.ts'
import type { EngineActions } from '../nested/engine-actions.ts'
import type { Store } from '../store/open.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import { reader } from '../store/transaction.ts'
import type { TestedIdentity, TestedTaskServices } from '../tasks/tested-task.ts'
import { runTestedTask } from '../tasks/tested-task.ts'
import type { TaskOutcome } from '../tasks/tasks.ts'
import { ExpressRun } from './express-run.ts'
import type { ExpressResult } from './result.ts'

export interface ExpressRequest {
  target: Target
  /** A random UUID where absent; need not be unique. */
  name?: string
  /** JSON text; `{}` where absent. */
  input?: string
}

/** Executions of EXPRESS state machines. */
export interface Express {
  /**
   * Begins one, which nobody waits for. Throws ApiError InvalidName, InvalidExecutionInput,
   * ConcurrencyLimitReached, ThrottlingException before anything has run.
   */
  prepare: (request: ExpressRequest) => PreparedExpress
  /** Aborts all. */
  stop: () => void
}

/** An execution that has its ARN but has not taken a step. */
export interface PreparedExpress {
  executionArn: string
  startedAt: number
  /** Runs it to its end. Rejects with ApiError ServiceUnavailable where the engine stops. */
  run: (isSynchronous: boolean) => Promise<ExpressResult>
  /** It will not run: its place under the concurrency rule is free again. */
  drop: () => void
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
const LONGEST_SECONDS = 300
/** They live in memory alone, so there is a bound; who starts more is told to come again. */
export const MOST_RUNNING = 5000

export interface ExpressOptions extends TestedTaskServices {
  store: Store
  host: HostControl
  ids: Ids
  machines: Machines
  engineActions: EngineActions
  logs: ExecutionLogs
  /** Where a concurrency rule limits how many run at once. */
  expressPlaces: ExpressPlaces
  /** At most so many actions at once. */
  concurrency: number
}

export function createExpress(options: ExpressOptions): Express {
  const { ids, clock } = options
  const running = new Set<() => void>()
  const places = createPlaces(options.concurrency)
  return {
    prepare: ({ target, name = ids.uuid(), input = '{}' }) => {
      checkName(name)
      checkInput(input)
      if (running.size >= MOST_RUNNING) throw tooManyRun()
      const executionArn = expressArn(target.machine.name, name, ids.uuid())
      const startedAt = clock.now()
      const begun: Begun = { target, name, input, executionArn, startedAt }
      const giveBack = options.expressPlaces.take(target.machine)
      return {
        executionArn,
        startedAt,
        run: (isSynchronous) => {
          const ended = run({ ...begun, isSynchronous }, { ...options, running, places })
          return giveBack ? ended.finally(giveBack) : ended
        },
        drop: () => giveBack?.()
      }
    },
    stop: () => {
      for (const abandon of running) abandon()
    }
  }
}

function tooManyRun(): ApiError {
  return new ApiError(
    'ThrottlingException',
    `Rate exceeded: ${String(MOST_RUNNING)} EXPRESS executions run already. This one was not started: try again in a moment.`
  )
}

interface Begun {
  target: Target
  name: string
  input: string
  executionArn: string
  startedAt: number
}

type Parts = ExpressOptions & { running: Set<() => void>; places: Places }

function run(begun: Begun & { isSynchronous: boolean }, parts: Parts): Promise<ExpressResult> {
  const { target, name, input, executionArn, startedAt } = begun
  const { host, log, machines, store, running, places, logs } = parts
  const compiled = machines.compiled(reader(store), (target.version ?? target.machine).revisionId)
  const timeoutSeconds = Math.min(compiled.timeoutSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS)
  const logTo = logs.of(target.machine.name, target.version ?? target.machine)
  const identity = {
    ...{ executionArn, executionName: name, stateMachineName: target.machine.name }
  }
  return new Promise((resolve, reject) => {
    const abandon = (): void => {
      running.delete(abandon)
      express.abandon()
      reject(new ApiError('ServiceUnavailable', 'The engine is stopping. Try again once it runs.'))
    }
    const express = new ExpressRun({
      ...parts,
      machine: { ...compiled, timeoutSeconds },
      execution: createExecution({ context: contextOf(begun), input }),
      moment: host.moment,
      runTask: (task, { signal, heartbeat }) =>
        places(() => doTask(parts, task, { identity, signal, heartbeat })),
      onEvents: (events) => logTo(executionArn, events, 0),
      onBug: (error) => {
        const stack = error instanceof Error ? error.stack : undefined
        log.error('A bug has ended an express execution', { executionArn, stack })
      },
      onEnd: (end, stoppedAt) => {
        running.delete(abandon)
        const stateMachine = stateMachineArn(target.machine.name)
        const { status, output, error, cause } = end
        resolve({
          ...{ executionArn, stateMachineArn: stateMachine, name, startedAt, stoppedAt },
          ...{ status, input },
          ...(output === undefined ? {} : { output }),
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause })
        })
      }
    })
    running.add(abandon)
    express.give({ type: 'execution-started' })
  })
}

function contextOf(begun: Begun & { isSynchronous: boolean }) {
  const { target, name, executionArn, startedAt, isSynchronous } = begun
  const { machine, version } = target
  return {
    execution: {
      ...{ id: executionArn, name, roleArn: (version ?? machine).roleArn },
      startTime: new Date(startedAt).toISOString(),
      // As on AWS: one that is waited for cannot be redriven and says nothing of it.
      ...(isSynchronous ? { redriveCount: null } : {})
    },
    stateMachine: { id: stateMachineArn(machine.name), name: machine.name }
  }
}

interface TaskScope {
  identity: TestedIdentity
  signal: AbortSignal
  heartbeat: () => void
}

async function doTask(
  parts: Parts,
  task: ScheduleTask,
  { identity, signal, heartbeat }: TaskScope
): Promise<TaskOutcome> {
  const { engineActions, host } = parts
  if (!engineActions.has(task.resource)) {
    return runTestedTask(parts, task, identity, signal, { heartbeat, unavailable })
  }
  const record: TaskRecord = {
    ...task,
    executionId: 0,
    status: 'RUNNING',
    isResumed: false,
    isAfterReboot: false
  }
  const outcome = await host.persist((write) => engineActions.run(write, record, task.parameters))
  return outcome.type === 'submitted' ? { type: 'succeeded', output: outcome.output } : outcome
}

function unavailable(what: string): TaskFailure {
  return new TaskFailure(
    'Signalbox.NotInExpress',
    `A task that ${what} must outlive a crash of the engine, which EXPRESS executions do not: use a STANDARD state machine.`
  )
}

/** Lets so many run at once, the rest in the order of their coming. */
type Places = <T>(work: () => Promise<T>) => Promise<T>

function createPlaces(limit: number): Places {
  let taken = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (taken >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else taken++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else taken--
    }
  }
}
