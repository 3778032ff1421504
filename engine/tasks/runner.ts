import type { EngineEvent } from '../../api/events.ts'
import type { CancelTask } from '../../asl/interpreter/command.ts'
import type { Json } from '../../asl/json.ts'
import { EngineStopping } from '../../plugins/contract/interruption.ts'
import type { Clock } from '../clock.ts'
import type { DataFolder } from '../data-folder.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Mocks } from '../mocks/mocks.ts'
import type { EngineActions } from '../nested/engine-actions.ts'
import type { RegisteredAction } from '../plugins/registry.ts'
import type { Store } from '../store/open.ts'
import type { TaskKey, TaskRecord } from '../store/queries/tasks.ts'
import { readTaskParameters, rescheduleTask, scheduledTasks } from '../store/queries/tasks.ts'
import type { WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import { failed } from './attempt.ts'
import { interruptionOfTask } from './interruption.ts'
import type { LeaseOptions } from './lease.ts'
import { lease, storeEngineOutcome, storeMocked, storeOutcome } from './lease.ts'
import { patternCause, unknownResourceCause } from './resource-failure.ts'
import type { RunningAction } from './running-action.ts'
import { startAction } from './running-action.ts'
import type { TaskServices } from './services.ts'
import type { TaskOutcome } from './tasks.ts'

export interface RunnerOptions extends LeaseOptions {
  host: HostControl
  store: Store
  /** Tasks that the engine does itself. */
  engineActions: EngineActions
  /** Answers for tasks of test cases. */
  mocks: Mocks
  services: TaskServices
  folder: DataFolder
  /** Tells listeners of what is not kept: the growth of logs. */
  tell: (event: EngineEvent) => void
  clock: Clock
  log: Log
  /** At most so many actions at once. */
  concurrency: number
}

/** An action that does not end when told loses its place to the next one after this. */
const GRACE_MILLISECONDS = 5000
/** How long an orderly stop waits for actions. */
const STOP_MILLISECONDS = 3000

type Place = RunningAction | 'leasing'

const keyOf = ({ executionId, taskId }: TaskKey): string =>
  `${String(executionId)}/${String(taskId)}`

/** Why a running action is told to end. */
class TaskOver extends Error {
  override name = 'TaskOver'
}

/** Runs the actions of scheduled tasks, under lease and within limits; oldest first. */
export class Runner {
  readonly #options: RunnerOptions
  /** Places taken: from the lease until the action has ended, or was given up. */
  readonly #places = new Map<string, Place>()
  #isChecking = false
  #isStopped = false

  constructor(options: RunnerOptions) {
    this.#options = options
  }

  /** There may be new SCHEDULED tasks. */
  check(): void {
    if (this.#isChecking || this.#isStopped) return
    this.#isChecking = true
    // Many tasks may be scheduled in one commit: one look at the table serves them all.
    queueMicrotask(() => {
      this.#isChecking = false
      if (!this.#isStopped) this.#fill()
    })
  }

  /** The task is over for its execution: its action is told to end, its result will be refused. */
  cancel(task: TaskKey, reason: CancelTask['reason'] | 'completed'): void {
    const { clock, log } = this.#options
    const key = keyOf(task)
    const action = this.#places.get(key)
    if (!action || action === 'leasing') return
    action.abort(new TaskOver(`The task is over for its execution: ${reason}.`))
    clock.after(GRACE_MILLISECONDS, () => {
      if (this.#places.get(key) !== action) return
      const { resource, stateName } = action.task
      log.warn('An action goes on although its task is over; its place is given to others', {
        ...{ resource, stateName, key }
      })
      this.#release(key, action)
    })
  }

  /** Whether actions of an execution are at work, though it may have ended. */
  isAtWork(executionId: number): boolean {
    const prefix = `${String(executionId)}/`
    return [...this.#places.keys()].some((key) => key.startsWith(prefix))
  }

  /** Tells all actions that the engine stops, and waits a little for those that end in order. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const actions = [...this.#places.values()].filter((place) => place !== 'leasing')
    for (const action of actions) action.abort(new EngineStopping())
    // Each stores its outcome, if it has one, before it leaves its place.
    const ended = Promise.all(actions.map(({ stored }) => stored))
    let cancelWait = (): void => undefined
    const waited = new Promise<void>((resolve) => {
      cancelWait = this.#options.clock.after(STOP_MILLISECONDS, resolve)
    })
    await Promise.race([ended, waited])
    cancelWait()
  }

  #fill(): void {
    const { store, concurrency } = this.#options
    const free = concurrency - this.#places.size
    if (free <= 0) return
    const waiting = scheduledTasks(reader(store), concurrency)
    for (const task of waiting.filter((one) => !this.#places.has(keyOf(one))).slice(0, free)) {
      const action = this.#repeatableAction(task)
      if (action) this.#beginAtOnce(task, action)
      else this.#leaseFirst(task)
    }
  }

  #leaseFirst(task: TaskRecord): void {
    this.#places.set(keyOf(task), 'leasing')
    this.#options.host
      .persist((write) => (this.#isStopped ? undefined : lease(write, task, this.#options)))
      .then((leased) => this.#run(task, leased))
      .catch((error: unknown) => {
        this.#release(keyOf(task), 'leasing')
        this.#report('A task could not be started', task, error)
      })
  }

  /** The action of a task that runs again anyway where nobody knows of its lease. */
  #repeatableAction(task: TaskRecord): RegisteredAction | undefined {
    const { store, registry, mocks, engineActions } = this.#options
    const found = registry.find(task.resource)
    const isPlain =
      found && !engineActions.has(task.resource) && !mocks.outcomeOf(reader(store), task)
    if (!isPlain || patternCause(task, found.action.patterns) !== undefined) return undefined
    return interruptionOfTask(reader(store), registry, task) === 'repeat' ? found : undefined
  }

  /**
   * The lease is stored while the action is at work already: what it waits for is the commit that has
   * scheduled it. One that ends at once has its lease and its outcome in one commit.
   */
  #beginAtOnce(task: TaskRecord, registered: RegisteredAction): void {
    const { host, store } = this.#options
    const leasing = host.persist((write) => lease(write, task, this.#options))
    const action = this.#begin(task, registered, readTaskParameters(reader(store), task))
    const giveUp = (): void => action.abort(new TaskOver('The task is over for its execution.'))
    leasing
      .then((leased) => (leased ? undefined : giveUp()))
      .catch((error: unknown) => {
        giveUp()
        this.#report('The lease of a task could not be stored', task, error)
      })
  }

  #run(task: TaskRecord, leased: { input: Json } | undefined): void {
    const key = keyOf(task)
    if (!leased) {
      this.#release(key, 'leasing')
      return
    }
    if (this.#isStopped) {
      // Nothing was begun: the next start must not take it for interrupted work.
      void this.#options.host.persist((write) =>
        rescheduleTask(write, task, { hasRebooted: false })
      )
      return
    }
    const { registry, mocks, engineActions } = this.#options
    this.#options.store.reached('task:leased')
    const mocked = mocks.outcomeOf(reader(this.#options.store), task)
    if (mocked) {
      void this.#persist(task, (write) => storeMocked(write, task, mocked, this.#options)).then(
        () => this.#release(key, 'leasing')
      )
      return
    }
    if (engineActions.has(task.resource)) {
      void this.#persist(task, (write) =>
        storeEngineOutcome(
          write,
          task,
          () => engineActions.run(write, task, leased.input),
          this.#options
        )
      ).then(() => this.#release(key, 'leasing'))
      return
    }
    const found = registry.find(task.resource)
    const refusal = found
      ? patternCause(task, found.action.patterns)
      : unknownResourceCause(registry, task.resource)
    if (!found || refusal !== undefined) {
      const outcome = failed('States.Runtime', refusal ?? '')
      void this.#store(task, outcome).then(() => this.#release(key, 'leasing'))
      return
    }
    this.#begin(task, found, leased.input)
  }

  #begin(task: TaskRecord, registered: RegisteredAction, input: Json): RunningAction {
    const key = keyOf(task)
    const action = startAction({
      ...{ ...this.#options, ...registered, task, input },
      db: reader(this.#options.store),
      store: (outcome) => this.#store(task, outcome)
    })
    this.#places.set(key, action)
    void action.stored.then(() => this.#release(key, action))
    return action
  }

  #store(task: TaskRecord, outcome: TaskOutcome): Promise<void> {
    this.#options.store.reached('task:acted')
    return this.#persist(task, (write) => storeOutcome(write, task, outcome, this.#options))
  }

  #persist(task: TaskRecord, work: (write: WriteDb) => void): Promise<void> {
    return this.#options.host
      .persist(work)
      .catch((error: unknown) => this.#report("A task's outcome could not be stored", task, error))
  }

  #release(key: string, place: Place): void {
    if (this.#places.get(key) !== place) return
    this.#places.delete(key)
    this.check()
  }

  #report(message: string, { resource, stateName }: TaskRecord, error: unknown): void {
    // While the engine stops, work is refused and taken up by its next start.
    if (this.#isStopped) return
    this.#options.log.error(message, { resource, stateName, error: String(error) })
  }
}
