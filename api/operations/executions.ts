/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html and its kin. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { queuePlace } from './concurrency.ts'
import { arn, executionStatus, name80, paging, timestamp } from './shapes.ts'

export const executionListItem = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status: executionStatus,
  startDate: timestamp,
  stopDate: timestamp.optional(),
  redriveCount: z.number().int().optional(),
  redriveDate: timestamp.optional(),
  /** What it was started by, besides the state machine. */
  stateMachineVersionArn: z.string().optional(),
  stateMachineAliasArn: z.string().optional(),
  /** Of a child of a map run: which, and how many items it has. */
  mapRunArn: z.string().optional(),
  itemCount: z.number().int().optional(),
  /** Kept by hand: not deleted by itself. */
  isKept: z.boolean().optional(),
  /** Ours: it is RUNNING, but waits for its turn. No position: more than 1,000 are before it. */
  queue: queuePlace
    .pick({ queuedDate: true })
    .extend({ position: z.number().int().optional() })
    .optional()
})

const cloudWatchDetails = z.object({ included: z.boolean() })

export const startExecution = defineOperation({
  service: 'AWSStepFunctions',
  name: 'StartExecution',
  summary:
    'Starts an execution; the name is the idempotency key. Answers after the start is on disk.',
  input: z.looseObject({
    stateMachineArn: arn,
    name: name80.optional(),
    input: z.string().max(262_144).optional(),
    traceHeader: z.string().optional()
  }),
  output: z.object({ executionArn: z.string(), startDate: timestamp }),
  errors: [
    'ExecutionAlreadyExists',
    'InvalidArn',
    'InvalidExecutionInput',
    'InvalidName',
    'StateMachineDoesNotExist',
    'StateMachineDeleting'
  ]
})

export const startSyncExecution = defineOperation({
  service: 'AWSStepFunctions',
  name: 'StartSyncExecution',
  summary: 'Runs an execution of an EXPRESS state machine and answers its end, within 5 minutes.',
  input: z.looseObject({
    stateMachineArn: arn,
    name: name80.optional(),
    input: z.string().max(262_144).optional(),
    traceHeader: z.string().optional(),
    includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).optional()
  }),
  output: z.object({
    executionArn: z.string(),
    stateMachineArn: z.string(),
    name: z.string(),
    startDate: timestamp,
    stopDate: timestamp,
    status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT']),
    error: z.string().optional(),
    cause: z.string().optional(),
    input: z.string().optional(),
    inputDetails: cloudWatchDetails,
    output: z.string().optional(),
    outputDetails: cloudWatchDetails,
    billingDetails: z.object({
      billedMemoryUsedInMB: z.number().int(),
      billedDurationInMilliseconds: z.number().int()
    })
  }),
  errors: [
    'InvalidArn',
    'InvalidExecutionInput',
    'InvalidName',
    'StateMachineDoesNotExist',
    'StateMachineTypeNotSupported'
  ]
})

export const stopExecution = defineOperation({
  service: 'AWSStepFunctions',
  name: 'StopExecution',
  summary: 'Aborts a running execution and ends the tasks that it runs.',
  input: z.object({
    executionArn: arn,
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional()
  }),
  output: z.object({ stopDate: timestamp }),
  errors: ['InvalidArn', 'ExecutionDoesNotExist']
})

export const redriveExecution = defineOperation({
  service: 'AWSStepFunctions',
  name: 'RedriveExecution',
  summary: 'Takes a failed, timed out or aborted execution up again from the state that failed.',
  input: z.object({
    executionArn: arn,
    /** Accepted; a second redrive of an execution that runs is refused in any case. */
    clientToken: z.string().min(1).max(64).optional()
  }),
  output: z.object({ redriveDate: timestamp }),
  errors: [
    'ConcurrencyLimitReached',
    'ExecutionDoesNotExist',
    'ExecutionNotRedrivable',
    'InvalidArn'
  ]
})

