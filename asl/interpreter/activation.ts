/**
 * What can happen to an execution. The host hands one activation at a time to `advance`;
 * everything that the interpreter may not read itself (time, randomness) comes in here.
 */
import type { Json } from '../json.ts'

interface ActivationBase {
  /** When it happened: milliseconds since the Unix epoch. */
  at: number
  /**
   * 128 or more random bits as lower-case hexadecimal, fresh for each activation. Task tokens,
   * retry jitter and States.UUID/MathRandom are derived from it one way (SHA-256).
   */
  seed: string
}

/** The first activation of an execution made by `createExecution`. */
export interface ExecutionStarted extends ActivationBase {
  type: 'execution-started'
}

/** Answers the command `continue`: pure states had run ahead long enough for one step. */
export interface ExecutionContinued extends ActivationBase {
  type: 'execution-continued'
}

/** A runner has leased the task and is about to act. Yields the history event TaskStarted. */
export interface TaskStarted extends ActivationBase {
  type: 'task-started'
  taskId: number
  /** The worker of an activity, as it named itself in GetActivityTask. */
  workerName?: string
}

/** The action has returned, the task goes on waiting for its token (or for its job to end). */
export interface TaskSubmitted extends ActivationBase {
  type: 'task-submitted'
  taskId: number
  output: Json
}

export interface TaskSucceeded extends ActivationBase {
  type: 'task-succeeded'
  taskId: number
  output: Json
}

/** `error` and `cause` may be absent: SendTaskFailure allows both to be left out. */
export interface TaskFailed extends ActivationBase {
  type: 'task-failed'
  taskId: number
  error?: string
  cause?: string
}

/** A timer made by the command `start-timer` is due. Late or unknown timers are ignored. */
export interface TimerFired extends ActivationBase {
  type: 'timer-fired'
  timerId: number
}

/** A map run has ended well: the outputs of its children. */
export interface MapRunSucceeded extends ActivationBase {
  type: 'map-run-succeeded'
  mapRunId: number
  output: Json
}

export interface MapRunFailed extends ActivationBase {
  type: 'map-run-failed'
  mapRunId: number
  error: string
  cause: string
}

/** StopExecution. */
export interface ExecutionStopped extends ActivationBase {
  type: 'execution-stopped'
  error?: string
  cause?: string
}

export type Activation =
  | ExecutionStarted
  | ExecutionContinued
  | TaskStarted
  | TaskSubmitted
  | TaskSucceeded
  | TaskFailed
  | TimerFired
  | MapRunSucceeded
  | MapRunFailed
  | ExecutionStopped
