/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html and its kin. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, nothing, tags } from './shapes.ts'

export const tagResource = defineOperation({
  service: 'AWSStepFunctions',
  name: 'TagResource',
  summary: 'Adds tags to a state machine or an activity, or changes their values; at most 50.',
  input: z.object({ resourceArn: arn, tags }),
  output: nothing,
  errors: ['InvalidArn', 'ResourceNotFound', 'TooManyTags']
})

export const untagResource = defineOperation({
  service: 'AWSStepFunctions',
  name: 'UntagResource',
  summary: 'Removes tags by key.',
  input: z.object({ resourceArn: arn, tagKeys: z.array(z.string().min(1).max(128)) }),
  output: nothing,
  errors: ['InvalidArn', 'ResourceNotFound']
})

export const listTagsForResource = defineOperation({
  service: 'AWSStepFunctions',
  name: 'ListTagsForResource',
  summary: 'The tags of a state machine or an activity.',
  input: z.object({ resourceArn: arn }),
  output: z.object({ tags }),
  errors: ['InvalidArn', 'ResourceNotFound']
})