export const describeExecution = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DescribeExecution',
  summary: 'One execution with its input, and its output or error once it has ended.',
  input: z.looseObject({
    executionArn: arn,
    /** `METADATA_ONLY` leaves out input and output. */
    includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).optional()
  }),
  output: z.object({
    executionArn: z.string(),
    stateMachineArn: z.string(),
    stateMachineVersionArn: z.string().optional(),
    stateMachineAliasArn: z.string().optional(),
    mapRunArn: z.string().optional(),
    name: z.string(),
    status: executionStatus,
    startDate: timestamp,
    stopDate: timestamp.optional(),
    redriveDate: timestamp.optional(),
    input: z.string().optional(),
    inputDetails: cloudWatchDetails,
    output: z.string().optional(),
    outputDetails: cloudWatchDetails.optional(),
    error: z.string().optional(),
    cause: z.string().optional(),
    isKept: z.boolean().optional(),
    redriveCount: z.number().int(),
    redriveStatus: z.enum(['REDRIVABLE', 'NOT_REDRIVABLE', 'REDRIVABLE_BY_MAP_RUN']),
    redriveStatusReason: z.string().optional(),
    /** Ours: it is RUNNING, but has not begun; its concurrency rule lets it wait for its turn. */
    queue: queuePlace.optional(),
    /** Ours: how near it is to what AWS allows an execution. */
    limits: z
      .object({
        historyEvents: z.number().int(),
        /** AWS fails an execution that would have more. */
        historyEventsLimit: z.number().int(),
        /** Bytes of one input or output. */
        payloadLimit: z.number().int()
      })
      .optional()
  }),
  errors: ['InvalidArn', 'ExecutionDoesNotExist']
})

export const listExecutions = defineOperation({
  service: 'AWSStepFunctions',
  name: 'ListExecutions',
  summary: "A state machine's executions, or the children of a map run, newest first.",
  input: z.looseObject({
    stateMachineArn: arn.optional(),
    mapRunArn: z.string().min(1).max(2000).optional(),
    statusFilter: executionStatus.optional(),
    ...paging
  }),
  output: z.object({ executions: z.array(executionListItem), nextToken: z.string().optional() }),
  errors: ['InvalidArn', 'InvalidToken', 'StateMachineDoesNotExist', 'StateMachineTypeNotSupported']
})

/** One member per kind of details; see `asl/interpreter/history.ts` for the names. */
const historyEvent = z.looseObject({
  id: z.number().int(),
  previousEventId: z.number().int(),
  timestamp,
  type: z.string()
})

export const getExecutionHistory = defineOperation({
  service: 'AWSStepFunctions',
  name: 'GetExecutionHistory',
  summary: 'The history events of an execution, oldest first unless reversed.',
  input: z.object({
    executionArn: arn,
    reverseOrder: z.boolean().optional(),
    includeExecutionData: z.boolean().optional(),
    ...paging
  }),
  output: z.object({ events: z.array(historyEvent), nextToken: z.string().optional() }),
  errors: ['InvalidArn', 'InvalidToken', 'ExecutionDoesNotExist']
})

export const searchExecutions = defineOperation({
  service: 'Signalbox',
  name: 'SearchExecutions',
  summary:
    'Executions of all state machines but children of map runs, newest first, by status, state machine, name, start time and words.',
  input: z.object({
    stateMachineArn: arn.optional(),
    status: executionStatus.optional(),
    /** Part of the execution's name. */
    nameContains: z.string().max(80).optional(),
    /**
     * Words of the name, input, output, error and cause that all must occur; `"phrases"`, beginnings
     * (`order*`), `OR`, `-without`, and `name:`, `input:`, `output:`, `error:`, `cause:` before a word.
     */
    text: z.string().max(1000).optional(),
    startedAfter: timestamp.optional(),
    startedBefore: timestamp.optional(),
    ...paging
  }),
  output: z.object({
    /** Of a search by words or name a page may be short, even empty, and yet have a nextToken. */
    executions: z.array(executionListItem),
    nextToken: z.string().optional(),
    /** The search index has yet to take in executions of before: there may be more than are found. */
    isIncomplete: z.boolean().optional()
  }),
  errors: ['InvalidArn', 'InvalidToken']
})

export const countExecutions = defineOperation({
  service: 'Signalbox',
  name: 'CountExecutions',
  summary: 'How many executions there are, by status; of one state machine or of all.',
  input: z.object({ stateMachineArn: arn.optional() }),
  output: z.object({ counts: z.record(z.string(), z.number().int()) }),
  errors: ['InvalidArn']
})
