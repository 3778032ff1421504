import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import { withStore } from '../connection.ts'
import {
  connectionName,
  description,
  objectErrors,
  objectName,
  putOutput,
  requestOf,
  serviceOptions
} from '../shapes.ts'

/** S3 API, PutObject. */
export const putObject = defineAction({
  name: 'putObject',
  title: 'Put an object',
  description: 'Writes a text or a JSON value as an object. For files, use uploadFile.',
  aliases: ['arn:aws:states:::aws-sdk:s3:putObject'],
  input: z.strictObject({
    ...objectName,
    Body: z.json().default('').describe('What to write: a text as it is, any other value as JSON.'),
    ...description,
    ...serviceOptions,
    IfNoneMatch: z.literal('*').optional().describe('*: only where there is no such object yet.'),
    Connection: connectionName
  }),
  output: z.object(putOutput),
  errors: objectErrors,
  patterns: ['request-response', 'wait-for-task-token'],
  // A second put of the same object changes nothing; with IfNoneMatch it would be refused.
  interruption: (input) => (input.IfNoneMatch === undefined ? 'repeat' : 'never'),
  examples: [
    {
      title: 'Write JSON',
      input: { Bucket: 'models', Key: 'churn/metrics.json', Body: { accuracy: 0.93 } },
      output: { ETag: '"2e5d0b5a0f5a0b7a39a4a4f0b0ab7c35"' }
    },
    {
      title: 'Write text with a media type',
      input: { Bucket: 'reports', Key: 'today.csv', Body: 'a,b\n1,2\n', ContentType: 'text/csv' }
    }
  ],
  run: (input, context) =>
    withStore(context, input.Connection, (store) => {
      const isText = typeof input.Body === 'string'
      const Body = typeof input.Body === 'string' ? input.Body : JSON.stringify(input.Body)
      const ContentType = input.ContentType ?? (isText ? undefined : 'application/json')
      return store.putObject({ ...requestOf(input), Body, ContentType })
    })
})
