import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type GetObjectCommandOutput,
  type HeadObjectCommandOutput,
  type PutObjectCommandInput
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { sdkFailure } from './failure.ts'
import type {
  CopyObject,
  CopyResult,
  ListObjects,
  ObjectHead,
  ObjectList,
  ObjectName,
  ObjectStore,
  PutObject,
  PutResult,
  ReadObject,
  UploadFile
} from './object-store.ts'

export interface SdkStoreOptions {
  /** Undefined for AWS itself. */
  endpoint?: string | undefined
  region: string
  forcePathStyle: boolean
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

const mebibyte = 1024 * 1024
/** S3 takes at most 10,000 parts of one object, each of 5 MiB or more. */
const mostParts = 9000

/** Objects of any S3 endpoint, by AWS's SDK. */
export class SdkStore implements ObjectStore {
  readonly storage = 's3'
  readonly place: string
  readonly #client: S3Client
  readonly #region: string
  readonly #signal: AbortSignal

  constructor(options: SdkStoreOptions, signal: AbortSignal) {
    const { endpoint, region, forcePathStyle, sessionToken } = options
    this.place = endpoint ?? `S3 in ${region}`
    this.#region = region
    this.#signal = signal
    this.#client = new S3Client({
      region,
      forcePathStyle,
      ...(endpoint === undefined ? {} : { endpoint }),
      credentials: {
        accessKeyId: options.accessKeyId,
        secretAccessKey: options.secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken })
      },
      // Endpoints other than AWS's often refuse the SDK's newer default checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 10_000 }
    })
  }

  async countBuckets(): Promise<number> {
    const { Buckets } = await this.#call((abort) =>
      this.#client.send(new ListBucketsCommand({}), abort)
    )
    return Buckets?.length ?? 0
  }

  async createBucket(bucket: string): Promise<{ Location?: string | undefined }> {
    // us-east-1 is the place that must not be named (S3 API, CreateBucket).
    const isNamed = this.place.startsWith('S3 in') && this.#region !== 'us-east-1'
    const configuration = isNamed
      ? { CreateBucketConfiguration: { LocationConstraint: this.#region as never } }
      : {}
    const command = new CreateBucketCommand({ Bucket: bucket, ...configuration })
    const { Location } = await this.#call((abort) => this.#client.send(command, abort))
    return { Location }
  }

  async putObject(request: PutObject): Promise<PutResult> {
    // The length is told since the SDK takes an empty text for a stream of unknown length.
    const ContentLength = Buffer.byteLength(request.Body)
    const input = { ...request, ContentLength } as PutObjectCommandInput
    const answer = await this.#call((abort) =>
      this.#client.send(new PutObjectCommand(input), abort)
    )
    return putResult(answer)
  }

  async getObject(request: ReadObject): Promise<ObjectHead & { body: Readable }> {
    const answer = await this.#call((abort) =>
      this.#client.send(new GetObjectCommand(request), abort)
    )
    if (!(answer.Body instanceof Readable))
      throw new TypeError('Expected a stream of Node as body.')
    return { ...headOf(answer), body: answer.Body }
  }

  async headObject(request: ReadObject): Promise<ObjectHead> {
    return headOf(
      await this.#call((abort) => this.#client.send(new HeadObjectCommand(request), abort))
    )
  }

  async copyObject(request: CopyObject): Promise<CopyResult> {
    const command = new CopyObjectCommand(request as never)
    const answer = await this.#call((abort) => this.#client.send(command, abort))
    return {
      CopyObjectResult: {
        ETag: answer.CopyObjectResult?.ETag,
        LastModified: answer.CopyObjectResult?.LastModified?.toISOString()
      },
      VersionId: answer.VersionId,
      CopySourceVersionId: answer.CopySourceVersionId
    }
  }

  async deleteObject(request: ObjectName & { VersionId?: string | undefined }): Promise<PutResult> {
    const command = new DeleteObjectCommand(request)
    return putResult(await this.#call((abort) => this.#client.send(command, abort)))
  }

  async listObjectsV2(request: ListObjects): Promise<ObjectList> {
    const command = new ListObjectsV2Command(request)
    const answer = await this.#call((abort) => this.#client.send(command, abort))
    return {
      Name: answer.Name ?? request.Bucket,
      Prefix: answer.Prefix ?? '',
      Delimiter: answer.Delimiter,
      MaxKeys: answer.MaxKeys ?? request.MaxKeys ?? 1000,
      KeyCount: answer.KeyCount ?? 0,
      IsTruncated: answer.IsTruncated ?? false,
      ContinuationToken: answer.ContinuationToken,
      NextContinuationToken: answer.NextContinuationToken,
      StartAfter: answer.StartAfter,
      Contents: (answer.Contents ?? []).map((item) => ({
        Key: item.Key ?? '',
        LastModified: item.LastModified?.toISOString(),
        ETag: item.ETag,
        Size: item.Size ?? 0,
        StorageClass: item.StorageClass
      })),
      CommonPrefixes: (answer.CommonPrefixes ?? []).map((item) => ({ Prefix: item.Prefix ?? '' }))
    }
  }

  async uploadFile(request: UploadFile): Promise<PutResult & { size: number; sha256: string }> {
    const { path, onProgress, ...params } = request
    const { size: expected } = await stat(path)
    const hash = createHash('sha256')
    let size = 0
    const body = Readable.from(
      (async function* () {
        for await (const piece of createReadStream(path, { highWaterMark: mebibyte })) {
          const bytes = piece as Buffer
          hash.update(bytes)
          size += bytes.length
          yield bytes
        }
      })(),
      { objectMode: false }
    )
    const answer = await this.#call(async () => {
      const partSize = Math.max(8 * mebibyte, Math.ceil(expected / mostParts))
      const upload = new Upload({
        client: this.#client,
        params: { ...params, Body: body },
        partSize,
        queueSize: 3
      })
      upload.on('httpUploadProgress', (progress) => {
        onProgress(progress.loaded ?? 0)
      })
      const abort = (): void => void upload.abort()
      this.#signal.addEventListener('abort', abort)
      try {
        return await upload.done()
      } finally {
        this.#signal.removeEventListener('abort', abort)
      }
    })
    return { ...putResult(answer), size, sha256: hash.digest('hex') }
  }

  close(): void {
    this.#client.destroy()
  }

  async #call<Result>(
    send: (options: { abortSignal: AbortSignal }) => Promise<Result>
  ): Promise<Result> {
    this.#signal.throwIfAborted()
    try {
      return await send({ abortSignal: this.#signal })
    } catch (error) {
      this.#signal.throwIfAborted()
      throw sdkFailure(error, this.place)
    }
  }
}

function putResult(answer: {
  ETag?: string | undefined
  VersionId?: string | undefined
}): PutResult {
  return {
    ...(answer.ETag === undefined ? {} : { ETag: answer.ETag }),
    ...(answer.VersionId === undefined ? {} : { VersionId: answer.VersionId })
  }
}

function headOf(answer: GetObjectCommandOutput | HeadObjectCommandOutput): ObjectHead {
  return {
    AcceptRanges: answer.AcceptRanges,
    CacheControl: answer.CacheControl,
    ContentDisposition: answer.ContentDisposition,
    ContentEncoding: answer.ContentEncoding,
    ContentLanguage: answer.ContentLanguage,
    ContentLength: answer.ContentLength ?? 0,
    ContentRange: answer.ContentRange,
    ContentType: answer.ContentType,
    ETag: answer.ETag,
    LastModified: answer.LastModified?.toISOString(),
    Metadata: answer.Metadata ?? {},
    VersionId: answer.VersionId
  }
}
