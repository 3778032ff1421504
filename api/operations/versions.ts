/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, description, nothing, paging, timestamp } from './shapes.ts'

const routingConfiguration = z
  .array(z.object({ stateMachineVersionArn: arn, weight: z.number().int().min(0).max(100) }))
  .min(1)
  .max(2)

const aliasName = z
  .string()
  .min(1)
  .max(80)
  // eslint-disable-next-line no-useless-escape -- AWS's own pattern, which its message shows
  .regex(/^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$/)

export const publishStateMachineVersion = defineOperation({
  service: 'AWSStepFunctions',
  name: 'PublishStateMachineVersion',
  summary: "Freezes a state machine's current revision as a version; idempotent on the revision.",
  input: z.object({
    stateMachineArn: arn,
    revisionId: z.string().max(256).optional(),
    description: description.optional()
  }),
  output: z.object({ creationDate: timestamp, stateMachineVersionArn: z.string() }),
  errors: ['ConflictException', 'InvalidArn', 'StateMachineDoesNotExist']
})

export const listStateMachineVersions = defineOperation({
  service: 'AWSStepFunctions',
  name: 'ListStateMachineVersions',
  summary: "A state machine's versions, newest first.",
  input: z.object({ stateMachineArn: arn, ...paging }),
  output: z.object({
    stateMachineVersions: z.array(
      z.object({ stateMachineVersionArn: z.string(), creationDate: timestamp })
    ),
    nextToken: z.string().optional()
  }),
  errors: ['InvalidArn', 'InvalidToken']
})

export const deleteStateMachineVersion = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DeleteStateMachineVersion',
  summary: 'Deletes a version that no alias leads to; its executions are let finish.',
  input: z.object({ stateMachineVersionArn: z.string().min(1).max(2000) }),
  output: nothing,
  errors: ['ConflictException', 'InvalidArn', 'ValidationException']
})

export const createStateMachineAlias = defineOperation({
  service: 'AWSStepFunctions',
  name: 'CreateStateMachineAlias',
  summary:
    'A name for one or two versions, with the share of executions that each runs; idempotent.',
  input: z.object({ name: aliasName, description: description.optional(), routingConfiguration }),
  output: z.object({ stateMachineAliasArn: z.string(), creationDate: timestamp }),
  errors: ['ConflictException', 'InvalidArn', 'ResourceNotFound', 'ValidationException']
})

export const updateStateMachineAlias = defineOperation({
  service: 'AWSStepFunctions',
  name: 'UpdateStateMachineAlias',
  summary: "Changes an alias's description, its routes or both.",
  input: z.object({
    stateMachineAliasArn: arn,
    description: description.optional(),
    routingConfiguration: routingConfiguration.optional()
  }),
  output: z.object({ updateDate: timestamp }),
  errors: ['InvalidArn', 'ResourceNotFound', 'ValidationException']
})

export const describeStateMachineAlias = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DescribeStateMachineAlias',
  summary: 'One alias with its routes.',
  input: z.object({ stateMachineAliasArn: arn }),
  output: z.object({
    stateMachineAliasArn: z.string(),
    name: z.string(),
    description: z.string().optional(),
    routingConfiguration: z.array(
      z.object({ stateMachineVersionArn: z.string(), weight: z.number().int() })
    ),
    creationDate: timestamp,
    updateDate: timestamp
  }),
  errors: ['InvalidArn', 'ResourceNotFound']
})

export const listStateMachineAliases = defineOperation({
  service: 'AWSStepFunctions',
  name: 'ListStateMachineAliases',
  summary: "A state machine's aliases, or those that lead to one of its versions.",
  input: z.object({ stateMachineArn: arn, ...paging }),
  output: z.object({
    stateMachineAliases: z.array(
      z.object({ stateMachineAliasArn: z.string(), creationDate: timestamp })
    ),
    nextToken: z.string().optional()
  }),
  errors: ['InvalidArn', 'InvalidToken', 'StateMachineDoesNotExist']
})

export const deleteStateMachineAlias = defineOperation({
  service: 'AWSStepFunctions',
  name: 'DeleteStateMachineAlias',
  summary: 'Deletes an alias; the versions stay.',
  input: z.object({ stateMachineAliasArn: arn }),
  output: nothing,
  errors: ['InvalidArn']
})
