import type { Readable } from 'node:stream'

/*
 * The members have the names of the S3 API (PascalCase), since they come from and go to inputs and
 * outputs that are those of AWS's SDK integration. ETags are quoted, times are ISO 8601 in UTC.
 */

export interface ObjectName {
  Bucket: string
  Key: string
}

/** How an object is described; kept with it. */
export interface ObjectDescription {
  ContentType?: string | undefined
  CacheControl?: string | undefined
  ContentDisposition?: string | undefined
  ContentEncoding?: string | undefined
  ContentLanguage?: string | undefined
  Metadata?: Record<string, string> | undefined
}

/** What only S3 itself knows; a local folder leaves it aside. */
export interface ServiceOptions {
  ACL?: string | undefined
  StorageClass?: string | undefined
  ServerSideEncryption?: string | undefined
  SSEKMSKeyId?: string | undefined
  Tagging?: string | undefined
}

export interface PutObject extends ObjectName, ObjectDescription, ServiceOptions {
  Body: string
  /** `*`: only where there is no such object yet. */
  IfNoneMatch?: string | undefined
}

export interface PutResult {
  ETag?: string
  VersionId?: string
}

export interface ReadObject extends ObjectName {
  VersionId?: string | undefined
  Range?: string | undefined
  IfMatch?: string | undefined
  IfNoneMatch?: string | undefined
}

export interface ObjectHead extends ObjectDescription {
  AcceptRanges?: string | undefined
  ContentLength: number
  ContentRange?: string | undefined
  ETag?: string | undefined
  LastModified?: string | undefined
  Metadata: Record<string, string>
  VersionId?: string | undefined
}

export interface CopyObject extends ObjectName, ObjectDescription, ServiceOptions {
  /** `bucket/key`, percent-encoded, perhaps with `?versionId=`. */
  CopySource: string
  MetadataDirective?: 'COPY' | 'REPLACE' | undefined
}

export interface CopyResult {
  CopyObjectResult: { ETag?: string | undefined; LastModified?: string | undefined }
  VersionId?: string | undefined
  CopySourceVersionId?: string | undefined
}

export interface ListObjects {
  Bucket: string
  Prefix?: string | undefined
  Delimiter?: string | undefined
  MaxKeys?: number | undefined
  ContinuationToken?: string | undefined
  StartAfter?: string | undefined
}

export interface ObjectList {
  Name: string
  Prefix: string
  Delimiter?: string | undefined
  MaxKeys: number
  KeyCount: number
  IsTruncated: boolean
  ContinuationToken?: string | undefined
  NextContinuationToken?: string | undefined
  StartAfter?: string | undefined
  Contents: ListedObject[]
  CommonPrefixes: { Prefix: string }[]
}

export interface ListedObject {
  Key: string
  LastModified?: string | undefined
  ETag?: string | undefined
  Size: number
  StorageClass?: string | undefined
}

export interface UploadFile extends ObjectName, ObjectDescription {
  /** Absolute. */
  path: string
  /** Hears of the bytes that have been stored so far. */
  onProgress: (bytes: number) => void
}

/**
 * Buckets of objects, as S3 has them. Two implementations, which one suite of tests holds to the
 * same behaviour: the SDK against any S3 endpoint, and a folder of this computer.
 * All methods reject with a `TaskFailure` named as AWS's SDK integration names it.
 */
export interface ObjectStore {
  storage: 's3' | 'local folder'
  /** The endpoint or the folder, for people. */
  place: string
  createBucket: (bucket: string) => Promise<{ Location?: string | undefined }>
  putObject: (request: PutObject) => Promise<PutResult>
  getObject: (request: ReadObject) => Promise<ObjectHead & { body: Readable }>
  headObject: (request: ReadObject) => Promise<ObjectHead>
  copyObject: (request: CopyObject) => Promise<CopyResult>
  deleteObject: (request: ObjectName & { VersionId?: string | undefined }) => Promise<PutResult>
  listObjectsV2: (request: ListObjects) => Promise<ObjectList>
  /** Uploads in parts where the file is big. Resolves to the size and SHA-256 (hex) of what was sent. */
  uploadFile: (request: UploadFile) => Promise<PutResult & { size: number; sha256: string }>
  close: () => void
}
