/**
 * The types of an Amazon States Language document, as written by a person.
 * Source: https://states-language.net/spec.html and the Step Functions developer guide.
 */
import type { Json, JsonObject } from './json.ts'

export type QueryLanguage = 'JSONPath' | 'JSONata'

export type StateType =
  'Task' | 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map'

/** A whole state machine, or one branch of Parallel, or the processor of a Map. */
export interface StatesBlock {
  Comment?: string
  StartAt: string
  States: Record<string, State>
  QueryLanguage?: QueryLanguage
}

/** The ASL document: spec clause "Structure of a State Machine". */
export interface Definition extends StatesBlock {
  Version?: string
  TimeoutSeconds?: number
}

export interface StateBase {
  Comment?: string
  QueryLanguage?: QueryLanguage
  InputPath?: string | null
  OutputPath?: string | null
  /** JSONata only. */
  Output?: Json
  Assign?: JsonObject
}

export interface Transition {
  Next?: string
  End?: boolean
}

/** Spec clause "Retrier": what to do again, how often, how soon. Durations are in seconds. */
export interface Retrier {
  Comment?: string
  ErrorEquals: string[]
  IntervalSeconds?: number
  MaxAttempts?: number
  BackoffRate?: number
  MaxDelaySeconds?: number
  JitterStrategy?: 'FULL' | 'NONE'
}

/** Spec clause "Catcher": where to go on when retrying is over. */
export interface Catcher {
  Comment?: string
  ErrorEquals: string[]
  Next: string
  ResultPath?: string | null
  Output?: Json
  Assign?: JsonObject
}

export interface Fallible {
  Retry?: Retrier[]
  Catch?: Catcher[]
  ResultPath?: string | null
  ResultSelector?: JsonObject
}

export interface TaskState extends StateBase, Transition, Fallible {
  Type: 'Task'
  Resource: string
  Parameters?: Json
  Arguments?: Json
  Credentials?: Json
  TimeoutSeconds?: number | string
  TimeoutSecondsPath?: string
  HeartbeatSeconds?: number | string
  HeartbeatSecondsPath?: string
}

export interface PassState extends StateBase, Transition {
  Type: 'Pass'
  Result?: Json
  Parameters?: Json
  ResultPath?: string | null
}

/** A choice rule: a data-test expression, or And/Or/Not over rules; only the top one has Next. */
export interface ChoiceRule extends JsonObject {}

export interface ChoiceState extends StateBase {
  Type: 'Choice'
  Choices: ChoiceRule[]
  Default?: string
}

export interface WaitState extends StateBase, Transition {
  Type: 'Wait'
  Seconds?: number | string
  SecondsPath?: string
  Timestamp?: string
  TimestampPath?: string
}

export interface SucceedState extends StateBase {
  Type: 'Succeed'
}

export interface FailState extends StateBase {
  Type: 'Fail'
  Error?: string
  ErrorPath?: string
  Cause?: string
  CausePath?: string
}

export interface ParallelState extends StateBase, Transition, Fallible {
  Type: 'Parallel'
  Branches: StatesBlock[]
  Parameters?: Json
  Arguments?: Json
}

export interface MapState extends StateBase, Transition, Fallible {
  Type: 'Map'
  /** `Iterator` is the older spelling of `ItemProcessor`. */
  ItemProcessor?: StatesBlock & { ProcessorConfig?: { Mode?: string; ExecutionType?: string } }
  Iterator?: StatesBlock
  Items?: Json
  ItemsPath?: string
  ItemSelector?: Json
  /** Older spelling of ItemSelector. */
  Parameters?: Json
  MaxConcurrency?: number | string
  MaxConcurrencyPath?: string
  ToleratedFailureCount?: number | string
  ToleratedFailureCountPath?: string
  ToleratedFailurePercentage?: number | string
  ToleratedFailurePercentagePath?: string
  ItemReader?: JsonObject
  ItemBatcher?: JsonObject
  ResultWriter?: JsonObject
  Label?: string
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState
