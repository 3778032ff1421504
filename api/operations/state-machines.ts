/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html and its kin. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, name80, nothing, paging, timestamp } from './shapes.ts'

const definition = z.string().min(1).max(1_048_576)
const machineType = z.enum(['STANDARD', 'EXPRESS'])

/** AWS's diagnostic, with the position in the text as our extension. */
export const diagnostic = z.object({
  severity: z.enum(['ERROR', 'WARNING']),
  code: z.string(),
  message: z.string(),
  /** What to do about it, beside AWS's own wording of the message. */
  hint: z.string().optional(),
  /** JSON pointer into the definition. */
  location: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional()
})

export const stateMachineListItem = z.object({
  stateMachineArn: z.string(),
  name: z.string(),
  type: machineType,
  creationDate: timestamp
})

export const createStateMachine = defineOperation({
  service: 'AWSStepFunctions',
  name: 'CreateStateMachine',
  summary: 'Stores a new state machine; idempotent on the same name and exact definition.',
  input: z.looseObject({
    name: name80,
    definition,
    roleArn: arn.optional(),
    type: machineType.optional()
  }),
  output: z.object({ stateMachineArn: z.string(), creationDate: timestamp }),
  errors: ['InvalidDefinition', 'InvalidName', 'StateMachineAlreadyExists', 'ValidationException']
})

export const updateStateMachine = defineOperation({
  service: 'AWSStepFunctions',
  name: 'UpdateStateMachine',
  summary: 'Replaces the definition; running executions keep the one that they started with.',
  input: z.looseObject({
    stateMachineArn: arn,
    definition: definition.optional(),
    roleArn: arn.optional()
  }),
  output: z.object({ updateDate: timestamp, revisionId: z.string().optional() }),
  errors: [
    'InvalidArn',
    'InvalidDefinition',
    'MissingRequiredParameter',
    'StateMachineDoesNotExist'
  ]
})

export const deleteStateMachine = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DeleteStateMachine',
  summary:
    'Deletes a state machine; its running executions are let finish, its schedules are disabled.',
  input: z.object({ stateMachineArn: arn }),
  output: nothing,
  errors: ['InvalidArn']
})

export const describeStateMachine = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DescribeStateMachine',
  summary: 'One state machine with its definition.',
  input: z.looseObject({ stateMachineArn: arn }),
  output: z.object({
    stateMachineArn: z.string(),
    name: z.string(),
    status: z.enum(['ACTIVE', 'DELETING']),
    definition: z.string(),
    roleArn: z.string(),
    type: machineType,
    creationDate: timestamp,
    revisionId: z.string().optional(),
    /** Always off: the history is kept in full, and the engine's log is on standard error. */
    loggingConfiguration: z
      .object({ level: z.string(), includeExecutionData: z.boolean() })
      .optional(),
    tracingConfiguration: z.object({ enabled: z.boolean() }).optional()
  }),
  errors: ['InvalidArn', 'StateMachineDoesNotExist']
})

export const describeStateMachineForExecution = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DescribeStateMachineForExecution',
  summary: 'The state machine as the execution saw it when it started.',
  input: z.looseObject({ executionArn: arn }),
  output: z.object({
    stateMachineArn: z.string(),
    name: z.string(),
    definition: z.string(),
    roleArn: z.string(),
    updateDate: timestamp,
    revisionId: z.string().optional()
  }),
  errors: ['InvalidArn', 'ExecutionDoesNotExist']
})

export const listStateMachines = defineOperation({
  service: 'AWSStepFunctions',
  name: 'ListStateMachines',
  summary: 'State machines by name.',
  input: z.object(paging),
  output: z.object({
    stateMachines: z.array(stateMachineListItem),
    nextToken: z.string().optional()
  }),
  errors: ['InvalidToken']
})

export const validateStateMachineDefinition = defineOperation({
  service: 'AWSStepFunctions',
  name: 'ValidateStateMachineDefinition',
  summary: 'All problems of a definition, located, without storing it.',
  input: z.looseObject({
    definition,
    type: machineType.optional(),
    severity: z.enum(['ERROR', 'WARNING']).optional(),
    maxResults: z.number().int().min(0).max(100).optional()
  }),
  output: z.object({
    result: z.enum(['OK', 'FAIL']),
    diagnostics: z.array(diagnostic),
    truncated: z.boolean().optional()
  }),
  errors: ['ValidationException']
})
