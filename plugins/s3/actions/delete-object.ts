import { z } from 'zod'
import { defineAction } from '../../contract/action.ts'
import { withStore } from '../connection.ts'
import {
  connectionName,
  objectErrors,
  objectName,
  putOutput,
  requestOf,
  versionId
} from '../shapes.ts'

/** S3 API, DeleteObject: no error where there is no such object. */
export const deleteObject = defineAction({
  name: 'deleteObject',
  title: 'Delete an object',
  description: 'Deletes an object; succeeds also where there is none.',
  aliases: ['arn:aws:states:::aws-sdk:s3:deleteObject'],
  input: z.strictObject({ ...objectName, VersionId: versionId, Connection: connectionName }),
  output: z.object({ VersionId: putOutput.VersionId }),
  errors: objectErrors,
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'repeat',
  examples: [
    { title: 'Clean up', input: { Bucket: 'candidates', Key: 'churn/model.json' }, output: {} }
  ],
  run: (input, context) =>
    withStore(context, input.Connection, (store) => store.deleteObject(requestOf(input)))
})
