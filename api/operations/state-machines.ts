/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html and its kin. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import {
  arn,
  description,
  encryption,
  loggingConfiguration,
  name80,
  nothing,
  paging,
  tags,
  timestamp,
  tracingConfiguration
} from './shapes.ts'

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

/** Signalbox's own: where relative paths of the tasks start. Empty: a folder in the data folder. */
const workFolder = z.string().max(4096).optional()

/**
 * Signalbox's own: what a step of an execution outlives before it has effects; FULL: a power loss,
 * NORMAL: the end of the process. STANDARD only.
 */
const durability = z.enum(['FULL', 'NORMAL'])

/** `METADATA_ONLY` leaves out the definition and what is read from it. */
const includedData = z.enum(['ALL_DATA', 'METADATA_ONLY']).optional()

const configuration = {
  revisionId: z.string().optional(),
  loggingConfiguration: loggingConfiguration.optional(),
  tracingConfiguration: tracingConfiguration.optional(),
  encryptionConfiguration: encryption.optional(),
  /** Variables by the name of the state that reads them. */
  variableReferences: z.record(z.string(), z.array(z.string())).optional()
}

export const createStateMachine = defineOperation({
  service: 'AWSStepFunctions',
  name: 'CreateStateMachine',
  summary: 'Stores a new state machine; idempotent on the same name and exact definition.',
  input: z.looseObject({
    name: name80,
    definition,
    roleArn: arn.optional(),
    type: machineType.optional(),
    loggingConfiguration: loggingConfiguration.optional(),
    tracingConfiguration: tracingConfiguration.optional(),
    tags: tags.optional(),
    workFolder,
    durability: durability.optional(),
    publish: z.boolean().optional(),
    versionDescription: description.optional()
  }),
  output: z.object({
    stateMachineArn: z.string(),
    creationDate: timestamp,
    stateMachineVersionArn: z.string().optional()
  }),
  errors: [
    'InvalidDefinition',
    'InvalidLoggingConfiguration',
    'InvalidName',
    'StateMachineAlreadyExists',
    'TooManyTags',
    'ValidationException'
  ]
})

export const updateStateMachine = defineOperation({
  service: 'AWSStepFunctions',
  name: 'UpdateStateMachine',
  summary: 'Replaces the definition; running executions keep the one that they started with.',
  input: z.looseObject({
    stateMachineArn: arn,
    definition: definition.optional(),
    roleArn: arn.optional(),
    loggingConfiguration: loggingConfiguration.optional(),
    tracingConfiguration: tracingConfiguration.optional(),
    workFolder,
    /** ENGINE: as the engine's `--durability` again. */
    durability: z.enum(['FULL', 'NORMAL', 'ENGINE']).optional(),
    publish: z.boolean().optional(),
    versionDescription: description.optional()
  }),
  output: z.object({
    updateDate: timestamp,
    /** Absent while nothing was changed since the creation. */
    revisionId: z.string().optional(),
    stateMachineVersionArn: z.string().optional()
  }),
  errors: [
    'InvalidArn',
    'InvalidDefinition',
    'InvalidLoggingConfiguration',
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
  summary: 'One state machine, or one of its versions, with its definition.',
  input: z.looseObject({ stateMachineArn: arn, includedData }),
  output: z.object({
    stateMachineArn: z.string(),
    name: z.string(),
    status: z.enum(['ACTIVE', 'DELETING']),
    definition: z.string(),
    roleArn: z.string(),
    type: machineType,
    creationDate: timestamp,
    /** Absent: a folder in the data folder. */
    workFolder,
    /** Absent: the engine's (DescribeEngine). */
    durability: durability.optional(),
    /** Of the version. */
    description: z.string().optional(),
    ...configuration
  }),
  errors: ['InvalidArn', 'StateMachineDoesNotExist']
})

export const describeStateMachineForExecution = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DescribeStateMachineForExecution',
  summary: 'The state machine as the execution saw it when it started.',
  input: z.looseObject({ executionArn: arn, includedData }),
  output: z.object({
    stateMachineArn: z.string(),
    name: z.string(),
    definition: z.string(),
    roleArn: z.string(),
    updateDate: timestamp,
    ...configuration
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
