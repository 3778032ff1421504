/** What the data folder takes, how long things are kept, and how they are deleted. docs/storage.md */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, executionStatus, nothing, timestamp } from './shapes.ts'

const bytes = z.number().int().min(0)
const count = z.number().int().min(0)

export const deleteExecution = defineOperation({
  service: 'Signalbox',
  name: 'DeleteExecution',
  summary: 'Deletes an execution that has ended: its rows, logs, files and children of map runs.',
  input: z.object({ executionArn: arn }),
  output: z.object({ bytes }),
  errors: ['InvalidArn', 'ExecutionDoesNotExist', 'ConflictException']
})

export const deleteExecutions = defineOperation({
  service: 'Signalbox',
  name: 'DeleteExecutions',
  summary: 'Deletes up to 1,000 ended executions that fit a filter, the oldest first.',
  input: z.object({
    stateMachineArn: arn.optional(),
    /** Not RUNNING; absent: all that have ended. */
    status: executionStatus.exclude(['RUNNING', 'PENDING_REDRIVE']).optional(),
    /** Started before this time. */
    startedBefore: timestamp.optional(),
    /** Also those that are kept by hand. */
    includeKept: z.boolean().optional(),
    maxResults: z.number().int().min(1).max(1000).optional(),
    dryRun: z.boolean().optional()
  }),
  output: z.object({
    executions: count,
    bytes,
    /** More fit the filter: ask again. */
    hasMore: z.boolean()
  }),
  errors: ['InvalidArn', 'StateMachineDoesNotExist']
})

export const keepExecution = defineOperation({
  service: 'Signalbox',
  name: 'KeepExecution',
  summary: 'Keeps an execution from being deleted by itself, or lets it go again.',
  input: z.object({ executionArn: arn, isKept: z.boolean() }),
  output: nothing,
  errors: ['InvalidArn', 'ExecutionDoesNotExist']
})
