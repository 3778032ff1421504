import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import { withStore } from '../connection.ts'
import {
  connectionName,
  headOutput,
  noSuchKey,
  objectErrors,
  readInput,
  requestOf
} from '../shapes.ts'

/** S3 API, HeadObject. */
export const headObject = defineAction({
  name: 'headObject',
  title: 'Describe an object',
  description: 'Tells size, time, entity tag and metadata of an object without reading it.',
  aliases: ['arn:aws:states:::aws-sdk:s3:headObject'],
  input: z.strictObject({ ...readInput, Connection: connectionName }),
  output: z.object(headOutput),
  errors: [noSuchKey, ...objectErrors],
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'repeat',
  examples: [
    {
      title: 'Is it there, and how big is it',
      input: { Bucket: 'models', Key: 'churn/model.json' }
    }
  ],
  run: (input, context) =>
    withStore(context, input.Connection, (store) => store.headObject(requestOf(input)))
})
