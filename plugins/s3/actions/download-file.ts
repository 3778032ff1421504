import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import type { ActionContext } from '../../contract/context.ts'
import { TaskFailure } from '../../contract/failure.ts'
import { withStore } from '../connection.ts'
import {
  connectionName,
  noSuchKey,
  objectErrors,
  objectName,
  storage,
  versionId
} from '../shapes.ts'
import { describeSize, progressTeller, workFile } from '../work-file.ts'

const input = z.strictObject({
  ...objectName,
  VersionId: versionId,
  Path: z
    .string()
    .min(1)
    .describe("Where to keep it; a relative path starts at the state machine's folder.")
    .meta({ examples: ['input/data.csv'] }),
  Connection: connectionName
})

const output = z.object({
  Path: z.string().describe('The file, as it was asked.'),
  Size: z.number().int().describe('How many bytes it has.'),
  SHA256: z.string().describe('Its SHA-256, in hexadecimal digits.'),
  ETag: z.string().optional().describe('The entity tag of the object, in quotes.'),
  ContentType: z.string().optional().describe('The media type of the object.'),
  LastModified: z.string().optional().describe('When the object was put, in UTC.'),
  Metadata: z.record(z.string(), z.string()).describe('Names and texts that were put with it.'),
  Storage: storage
})

export const downloadFile = defineAction({
  name: 'downloadFile',
  title: 'Download a file',
  description: 'Downloads an object of any size to a file, which appears whole or not at all.',
  input,
  output,
  errors: [
    noSuchKey,
    ...objectErrors,
    { name: 'S3.InvalidPath', description: 'A relative path leaves the state machine’s folder.' },
    { name: 'S3.DownloadIncomplete', description: 'The connection broke off before the end.' }
  ],
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'repeat',
  examples: [
    {
      title: 'Input data',
      input: { Bucket: 'data', Key: 'customers.csv', Path: 'input/customers.csv' },
      output: {
        Path: 'input/customers.csv',
        Size: 18_211,
        SHA256: '30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58',
        Metadata: {},
        Storage: 's3'
      }
    }
  ],
  run: download
})

async function download(
  parsed: z.output<typeof input>,
  context: ActionContext
): Promise<z.input<typeof output>> {
  const { Path, Connection, ...request } = parsed
  const path = workFile(context, Path)
  return withStore(context, Connection, async (store) => {
    const { body, ...head } = await store.getObject(request)
    const onProgress = progressTeller(context, 'Downloaded', head.ContentLength)
    const saved = await save(body, path, head.ContentLength, context, onProgress)
    context.log.write(
      `Downloaded ${request.Bucket}/${request.Key} (${describeSize(saved.Size)}) to ${path}\n`
    )
    return {
      Path,
      ...saved,
      ETag: head.ETag,
      ContentType: head.ContentType,
      LastModified: head.LastModified,
      Metadata: head.Metadata,
      Storage: store.storage
    }
  })
}

async function save(
  body: Readable,
  path: string,
  expected: number,
  context: ActionContext,
  onProgress: (bytes: number) => void
): Promise<{ Size: number; SHA256: string }> {
  const draft = `${path}.${context.attempt.taskId}.part`
  const hash = createHash('sha256')
  let size = 0
  await mkdir(dirname(path), { recursive: true })
  try {
    await pipeline(
      body,
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          hash.update(piece)
          size += piece.length
          onProgress(size)
          yield piece
        }
      },
      createWriteStream(draft),
      { signal: context.signal }
    )
    if (size !== expected) throw new Error(`${size} of ${expected} bytes`)
    await rename(draft, path)
  } catch (error) {
    context.signal.throwIfAborted()
    throw new TaskFailure(
      'S3.DownloadIncomplete',
      `The download to ${path} did not come to its end: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error }
    )
  } finally {
    await rm(draft, { force: true })
  }
  return { Size: size, SHA256: hash.digest('hex') }
}
