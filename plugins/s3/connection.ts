import { join } from 'node:path'
import { z } from 'zod'
import { defineConnectionType } from '../contract/connection.ts'
import type { ConnectionValue } from '../contract/context.ts'
import type { ObjectsContext } from '../contract/objects.ts'
import { TaskFailure } from '../contract/failure.ts'
import { fileFailure, isFileError } from './store/failure.ts'
import { FolderStore } from './store/folder-store.ts'
import type { ObjectStore } from './store/object-store.ts'
import type { SdkStore } from './store/sdk-store.ts'

const settings = z.strictObject({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The address of the S3-compatible server. Empty for AWS itself.')
    .meta({ title: 'Server address', examples: ['http://127.0.0.1:9000'] }),
  region: z
    .string()
    .min(1)
    .default('us-east-1')
    .describe('The region; most servers but AWS take any.'),
  forcePathStyle: z
    .boolean()
    .default(true)
    .describe('Whether the bucket is in the path (endpoint/bucket) and not in the host name.')
    .meta({ title: 'Path style' }),
  accessKeyId: z.string().min(1).describe('The access key id.').meta({ title: 'Access key id' })
})

export const s3Connection = defineConnectionType({
  type: 's3',
  title: 'S3 storage',
  description:
    'Amazon S3, or any server with its API: MinIO, Ceph, Garage, Backblaze, Cloudflare R2 …',
  settings,
  secrets: [
    { name: 'secretAccessKey', title: 'Secret access key', isRequired: true },
    { name: 'sessionToken', title: 'Session token of temporary keys', isRequired: false }
  ],
  test: testConnection
})

/**
 * The store that an action works on, closed after `work`: the named or the default S3 connection,
 * or, where there is none, a folder of Signalbox.
 */
export async function withStore<Result>(
  context: ObjectsContext,
  connectionName: string | undefined,
  work: (store: ObjectStore) => Promise<Result>
): Promise<Result> {
  const connection = await context.connection('s3', connectionName)
  if (connection === undefined && connectionName !== undefined) {
    throw new TaskFailure(
      'S3.ConnectionNotFound',
      `Expected a connection named ${connectionName} of the type s3, found none. Make it under Connections.`
    )
  }
  const store =
    connection === undefined
      ? new FolderStore(join(context.files.pluginFolder, 'buckets'), context.signal)
      : await sdkStore(connection, context.signal)
  context.log.write(`Storage: ${store.storage} (${store.place})\n`)
  try {
    return await work(store)
  } catch (error) {
    context.signal.throwIfAborted()
    throw isFileError(error) ? fileFailure(error) : error
  } finally {
    store.close()
  }
}

async function sdkStore(connection: ConnectionValue, signal: AbortSignal): Promise<SdkStore> {
  const { secretAccessKey, sessionToken } = connection.secrets
  const parsed = settings.safeParse(connection.settings)
  if (!parsed.success || secretAccessKey === undefined) {
    const why = parsed.success ? 'the secret access key is missing' : z.prettifyError(parsed.error)
    throw new TaskFailure(
      'S3.InvalidConnection',
      `The connection ${connection.name} is not complete: ${why}. Correct it under Connections.`
    )
  }
  // AWS's SDK is loaded with the first use: the engine starts sooner without it.
  const { SdkStore } = await import('./store/sdk-store.ts')
  return new SdkStore({ ...parsed.data, secretAccessKey, sessionToken }, signal)
}

async function testConnection(connection: ConnectionValue, signal: AbortSignal): Promise<string> {
  const store = await sdkStore(connection, signal)
  try {
    const count = await store.countBuckets()
    return `Signed in at ${store.place}: ${count} ${count === 1 ? 'bucket' : 'buckets'}.`
  } catch (error) {
    // Keys for one bucket alone may not list all; but S3 has checked their signature by then.
    const isOnlyForbidden =
      error instanceof TaskFailure && error.causeText.includes('Error Code: AccessDenied')
    if (isOnlyForbidden) return `Signed in at ${store.place}; the keys may not list the buckets.`
    throw error
  } finally {
    store.close()
  }
}
