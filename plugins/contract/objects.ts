import type { ActionContext } from './context.ts'

/** What opening a place for objects needs of the engine: no task stands behind it. */
export type ObjectsContext = Pick<ActionContext, 'signal' | 'log' | 'connection'> & {
  files: Pick<ActionContext['files'], 'pluginFolder'>
}

export interface ListedObjects {
  Contents: readonly {
    Key: string
    LastModified?: string | undefined
    ETag?: string | undefined
    Size: number
    StorageClass?: string | undefined
  }[]
  NextContinuationToken?: string | undefined
}

/** Objects in buckets, for the engine's own reading and writing: distributed Maps. Rejects with TaskFailure. */
export interface Objects {
  getObject: (request: {
    Bucket: string
    Key: string
    VersionId?: string | undefined
  }) => Promise<{ body: AsyncIterable<unknown>; ContentEncoding?: string | undefined }>
  listObjectsV2: (request: {
    Bucket: string
    Prefix?: string | undefined
    ContinuationToken?: string | undefined
    StartAfter?: string | undefined
  }) => Promise<ListedObjects>
  /** `path` is absolute. An object of this key is replaced, whole or not at all. */
  uploadFile: (request: {
    Bucket: string
    Key: string
    path: string
    ContentType?: string | undefined
    onProgress: (bytes: number) => void
  }) => Promise<unknown>
}

/** Opens the named or default connection's objects for as long as `work` takes. */
export type WithObjects = <Result>(
  context: ObjectsContext,
  connectionName: string | undefined,
  work: (objects: Objects) => Promise<Result>
) => Promise<Result>
