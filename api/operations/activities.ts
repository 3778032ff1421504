/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html and its kin. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, encryption, name80, nothing, paging, tags, timestamp } from './shapes.ts'

export const activityListItem = z.object({
  activityArn: z.string(),
  name: z.string(),
  creationDate: timestamp
})

export const createActivity = defineOperation({
  service: 'AWSStepFunctions',
  name: 'CreateActivity',
  summary: 'Makes a named queue of tasks for outside workers; idempotent on the name.',
  input: z.looseObject({ name: name80, tags: tags.optional() }),
  output: z.object({ activityArn: z.string(), creationDate: timestamp }),
  errors: ['InvalidName', 'TooManyTags']
})

export const describeActivity = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DescribeActivity',
  summary: 'One activity.',
  input: z.object({ activityArn: arn }),
  output: z.object({
    activityArn: z.string(),
    name: z.string(),
    creationDate: timestamp,
    encryptionConfiguration: encryption
  }),
  errors: ['ActivityDoesNotExist', 'InvalidArn']
})

export const deleteActivity = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DeleteActivity',
  summary: 'Deletes an activity; tasks that wait in it go on waiting until they time out.',
  input: z.object({ activityArn: arn }),
  output: nothing,
  errors: ['InvalidArn']
})

export const listActivities = defineOperation({
  service: 'AWSStepFunctions',
  name: 'ListActivities',
  summary: 'Activities by name.',
  input: z.object(paging),
  output: z.object({ activities: z.array(activityListItem), nextToken: z.string().optional() }),
  errors: ['InvalidToken']
})

export const getActivityTask = defineOperation({
  service: 'AWSStepFunctions',
  name: 'GetActivityTask',
  summary:
    'The oldest task that waits in an activity, leased to this worker; waits for one up to 60 seconds.',
  input: z.object({ activityArn: arn, workerName: z.string().min(1).max(80).optional() }),
  /** Both absent where no task has come. */
  output: z.object({ taskToken: z.string().optional(), input: z.string().optional() }),
  errors: ['ActivityDoesNotExist', 'ActivityWorkerLimitExceeded', 'InvalidArn']
})
