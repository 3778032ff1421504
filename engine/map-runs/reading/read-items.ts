/** What an ItemReader asks for, as a sequence of items. */
import type { ItemReaderRequest, ReadItem } from '../../../asl/interpreter/map-run.ts'
import type { Objects } from '../../../plugins/contract/objects.ts'
import { textIn } from '../objects.ts'
import { inventoryItems, listedFileItems } from './manifest-items.ts'
import { objectItems } from './object-items.ts'
import { readerFailed } from './reader-failed.ts'

/**
 * The items in their order, no more than asked for, read as they are taken. Throws TaskFailure
 * States.ItemReaderFailed, or what the storage fails with.
 *
 * @example for await (const { value } of readItems(objects, request)) …
 */
export async function* readItems(
  objects: Objects,
  request: ItemReaderRequest
): AsyncGenerator<ReadItem> {
  const most = request.maxItems || Infinity
  let count = 0
  for await (const item of allItems(objects, request)) {
    if (count >= most) return
    yield item
    count += 1
  }
}

/** `$$.Map.Item.Source`. */
export function sourceOf({ parameters }: ItemReaderRequest): string {
  const parts = [textIn(parameters, 'Bucket') ?? '', textIn(parameters, 'Key')]
  return `S3://${parts.filter((part) => part !== undefined).join('/')}`
}

function allItems(objects: Objects, request: ItemReaderRequest): AsyncGenerator<ReadItem> {
  const { resource, parameters, config } = request
  const action = /^arn:[^:]*:states:::s3:(\w+)$/.exec(resource)?.[1]
  const Bucket = required(parameters, 'Bucket')
  if (action === 'listObjectsV2') return listedItems(objects, Bucket, request)
  if (action !== 'getObject') {
    throw readerFailed(
      `Expected arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2 as Resource of ItemReader, found ${resource}`
    )
  }
  const VersionId = textIn(parameters, 'VersionId')
  const place = { Bucket, Key: required(parameters, 'Key'), VersionId }
  if (config['ManifestType'] === 'ATHENA_DATA') return listedFileItems(objects, place, config)
  if (config['InputType'] === 'MANIFEST') return inventoryItems(objects, place)
  return objectItems(objects, place, config)
}

/** The objects of a bucket, page by page; with LOAD_AND_FLATTEN, the items that are in them. */
async function* listedItems(
  objects: Objects,
  Bucket: string,
  { parameters, config }: ItemReaderRequest
): AsyncGenerator<ReadItem> {
  const isLoading = config['Transformation'] === 'LOAD_AND_FLATTEN'
  const Prefix = textIn(parameters, 'Prefix')
  const StartAfter = textIn(parameters, 'StartAfter')
  let ContinuationToken: string | undefined
  do {
    const page = await objects.listObjectsV2({ Bucket, Prefix, StartAfter, ContinuationToken })
    for (const { Key, ETag, LastModified, Size, StorageClass } of page.Contents) {
      if (isLoading) {
        // What stands for a folder has no items.
        if (Size > 0) yield* objectItems(objects, { Bucket, Key }, config)
        continue
      }
      const value = {
        ...(ETag === undefined ? {} : { Etag: ETag }),
        Key,
        ...(LastModified === undefined ? {} : { LastModified: Date.parse(LastModified) / 1000 }),
        Size,
        ...(StorageClass === undefined ? {} : { StorageClass })
      }
      yield { value }
    }
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined)
}

function required(parameters: Readonly<Record<string, unknown>>, name: string): string {
  const text = textIn(parameters, name)
  if (text !== undefined && text !== '') return text
  throw readerFailed(
    `Expected a text as ${name} of ItemReader, found ${JSON.stringify(parameters[name] ?? null)}`
  )
}
