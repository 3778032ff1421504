import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import { withStore } from '../connection.ts'
import { bucket, connectionName, objectErrors } from '../shapes.ts'

/** S3 API, CreateBucket. */
export const createBucket = defineAction({
  name: 'createBucket',
  title: 'Create a bucket',
  description: 'Makes a bucket. In a local folder, the first object makes its bucket anyway.',
  aliases: ['arn:aws:states:::aws-sdk:s3:createBucket'],
  input: z.strictObject({ Bucket: bucket, Connection: connectionName }),
  output: z.object({ Location: z.string().optional().describe('Where it is.') }),
  errors: [
    {
      name: 'S3.BucketAlreadyExistsException',
      description: 'Somebody else has a bucket of this name.'
    },
    {
      name: 'S3.BucketAlreadyOwnedByYouException',
      description: 'You have it already (AWS alone says so).'
    },
    ...objectErrors
  ],
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'repeat',
  examples: [
    { title: 'A bucket for models', input: { Bucket: 'models' }, output: { Location: '/models' } }
  ],
  run: (input, context) =>
    withStore(context, input.Connection, (store) => store.createBucket(input.Bucket))
})
