import type { Json } from '../../asl/json.ts'
import { ApiError } from '../../api/errors.ts'
import { parseActivityArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import type { HostControl } from '../host/host.ts'
import { checkName } from '../machines/checks.ts'
import type { Store } from '../store/open.ts'
import type { Activity } from '../store/queries/activities.ts'
import {
  deleteActivity,
  findActivity,
  hasQueuedTask,
  insertActivity,
  leaseQueuedTask
} from '../store/queries/activities.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'

/** What a worker gets. */
export interface ActivityTask {
  taskToken: string
  input: Json
}

/** Named queues of tasks for outside workers. */
export interface Activities {
  /** Idempotent on the name. Throws ApiError InvalidName. */
  create: (write: WriteDb, name: string) => { activity: Activity; isNew: boolean }
  /** Throws ApiError ActivityDoesNotExist, InvalidArn. */
  find: (db: ReadDb, arn: string) => Activity
  /** Idempotent. Throws ApiError InvalidArn. */
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

export function createActivities({ store, host, clock }: ActivitiesOptions): Activities {
  /** In the order of their coming: who has waited longest gets the next task. */
  const waiters = new Set<Waiter>()
  const db = reader(store)

  const find = (from: ReadDb, arn: string): Activity => {
    const activity = findActivity(from, parseActivityArn(arn))
    if (activity) return activity
    throw new ApiError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`)
  }

  /** Lease and history event in one transaction; a worker that has gone must not get the task. */
  const lease = (waiter: Waiter, name: string | undefined) =>
    host.enqueue((write): ActivityTask | undefined => {
      const isHere = waiters.has(waiter)
      const task = isHere ? leaseQueuedTask(write, waiter.activity, name) : undefined
      if (!task) return undefined
      const { executionId, taskId } = task
      const worker = name === undefined ? {} : { workerName: name }
      const started = { type: 'task-started', taskId, ...worker, ...host.moment() } as const
      host.apply(write, executionId, started)
      return { taskToken: task.token, input: task.input }
    })

  const check = (): void => {
    const seen = new Set<string>()
    for (const waiter of waiters) {
      if (seen.has(waiter.activity) || waiter.isLooking) continue
      if (hasQueuedTask(db, waiter.activity)) waiter.look()
      else seen.add(waiter.activity)
    }
  }

  return {
    find,
    check,
    create: (write, name) => {
      checkName(name)
      const found = findActivity(write, name)
      if (found) return { activity: found, isNew: false }
      const activity = { name, createdAt: clock.now() }
      insertActivity(write, activity)
      return { activity, isNew: true }
    },
    remove: (write, arn) => deleteActivity(write, parseActivityArn(arn)),
    poll: (arn, { name, signal }) => {
      const activity = find(db, arn).name
      return new Promise((resolve, reject) => {
        const end = (task: ActivityTask | undefined): void => {
          waiters.delete(waiter)
          cancel()
          signal.removeEventListener('abort', waiter.leave)
          resolve(task)
        }
        const waiter: Waiter = {
          activity,
          isLooking: false,
          leave: () => end(undefined),
          look: () => {
            waiter.isLooking = true
            lease(waiter, name).then((task) => {
              waiter.isLooking = false
              if (task) end(task)
              // Another worker was faster; there may be more.
              else if (waiters.has(waiter)) check()
            }, reject)
          }
        }
        const cancel = clock.after(LONGEST_POLL_MILLISECONDS, waiter.leave)
        signal.addEventListener('abort', waiter.leave)
        waiters.add(waiter)
        check()
      })
    },
    stop: () => {
      for (const waiter of waiters) waiter.leave()
    }
  }
}
