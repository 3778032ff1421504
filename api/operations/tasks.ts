/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html and its kin. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, nothing } from './shapes.ts'

const taskToken = z.string().min(1).max(2048)
const errors = ['InvalidToken', 'TaskDoesNotExist', 'TaskTimedOut'] as const

export const sendTaskSuccess = defineOperation({
  service: 'AWSStepFunctions',
  name: 'SendTaskSuccess',
  summary: 'Ends a task that waits for its token, with an output (JSON text).',
  input: z.object({ taskToken, output: z.string().max(262_144) }),
  output: nothing,
  errors: [...errors, 'InvalidOutput']
})

export const sendTaskFailure = defineOperation({
  service: 'AWSStepFunctions',
  name: 'SendTaskFailure',
  summary: 'Ends a task that waits for its token, with an error.',
  input: z.object({
    taskToken,
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional()
  }),
  output: nothing,
  errors
})

export const sendTaskHeartbeat = defineOperation({
  service: 'AWSStepFunctions',
  name: 'SendTaskHeartbeat',
  summary: 'Says that a task is alive; starts its HeartbeatSeconds anew.',
  input: z.object({ taskToken }),
  output: nothing,
  errors
})

export const getTaskLog = defineOperation({
  service: 'Signalbox',
  name: 'GetTaskLog',
  summary: "A part of a task's log (what its action printed), from a byte offset.",
  input: z.object({
    executionArn: arn,
    /** The id of the task's scheduling history event. */
    taskId: z.number().int().min(1),
    offset: z.number().int().min(0).optional(),
    /** At most 1 MiB a call, which is also the default. */
    maxBytes: z.number().int().min(1).max(1_048_576).optional()
  }),
  output: z.object({
    text: z.string(),
    /** Where to go on. */
    nextOffset: z.number().int(),
    /** The log's size so far, in bytes. */
    size: z.number().int(),
    /** Whether the action had written more than is kept (8 MiB a task). */
    truncated: z.boolean(),
    /** Whether the task still runs. */
    running: z.boolean()
  }),
  errors: ['ExecutionDoesNotExist', 'TaskLogDoesNotExist']
})
