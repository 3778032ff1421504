/** https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#concepts-tagging */
import { ApiError } from '../../api/errors.ts'
import type { Tag } from '../store/queries/tags.ts'
import { deleteTag, listTags, putTag } from '../store/queries/tags.ts'
import type { WriteDb } from '../store/transaction.ts'

const MOST_TAGS = 50

/** Adds tags to a resource that exists. Throws ApiError TooManyTags. */
export function addTags(write: WriteDb, resourceArn: string, tags: readonly Tag[]): void {
  for (const tag of tags) putTag(write, resourceArn, tag)
  if (listTags(write, resourceArn).length <= MOST_TAGS) return
  throw new ApiError(
    'TooManyTags',
    `Expected at most ${String(MOST_TAGS)} tags on '${resourceArn}'; these would be more.`
  )
}

/** Removes tags by key; those that are not there do not matter. */
export function removeTags(write: WriteDb, resourceArn: string, keys: readonly string[]): void {
  for (const key of keys) deleteTag(write, resourceArn, key)
}
