/**
 * What the host must do. Commands are stored in the transaction that stores the step which
 * emitted them, and are acted on after it has been committed (rule 4: commit, then act).
 */
import type { Json } from '../json.ts'
import type { ItemReaderRequest, ResultWriterRequest } from '../states/map-io.ts'

/** Service integration pattern of a Task's Resource. */
export type IntegrationPattern = 'request-response' | 'sync' | 'wait-for-task-token'

export interface ScheduleTask {
  type: 'schedule-task'
  /** The id of the task's scheduling history event; unique within the execution. */
  taskId: number
  stateName: string
  /** The Resource without its pattern suffix, as written: `plugin:shell:run`, an ARN, … */
  resource: string
  pattern: IntegrationPattern
  /** Present where the suffix is `.sync:2`: what the task waits for is shown as values, not as texts. */
  syncVersion?: 2
  /** The effective input of the task. */
  parameters: Json
  /** Present where the pattern is `wait-for-task-token`, and for activities. Secret. */
  taskToken?: string
  /** Which try of the state this is: 0 for the first one, then the number of retries. */
  retryCount: number
  /** Milliseconds since the epoch. */
  scheduledAt: number
  timeoutSeconds?: number
  heartbeatSeconds?: number
}

/** The task is over for the execution: end its action, refuse later results. */
export interface CancelTask {
  type: 'cancel-task'
  taskId: number
  reason: 'timed-out' | 'heartbeat-timed-out' | 'aborted'
}

/** `wait-until` is due at a time of day, all others so long after a moment. */
export type TimerKind =
  'wait' | 'wait-until' | 'retry' | 'task-timeout' | 'heartbeat' | 'execution-timeout'

export interface StartTimer {
  type: 'start-timer'
  timerId: number
  kind: TimerKind
  /** Milliseconds since the epoch. */
  dueAt: number
  /** For `heartbeat` and `task-timeout`: whose. A heartbeat moves the heartbeat timer's due time. */
  taskId?: number
}

export interface CancelTimer {
  type: 'cancel-timer'
  timerId: number
}

/** Come back with `execution-continued` after this step's commit: the step limit was reached. */
export interface Continue {
  type: 'continue'
}

/** A Map in DISTRIBUTED mode: its children are executions of their own. */
export interface StartMapRun {
  type: 'start-map-run'
  /** The id of the event MapRunStarted. */
  mapRunId: number
  mapRunArn: string
  label: string
  /** JSON text of the processor, a definition but for the query language that it inherits. */
  processor: string
  itemCount: number
  /** 0: as many as the host likes. */
  maxConcurrency: number
  toleratedFailureCount: number
  toleratedFailurePercentage: number
  /** So many items may fail: what the two above come to. */
  toleratedFailures: number
  /** The items are to be read first; `itemCount` is 0 until then. `limits` are those that the state gives. */
  reader?: ItemReaderRequest & {
    limits: { toleratedFailureCount?: number; toleratedFailurePercentage?: number }
  }
  writer?: ResultWriterRequest
}

/** The run's state was aborted; the end of the whole execution needs no such command. */
export interface StopMapRun {
  type: 'stop-map-run'
  mapRunId: number
}

export type FinalStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

/** The execution has ended. Its remaining tasks and timers were cancelled in the same step. */
export interface CompleteExecution {
  type: 'complete-execution'
  status: FinalStatus
  /** JSON text, where status is SUCCEEDED. */
  output?: string
  error?: string
  cause?: string
}

export type Command =
  | ScheduleTask
  | CancelTask
  | StartTimer
  | CancelTimer
  | StartMapRun
  | StopMapRun
  | Continue
  | CompleteExecution
