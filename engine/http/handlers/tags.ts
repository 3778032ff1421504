import { ApiError } from '../../../api/errors.ts'
import { parseActivityArn, parseStateMachineArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import { addTags, removeTags } from '../../machines/tags.ts'
import type { Store } from '../../store/open.ts'
import { findActivity } from '../../store/queries/activities.ts'
import { findStateMachine } from '../../store/queries/state-machines.ts'
import { listTags } from '../../store/queries/tags.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'

type Names = 'TagResource' | 'UntagResource' | 'ListTagsForResource'

export function tagHandlers(services: { store: Store; host: Host }): Pick<Handlers, Names> {
  const { store, host } = services
  return {
    TagResource: async ({ resourceArn, tags }) => {
      await host.enqueue((write) => {
        checkResource(write, resourceArn)
        addTags(write, resourceArn, tags)
      })
      return {}
    },
    UntagResource: async ({ resourceArn, tagKeys }) => {
      await host.enqueue((write) => {
        checkResource(write, resourceArn)
        removeTags(write, resourceArn, tagKeys)
      })
      return {}
    },
    ListTagsForResource: ({ resourceArn }) => {
      const db = reader(store)
      checkResource(db, resourceArn)
      return { tags: listTags(db, resourceArn) }
    }
  }
}

/** State machines and activities have tags, versions and aliases have none. */
function checkResource(db: ReadDb, arn: string): void {
  const kind = /^arn:aws:states:[^:]*:[^:]*:(stateMachine|activity):[^:]+(:.+)?$/.exec(arn)
  const isQualified = kind?.[2] !== undefined
  if (!isQualified && kind?.[1] === 'activity') {
    if (findActivity(db, parseActivityArn(arn))) return
  } else if (!isQualified) {
    const machine = findStateMachine(db, parseStateMachineArn(arn))
    if (machine && !machine.isDeleted) return
  }
  throw new ApiError('ResourceNotFound', `Resource not found: '${arn}'`)
}
