import type { Json } from '../../asl/json.ts'
import { ApiError } from '../../api/errors.ts'
import { activityArn, parseActivityArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import type { HostControl } from '../host/host.ts'
import { checkName } from '../machines/checks.ts'
import { addTags } from '../machines/tags.ts'
import type { Store } from '../store/open.ts'
import type { Activity } from '../store/queries/activities.ts'
import {
  deleteActivity,
  findActivity,
  hasQueuedTask,
  insertActivity,
  leaseQueuedTask
} from '../store/queries/activities.ts'
import type { Tag } from '../store/queries/tags.ts'
import { deleteTagsOf } from '../store/queries/tags.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'

/** What a worker gets. */
export interface ActivityTask {
  taskToken: string
  input: Json
}

/** Named queues of tasks for outside workers. */
export interface Activities {
  /** Idempotent on the name: the tags of an activity that exists stay. Throws ApiError InvalidName, TooManyTags. */
  create: (
    write: WriteDb,
    name: string,
    tags?: readonly Tag[]
  ) => { activity: Activity; isNew: boolean }
  /** Throws ApiError ActivityDoesNotExist, InvalidArn. */
  find: (db: ReadDb, arn: string) => Activity
  /** Its tags go with it. Idempotent. Throws ApiError InvalidArn. */
  remove: (write: WriteDb, arn: string) => void
  /**
   * Leases the oldest task of an activity to a worker; where none waits, waits up to a minute for
   * one, without a transaction. Undefined where none has come, or the caller hung up. Throws as `find`.
   */
  poll: (
    arn: string,
    worker: { name?: string; signal: AbortSignal }
  ) => Promise<ActivityTask | undefined>
  /** There may be new tasks. */
  check: () => void
  /** Sends all who wait away without a task. */
  stop: () => void
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html */
const LONGEST_POLL_MILLISECONDS = 60_000
/** Workers that wait in one activity, as on AWS. */
const MOST_WORKERS = 1000

interface Waiter {
  activity: string
  /** A look at the queue is under way. */
  isLooking: boolean
  look: () => void
  leave: () => void
}

export interface ActivitiesOptions {
  store: Store
  host: HostControl
  clock: Clock
}

export function createActivities(options: ActivitiesOptions): Activities {
  const { store, host, clock } = options
  const db = reader(store)
  const waiting = new WaitingWorkers(options)
  const find = (from: ReadDb, arn: string): Activity => {
    const activity = findActivity(from, parseActivityArn(arn))
    if (activity) return activity
    throw new ApiError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`)
  }
  return {
    find,
    check: () => waiting.check(),
    stop: () => waiting.sendAway(),
    create: (write, name, tags = []) => {
      checkName(name)
      const found = findActivity(write, name)
      if (found) return { activity: found, isNew: false }
      const activity = { name, createdAt: clock.now() }
      insertActivity(write, activity)
      addTags(write, activityArn(name), tags)
      return { activity, isNew: true }
    },
    remove: (write, arn) => {
      const name = parseActivityArn(arn)
      deleteActivity(write, name)
      deleteTagsOf(write, activityArn(name))
    },
    poll: (arn, { name, signal }) => {
      const activity = find(db, arn).name
      const leaseTo = (isHere: () => boolean) =>
        host.enqueue((write) => (isHere() ? lease(write, host, activity, name) : undefined))
      return waiting.wait(activity, leaseTo, signal)
    }
  }
}

/** Lease and history event in one transaction. */
function lease(
  write: WriteDb,
  host: HostControl,
  activity: string,
  worker: string | undefined
): ActivityTask | undefined {
  const task = leaseQueuedTask(write, activity, worker)
  if (!task) return undefined
  const { executionId, taskId } = task
  const named = worker === undefined ? {} : { workerName: worker }
  host.apply(write, executionId, { type: 'task-started', taskId, ...named, ...host.moment() })
  return { taskToken: task.token, input: task.input }
}

function tooManyWorkers(activity: string): ApiError {
  return new ApiError(
    'ActivityWorkerLimitExceeded',
    `${String(MOST_WORKERS)} workers wait for tasks of '${activity}' already. Poll again once some have got theirs.`
  )
}

/** Takes a task for a worker, unless the worker has gone by the time of the transaction. */
type LeaseTo = (isHere: () => boolean) => Promise<ActivityTask | undefined>

/** Workers that wait for a task, in the order of their coming: who has waited longest gets the next. */
class WaitingWorkers {
  readonly #waiters = new Set<Waiter>()
  readonly #options: ActivitiesOptions

  constructor(options: ActivitiesOptions) {
    this.#options = options
  }

  wait(activity: string, leaseTo: LeaseTo, signal: AbortSignal): Promise<ActivityTask | undefined> {
    let count = 0
    for (const waiter of this.#waiters) if (waiter.activity === activity) count += 1
    if (count >= MOST_WORKERS) return Promise.reject(tooManyWorkers(activity))
    return new Promise((resolve, reject) => {
      const end = (task: ActivityTask | undefined): void => {
        this.#waiters.delete(waiter)
        cancel()
        signal.removeEventListener('abort', waiter.leave)
        resolve(task)
      }
      const waiter: Waiter = {
        ...{ activity, isLooking: false, leave: () => end(undefined) },
        look: () => {
          waiter.isLooking = true
          leaseTo(() => this.#waiters.has(waiter)).then((task) => {
            waiter.isLooking = false
            if (task) end(task)
            // Another worker was faster; there may be more.
            else if (this.#waiters.has(waiter)) this.check()
          }, reject)
        }
      }
      const cancel = this.#options.clock.after(LONGEST_POLL_MILLISECONDS, waiter.leave)
      signal.addEventListener('abort', waiter.leave)
      this.#waiters.add(waiter)
      this.check()
    })
  }

  /** Lets those look for whose activity a task waits. */
  check(): void {
    const db = reader(this.#options.store)
    const empty = new Set<string>()
    for (const waiter of this.#waiters) {
      if (empty.has(waiter.activity) || waiter.isLooking) continue
      if (hasQueuedTask(db, waiter.activity)) waiter.look()
      else empty.add(waiter.activity)
    }
  }

  sendAway(): void {
    for (const waiter of this.#waiters) waiter.leave()
  }
}
