import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import type { ActionContext } from '../../contract/context.ts'
import { TaskFailure } from '../../contract/failure.ts'
import { withStore } from '../connection.ts'
import {
  connectionName,
  description,
  objectErrors,
  objectName,
  putOutput,
  storage
} from '../shapes.ts'
import { describeSize, progressTeller, workFile } from '../work-file.ts'

const input = z.strictObject({
  Path: z
    .string()
    .min(1)
    .describe("The file to upload; a relative path starts at the state machine's folder.")
    .meta({ examples: ['out/model.json'] }),
  ...objectName,
  ...description,
  Connection: connectionName
})

const output = z.object({
  Bucket: z.string().describe('The bucket.'),
  Key: z.string().describe('The key.'),
  ...putOutput,
  Size: z.number().int().describe('How many bytes were sent.'),
  SHA256: z.string().describe('The SHA-256 of what was sent, in hexadecimal digits.'),
  Storage: storage
})

export const uploadFile = defineAction({
  name: 'uploadFile',
  title: 'Upload a file',
  description:
    'Uploads a file of any size, in parts where it is big, and checks that all of it has arrived.',
  input,
  output,
  errors: [
    ...objectErrors,
    { name: 'S3.FileNotFound', description: 'There is no such file to upload.' },
    { name: 'S3.InvalidPath', description: 'A relative path leaves the state machine’s folder.' },
    { name: 'S3.UploadIncomplete', description: 'The object is not as long as what was sent.' }
  ],
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'repeat',
  examples: [
    {
      title: 'A model for the candidates',
      input: { Path: 'out/model.json', Bucket: 'candidates', Key: 'churn/model.json' },
      output: {
        Bucket: 'candidates',
        Key: 'churn/model.json',
        ETag: '"2e5d0b5a0f5a0b7a39a4a4f0b0ab7c35"',
        Size: 18_211,
        SHA256: '30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58',
        Storage: 'local folder'
      }
    }
  ],
  run: upload
})

async function upload(
  parsed: z.output<typeof input>,
  context: ActionContext
): Promise<z.input<typeof output>> {
  const { Path, Connection, ...request } = parsed
  const { Bucket, Key } = request
  const path = workFile(context, Path)
  const total = await sizeOf(path)
  return withStore(context, Connection, async (store) => {
    const onProgress = progressTeller(context, 'Uploaded', total)
    const sent = await store.uploadFile({ ...request, path, onProgress })
    // Asked for also because some servers tell no ETag at the end of an upload in parts.
    const head = await store.headObject({ Bucket, Key, VersionId: sent.VersionId })
    if (head.ContentLength !== sent.size) {
      throw new TaskFailure(
        'S3.UploadIncomplete',
        `Sent ${sent.size} bytes of ${path}, but ${Bucket}/${Key} has ${head.ContentLength}. Somebody else may have written it at the same time.`
      )
    }
    context.log.write(`Uploaded ${path} (${describeSize(sent.size)}) to ${Bucket}/${Key}\n`)
    return {
      Bucket,
      Key,
      ETag: sent.ETag ?? head.ETag,
      ...(sent.VersionId === undefined ? {} : { VersionId: sent.VersionId }),
      Size: sent.size,
      SHA256: sent.sha256,
      Storage: store.storage
    }
  })
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() === true) return found.size
  throw new TaskFailure(
    'S3.FileNotFound',
    `Expected a file to upload at ${path}, found ${found === undefined ? 'nothing' : 'no file'}.`
  )
}
