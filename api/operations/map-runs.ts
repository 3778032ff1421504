/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html and its kin. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, nothing, paging, timestamp } from './shapes.ts'

const mapRunArn = z.string().min(1).max(2000)

export const listMapRuns = defineOperation({
  service: 'AWSStepFunctions',
  name: 'ListMapRuns',
  summary: 'The map runs of an execution, newest first.',
  input: z.looseObject({ executionArn: arn, ...paging }),
  output: z.object({
    mapRuns: z.array(
      z.object({
        executionArn: z.string(),
        mapRunArn: z.string(),
        stateMachineArn: z.string(),
        startDate: timestamp,
        stopDate: timestamp.optional()
      })
    ),
    nextToken: z.string().optional()
  }),
  errors: ['InvalidArn', 'InvalidToken', 'ExecutionDoesNotExist']
})

const counts = z.object({
  pending: z.number().int(),
  running: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  timedOut: z.number().int(),
  aborted: z.number().int(),
  total: z.number().int(),
  resultsWritten: z.number().int(),
  /** Of those that have failed: run again by the redrive that is under way. */
  pendingRedrive: z.number().int().optional()
})

export const describeMapRun = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DescribeMapRun',
  summary: 'One map run, with its limits and the counts of its items and child executions.',
  input: z.looseObject({ mapRunArn }),
  output: z.object({
    mapRunArn: z.string(),
    executionArn: z.string(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED']),
    startDate: timestamp,
    stopDate: timestamp.optional(),
    maxConcurrency: z.number().int(),
    toleratedFailurePercentage: z.number(),
    toleratedFailureCount: z.number().int(),
    itemCounts: counts,
    executionCounts: counts,
    redriveCount: z.number().int(),
    redriveDate: timestamp.optional()
  }),
  errors: ['InvalidArn', 'ResourceNotFound']
})

export const updateMapRun = defineOperation({
  service: 'AWSStepFunctions',
  name: 'UpdateMapRun',
  summary: 'Changes the limits of a running map run.',
  input: z.looseObject({
    mapRunArn,
    maxConcurrency: z.number().int().min(0).optional(),
    toleratedFailurePercentage: z.number().min(0).max(100).optional(),
    toleratedFailureCount: z.number().int().min(0).optional()
  }),
  output: nothing,
  errors: ['InvalidArn', 'ResourceNotFound', 'ValidationException']
})
