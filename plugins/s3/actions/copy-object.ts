import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import { withStore } from '../connection.ts'
import {
  connectionName,
  description,
  noSuchKey,
  objectErrors,
  objectName,
  requestOf,
  serviceOptions
} from '../shapes.ts'

/** S3 API, CopyObject. */
export const copyObject = defineAction({
  name: 'copyObject',
  title: 'Copy an object',
  description: 'Copies an object within the storage, without passing it through this computer.',
  aliases: ['arn:aws:states:::aws-sdk:s3:copyObject'],
  input: z.strictObject({
    ...objectName,
    CopySource: z
      .string()
      .min(3)
      .describe('What to copy: bucket/key, percent-encoded.')
      .meta({ examples: ['candidates/churn/model.json'] }),
    MetadataDirective: z
      .enum(['COPY', 'REPLACE'])
      .optional()
      .describe('COPY keeps the description of the source, REPLACE takes the one given here.'),
    ...description,
    ...serviceOptions,
    Connection: connectionName
  }),
  output: z.object({
    CopyObjectResult: z
      .object({
        ETag: z.string().optional().describe('The entity tag, in quotes.'),
        LastModified: z.string().optional().describe('When it was copied, in UTC.')
      })
      .describe('What is said of the new object.'),
    VersionId: z.string().optional().describe('The new version.'),
    CopySourceVersionId: z.string().optional().describe('The version that was copied.')
  }),
  errors: [noSuchKey, ...objectErrors],
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'repeat',
  examples: [
    {
      title: 'Release a candidate',
      input: {
        Bucket: 'releases',
        Key: 'churn/model.json',
        CopySource: 'candidates/churn/model.json'
      },
      output: {
        CopyObjectResult: {
          ETag: '"2e5d0b5a0f5a0b7a39a4a4f0b0ab7c35"',
          LastModified: '2026-11-23T10:00:00.000Z'
        }
      }
    }
  ],
  run: (input, context) =>
    withStore(context, input.Connection, (store) => store.copyObject(requestOf(input)))
})
