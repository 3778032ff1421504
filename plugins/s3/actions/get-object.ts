import type { Readable } from 'node:stream'
import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import { TaskFailure } from '../../contract/failure.ts'
import { withStore } from '../connection.ts'
import {
  connectionName,
  headOutput,
  noSuchKey,
  objectErrors,
  readInput,
  requestOf
} from '../shapes.ts'

/** Room for the other members in a task's output, which may have 256 KiB. */
const longestBody = 240 * 1024

/** S3 API, GetObject; the body as text, as in AWS's SDK integration. */
export const getObject = defineAction({
  name: 'getObject',
  title: 'Get an object',
  description:
    'Reads an object of text, up to 240 KiB. For bigger or binary ones, use downloadFile.',
  aliases: ['arn:aws:states:::aws-sdk:s3:getObject'],
  input: z.strictObject({ ...readInput, Connection: connectionName }),
  output: z.object({ ...headOutput, Body: z.string().describe('The body as text.') }),
  errors: [
    noSuchKey,
    ...objectErrors,
    { name: 'States.DataLimitExceeded', description: 'The body is too long for a task’s output.' },
    { name: 'S3.BodyNotText', description: 'The body is not text in UTF-8.' }
  ],
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'repeat',
  examples: [
    { title: 'Read JSON as text', input: { Bucket: 'models', Key: 'churn/metrics.json' } },
    {
      title: 'Read the first line or so',
      input: { Bucket: 'reports', Key: 'today.csv', Range: 'bytes=0-99' }
    }
  ],
  run: (input, context) =>
    withStore(context, input.Connection, async (store) => {
      const { body, ...head } = await store.getObject(requestOf(input))
      return { ...head, Body: await textOf(body) }
    })
})

async function textOf(body: Readable): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    const bytes = Buffer.from(piece as Uint8Array)
    size += bytes.length
    if (size > longestBody) {
      body.destroy()
      throw new TaskFailure(
        'States.DataLimitExceeded',
        `Expected a body of at most ${longestBody / 1024} KiB, found more. Use downloadFile, or Range.`
      )
    }
    pieces.push(bytes)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch (error) {
    throw new TaskFailure(
      'S3.BodyNotText',
      'Expected a body of UTF-8 text, found other bytes. Use downloadFile.',
      { cause: error }
    )
  }
}
