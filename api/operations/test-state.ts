/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, name80 } from './shapes.ts'

const data = z.string().max(262_144)
const count = z.number().int().min(0)

const httpRequest = z.object({
  protocol: z.string(),
  method: z.string(),
  url: z.string(),
  /** JSON text. */
  headers: z.string(),
  body: z.string().optional()
})

const httpResponse = z.object({
  protocol: z.string(),
  statusCode: z.string(),
  statusMessage: z.string(),
  headers: z.string(),
  body: z.string()
})

/** JSON texts of the data at each stage of the state; what the state has not come to is absent. */
const inspectionData = z.object({
  input: z.string().optional(),
  afterArguments: z.string().optional(),
  afterInputPath: z.string().optional(),
  afterParameters: z.string().optional(),
  result: z.string().optional(),
  afterResultSelector: z.string().optional(),
  afterResultPath: z.string().optional(),
  request: httpRequest.optional(),
  response: httpResponse.optional(),
  variables: z.string().optional(),
  errorDetails: z
    .object({
      catchIndex: count.optional(),
      retryIndex: count.optional(),
      retryBackoffIntervalSeconds: count.optional()
    })
    .optional(),
  afterItemsPath: z.string().optional(),
  afterItemSelector: z.string().optional(),
  afterItemBatcher: z.string().optional(),
  afterItemsPointer: z.string().optional(),
  toleratedFailureCount: count.optional(),
  toleratedFailurePercentage: z.number().optional(),
  maxConcurrency: count.optional()
})

export const testState = defineOperation({
  service: 'AWSStepFunctions',
  name: 'TestState',
  summary:
    'Runs one state by itself, on a mocked result or for real, and shows how the data went through it. Nothing is stored.',
  input: z.object({
    definition: z.string().min(1).max(1_048_576),
    /** Needed for a Task of an AWS resource without a mock, as on AWS; nothing is checked against it. */
    roleArn: arn.optional(),
    input: data.optional(),
    inspectionLevel: z.enum(['INFO', 'DEBUG', 'TRACE']).optional(),
    /** Accepted; secrets of connections are never shown. */
    revealSecrets: z.boolean().optional(),
    /** JSON object of variables by name. */
    variables: data.optional(),
    /** The state to test, where `definition` is a whole state machine. */
    stateName: name80.optional(),
    mock: z
      .object({
        result: data.optional(),
        errorOutput: z
          .object({
            error: z.string().max(256).optional(),
            cause: z.string().max(32_768).optional()
          })
          .optional(),
        fieldValidationMode: z.enum(['STRICT', 'PRESENT', 'NONE']).optional()
      })
      .optional(),
    /** JSON text of the context object. Only together with a mock. */
    context: data.optional(),
    stateConfiguration: z
      .object({
        retrierRetryCount: count.optional(),
        errorCausedByState: name80.optional(),
        mapIterationFailureCount: count.optional(),
        mapItemReaderData: data.optional()
      })
      .optional()
  }),
  output: z.object({
    output: z.string().optional(),
    error: z.string().optional(),
    cause: z.string().optional(),
    inspectionData: inspectionData.optional(),
    nextState: z.string().optional(),
    status: z.enum(['SUCCEEDED', 'FAILED', 'RETRIABLE', 'CAUGHT_ERROR'])
  }),
  errors: ['InvalidArn', 'InvalidDefinition', 'InvalidExecutionInput', 'ValidationException']
})
