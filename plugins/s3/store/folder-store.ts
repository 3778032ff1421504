import { createReadStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { TaskFailure } from '../../contract/failure.ts'
import { refusalFailure } from './failure.ts'
import { find, listKeys, remove, store, writeDraft, type StoredObject } from './folder-files.ts'
import { pageOf } from './folder-listing.ts'
import { bucketFolder, parseCopySource, placeOf } from './folder-names.ts'
import type {
  CopyObject,
  CopyResult,
  ListedObject,
  ListObjects,
  ObjectDescription,
  ObjectHead,
  ObjectList,
  ObjectName,
  ObjectStore,
  PutObject,
  PutResult,
  ReadObject,
  UploadFile
} from './object-store.ts'

/**
 * Objects as files of this computer, for those without an S3 connection: buckets are folders, and
 * what is written first makes its bucket. No versions, access rights or storage classes.
 */
export class FolderStore implements ObjectStore {
  readonly storage = 'local folder'
  readonly place: string
  readonly #signal: AbortSignal

  constructor(root: string, signal: AbortSignal) {
    this.place = root
    this.#signal = signal
  }

  async createBucket(bucket: string): Promise<{ Location?: string | undefined }> {
    await mkdir(bucketFolder(this.place, bucket), { recursive: true })
    return { Location: `/${bucket}` }
  }

  async putObject(request: PutObject): Promise<PutResult> {
    const place = placeOf(this.place, request.Bucket, request.Key)
    if (request.IfNoneMatch === '*' && (await find(place)) !== undefined) throw preconditionFailed()
    const draft = await writeDraft(this.place, [Buffer.from(request.Body, 'utf8')])
    return { ETag: etagOf(await store(place, draft, descriptionOf(request))) }
  }

  async getObject(request: ReadObject): Promise<ObjectHead & { body: Readable }> {
    const stored = await this.#read(request)
    const range = rangeOf(request.Range, stored.size)
    const head = headOf(stored, range)
    if (stored.size === 0 || range === undefined)
      return { ...head, body: createReadStream(stored.path) }
    return { ...head, body: createReadStream(stored.path, range) }
  }

  async headObject(request: ReadObject): Promise<ObjectHead> {
    const stored = await this.#read(request, false)
    return headOf(stored, rangeOf(request.Range, stored.size))
  }

  async copyObject(request: CopyObject): Promise<CopyResult> {
    const { bucket, key } = parseCopySource(request.CopySource)
    const source = await this.#read({ Bucket: bucket, Key: key })
    const target = placeOf(this.place, request.Bucket, request.Key)
    const draft = await writeDraft(this.place, piecesOf(source.path, this.#signal))
    const description =
      request.MetadataDirective === 'REPLACE' ? descriptionOf(request) : source.description
    const stored = await store(target, draft, description)
    return { CopyObjectResult: { ETag: etagOf(stored), LastModified: timeOf(stored) } }
  }

  async deleteObject(request: ObjectName): Promise<PutResult> {
    await this.#expectBucket(request.Bucket)
    await remove(placeOf(this.place, request.Bucket, request.Key))
    return {}
  }

  async listObjectsV2(request: ListObjects): Promise<ObjectList> {
    await this.#expectBucket(request.Bucket)
    const { keys, ...page } = pageOf(
      request,
      await listKeys(bucketFolder(this.place, request.Bucket))
    )
    const contents: ListedObject[] = []
    // One by one: an object that a person has put there is read for its entity tag.
    for (const key of keys) {
      const stored = await find(placeOf(this.place, request.Bucket, key))
      if (stored !== undefined) contents.push(listed(key, stored))
    }
    return { ...page, Contents: contents }
  }

  async uploadFile(request: UploadFile): Promise<PutResult & { size: number; sha256: string }> {
    const place = placeOf(this.place, request.Bucket, request.Key)
    const pieces = piecesOf(request.path, this.#signal)
    const draft = await writeDraft(this.place, pieces, request.onProgress)
    const stored = await store(place, draft, descriptionOf(request))
    return { ETag: etagOf(stored), size: draft.size, sha256: draft.sha256 }
  }

  close(): void {
    // There is nothing open between two calls.
  }

  async #read(request: ReadObject, canNameBucket = true): Promise<StoredObject> {
    if (request.VersionId !== undefined && request.VersionId !== 'null') throw noVersions()
    const place = placeOf(this.place, request.Bucket, request.Key)
    if (canNameBucket) await this.#expectBucket(request.Bucket)
    const stored = await find(place)
    if (stored === undefined) throw noSuchKey(request)
    const wanted = unquoted(request.IfMatch)
    if (wanted !== undefined && wanted !== '*' && wanted !== stored.md5) throw preconditionFailed()
    const known = unquoted(request.IfNoneMatch)
    if (known === '*' || known === stored.md5) throw notModified()
    return stored
  }

  async #expectBucket(bucket: string): Promise<void> {
    const found = await stat(bucketFolder(this.place, bucket)).catch(() => undefined)
    if (found?.isDirectory() !== true) {
      throw refusalFailure({
        code: 'NoSuchBucket',
        message: `The specified bucket does not exist: ${bucket}`,
        statusCode: 404
      })
    }
  }
}

function listed(key: string, stored: StoredObject): ListedObject {
  return {
    Key: key,
    LastModified: timeOf(stored),
    ETag: etagOf(stored),
    Size: stored.size,
    StorageClass: 'STANDARD'
  }
}

interface Range {
  start: number
  /** The last byte, which belongs to the range. */
  end: number
}

/** RFC 9110, section 14.1.2, one range; undefined where there is none or it is of another unit. */
function rangeOf(text: string | undefined, size: number): Range | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? []
  if (first === undefined || last === undefined || first + last === '') return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start >= size || (first === '' && Number(last) === 0)) {
    throw refusalFailure({
      code: 'InvalidRange',
      message: `The requested range ${String(text)} is not within the ${size} bytes`,
      statusCode: 416
    })
  }
  return { start, end }
}

