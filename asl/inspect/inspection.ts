/**
 * What an inspection of one state is asked and answers.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
import type { ScheduleTask } from '../interpreter/command.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Subject } from './subject.ts'

/** What the state's task, branches or iterations are said to have come to. */
export type Outcome = { result: Json } | { error?: string; cause?: string }

/** What is to be assumed of the past of the state. */
export interface StateConfiguration {
  /** Retries already made by the retrier that takes the failure. */
  retrierRetryCount?: number
  errorCausedByState?: string
  mapIterationFailureCount?: number
  /** The text that the ItemReader has read, of its InputType. */
  mapItemReaderData?: string
}

export interface InspectionRequest {
  subject: Subject
  /** JSON text. */
  input: string
  variables?: JsonObject
  /** The whole context object; one is made up where it is absent. */
  context?: JsonObject
  configuration: StateConfiguration
  /** Stands for what the state would do; a Task without it is to be done by the caller. */
  mock?: Outcome
  /** Names of the execution that the context object shows. */
  identity: {
    executionArn: string
    executionName: string
    stateMachineArn: string
    stateMachineName: string
    roleArn: string | undefined
  }
  /** Milliseconds since the epoch. */
  at: number
  /** As an activation's. */
  seed: string
}

export type InspectionStatus = 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR'

/** Where the failure went. */
export interface ErrorDetails {
  catchIndex?: number
  retryIndex?: number
  retryBackoffIntervalSeconds?: number
}

/** The data on its way through the state; JSON texts. What the state has not come to is absent. */
export interface InspectionData {
  input?: string
  afterArguments?: string
  afterInputPath?: string
  afterParameters?: string
  result?: string
  afterResultSelector?: string
  afterResultPath?: string
  variables?: string
  errorDetails?: ErrorDetails
  afterItemsPath?: string
  afterItemSelector?: string
  afterItemBatcher?: string
  afterItemsPointer?: string
  toleratedFailureCount?: number
  toleratedFailurePercentage?: number
  maxConcurrency?: number
}

export interface Inspection {
  status: InspectionStatus
  /** JSON text. */
  output?: string
  error?: string
  cause?: string
  nextState?: string
  data: InspectionData
}

/** The state is done, or its task is to be done first. */
export type Begun =
  { inspection: Inspection } | { task: ScheduleTask; finish: (outcome: Outcome) => Inspection }
