import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import { withStore } from '../connection.ts'
import { bucket, connectionName, objectErrors, requestOf } from '../shapes.ts'

/** S3 API, ListObjectsV2. */
export const listObjectsV2 = defineAction({
  name: 'listObjectsV2',
  title: 'List objects',
  description: 'Lists the objects of a bucket by the order of their keys, a page at a time.',
  aliases: ['arn:aws:states:::aws-sdk:s3:listObjectsV2'],
  input: z.strictObject({
    Bucket: bucket,
    Prefix: z.string().optional().describe('Only keys that begin so.'),
    Delimiter: z
      .string()
      .optional()
      .describe(
        'Keys that go on after the prefix up to this text are one CommonPrefix: "/" lists a folder.'
      ),
    MaxKeys: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('The size of a page. Default: 1000.'),
    ContinuationToken: z.string().optional().describe('NextContinuationToken of the page before.'),
    StartAfter: z.string().optional().describe('Only keys after this one.'),
    Connection: connectionName
  }),
  output: z.object({
    Name: z.string().describe('The bucket.'),
    Prefix: z.string().describe('As it was asked.'),
    Delimiter: z.string().optional().describe('As it was asked.'),
    MaxKeys: z.number().describe('As it was asked.'),
    KeyCount: z.number().describe('How many objects and prefixes this page has.'),
    IsTruncated: z.boolean().describe('Whether there are more pages.'),
    ContinuationToken: z.string().optional().describe('As it was asked.'),
    NextContinuationToken: z.string().optional().describe('What to ask the next page with.'),
    StartAfter: z.string().optional().describe('As it was asked.'),
    Contents: z
      .array(
        z.object({
          Key: z.string(),
          LastModified: z.string().optional(),
          ETag: z.string().optional(),
          Size: z.number(),
          StorageClass: z.string().optional()
        })
      )
      .describe('The objects.'),
    CommonPrefixes: z.array(z.object({ Prefix: z.string() })).describe('The "folders".')
  }),
  errors: objectErrors,
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'repeat',
  examples: [
    { title: 'One folder', input: { Bucket: 'models', Prefix: 'churn/', Delimiter: '/' } },
    { title: 'The first ten', input: { Bucket: 'models', MaxKeys: 10 } }
  ],
  run: (input, context) =>
    withStore(context, input.Connection, (store) => store.listObjectsV2(requestOf(input)))
})