function headOf(stored: StoredObject, range: Range | undefined): ObjectHead {
  return {
    AcceptRanges: 'bytes',
    ...stored.description,
    ContentType: stored.description.ContentType ?? 'binary/octet-stream',
    ContentLength: range === undefined ? stored.size : range.end - range.start + 1,
    ContentRange:
      range === undefined ? undefined : `bytes ${range.start}-${range.end}/${stored.size}`,
    ETag: etagOf(stored),
    LastModified: timeOf(stored),
    Metadata: stored.description.Metadata ?? {}
  }
}

async function* piecesOf(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024, signal })) {
    yield piece as Buffer
  }
}

function descriptionOf(request: ObjectDescription): ObjectDescription {
  const metadata = Object.entries(request.Metadata ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    value
  ])
  return {
    ContentType: request.ContentType,
    CacheControl: request.CacheControl,
    ContentDisposition: request.ContentDisposition,
    ContentEncoding: request.ContentEncoding,
    ContentLanguage: request.ContentLanguage,
    Metadata: Object.fromEntries(metadata) as Record<string, string>
  }
}

function etagOf(stored: StoredObject): string {
  return `"${stored.md5}"`
}

/** S3 keeps times to the second. */
function timeOf(stored: StoredObject): string {
  return new Date(Math.floor(stored.modifiedAt / 1000) * 1000).toISOString()
}

function unquoted(etag: string | undefined): string | undefined {
  return etag?.replace(/^"(.*)"$/, '$1')
}

function noSuchKey(request: ObjectName): TaskFailure {
  return refusalFailure({
    code: 'NoSuchKey',
    message: `The specified key does not exist: ${request.Key} in ${request.Bucket}`,
    statusCode: 404
  })
}

function preconditionFailed(): TaskFailure {
  return refusalFailure({
    code: 'PreconditionFailed',
    message: 'At least one of the pre-conditions you specified did not hold',
    statusCode: 412
  })
}

function notModified(): TaskFailure {
  return refusalFailure({ code: 'NotModified', message: 'Not Modified', statusCode: 304 })
}

function noVersions(): TaskFailure {
  return refusalFailure({
    code: 'NoSuchVersion',
    message: 'A local folder keeps no versions of its objects',
    statusCode: 404
  })
}
