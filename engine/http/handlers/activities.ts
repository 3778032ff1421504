import { activityArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import type { Store } from '../../store/open.ts'
import { listActivities } from '../../store/queries/activities.ts'
import { reader } from '../../store/transaction.ts'
import type { Activities } from '../../tasks/activities.ts'
import type { Handlers } from '../handler.ts'
import { cutPage, isTextKey, pageSize, pageStart } from '../paging.ts'
import { toSeconds } from './wire.ts'

type Names =
  'CreateActivity' | 'DescribeActivity' | 'DeleteActivity' | 'ListActivities' | 'GetActivityTask'

export interface ActivityHandlerServices {
  store: Store
  host: Host
  activities: Activities
}

export function activityHandlers(services: ActivityHandlerServices): Pick<Handlers, Names> {
  const { store, host, activities } = services
  const db = reader(store)
  return {
    CreateActivity: async ({ name, tags }) => {
      const { activity } = await host.enqueue((write) => activities.create(write, name, tags))
      return { activityArn: activityArn(name), creationDate: toSeconds(activity.createdAt) }
    },
    DescribeActivity: ({ activityArn: arn }) => {
      const { name, createdAt } = activities.find(db, arn)
      return {
        activityArn: arn,
        name,
        creationDate: toSeconds(createdAt),
        encryptionConfiguration: { type: 'AWS_OWNED_KEY' }
      }
    },
    DeleteActivity: async ({ activityArn: arn }) => {
      await host.enqueue((write) => activities.remove(write, arn))
      return {}
    },
    ListActivities: (page) => {
      const size = pageSize(page)
      const start = pageStart('activities', page, isTextKey)
      const after = start ? { afterName: start[0] } : {}
      const found = listActivities(db, { ...after, limit: size + 1 })
      const { page: shown, ...next } = cutPage('activities', found, size, ({ name }) => [name])
      return {
        activities: shown.map(({ name, createdAt }) => ({
          activityArn: activityArn(name),
          name,
          creationDate: toSeconds(createdAt)
        })),
        ...next
      }
    },
    GetActivityTask: async ({ activityArn: arn, workerName }, { signal }) => {
      const worker = { signal, ...(workerName === undefined ? {} : { name: workerName }) }
      const task = await activities.poll(arn, worker)
      return task ? { taskToken: task.taskToken, input: JSON.stringify(task.input) } : {}
    }
  }
}
