/**
 * Names of errors that the language itself defines, and what a failure is.
 * Source: spec appendix A "Predefined Error Codes"; developer guide "Handling errors".
 */
export const errorNames = {
  all: 'States.ALL',
  branchFailed: 'States.BranchFailed',
  dataLimitExceeded: 'States.DataLimitExceeded',
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  http: 'States.Http.Socket',
  intrinsicFailure: 'States.IntrinsicFailure',
  itemReaderFailed: 'States.ItemReaderFailed',
  noChoiceMatched: 'States.NoChoiceMatched',
  parameterPathFailure: 'States.ParameterPathFailure',
  permissions: 'States.Permissions',
  queryEvaluationError: 'States.QueryEvaluationError',
  resultPathMatchFailure: 'States.ResultPathMatchFailure',
  resultWriterFailed: 'States.ResultWriterFailed',
  runtime: 'States.Runtime',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout'
} as const

interface FailureOptions {
  /** The cause is a sentence about evaluating the definition, to be located at its state. */
  isUnlocated?: boolean
  /** Another name under which retriers and catchers find this failure. */
  alias?: string
  /** A JSONata expression failed: AWS records that as an event of its own. */
  evaluation?: Evaluation
}

/** Where in a state an expression failed: `Output/total`, `Choices[0]/Condition`. */
export interface Evaluation {
  /** Absent where no single field is to blame. */
  readonly location?: string
}

/**
 * Why a state could not go on. A value, never thrown: functions return `T | Failure`, callers test
 * with `isFailure`. `error` and `cause` are absent where a task's worker gave none.
 */
export class Failure {
  readonly error: string | undefined
  readonly cause: string | undefined
  readonly isUnlocated: boolean
  readonly alias: string | undefined
  readonly evaluation: Evaluation | undefined

  constructor(error: string | undefined, cause: string | undefined, options: FailureOptions = {}) {
    this.error = error
    this.cause = cause
    this.isUnlocated = options.isUnlocated ?? false
    this.alias = options.alias
    this.evaluation = options.evaluation
  }

  /** The same failure with AWS's sentence about where it happened put in front of its cause. */
  locatedAt(stateName: string, enteredEventId: number): Failure {
    if (!this.isUnlocated) return this
    const where = `An error occurred while executing the state '${stateName}' (entered at the event id #${enteredEventId}).`
    return new Failure(this.error, `${where} ${this.cause ?? ''}`)
  }
}

/** The outcome of something that may fail as the language foresees. */
export type Outcome<T> = T | Failure

export function isFailure(value: unknown): value is Failure {
  return value instanceof Failure
}

/** A failure while the definition's paths and expressions were evaluated: `States.Runtime`. */
export function runtimeFailure(cause: string): Failure {
  return new Failure(errorNames.runtime, cause, { isUnlocated: true })
}

/** A failure of the language with another name, located at its state like a runtime failure. */
export function languageFailure(error: string, cause: string): Failure {
  return new Failure(error, cause, { isUnlocated: true })
}

/** `States.QueryEvaluationError`, located at its state; `location` names the field. */
export function evaluationFailure(cause: string, location?: string): Failure {
  const evaluation = location === undefined ? {} : { location }
  return new Failure(errorNames.queryEvaluationError, cause, { isUnlocated: true, evaluation })
}

/**
 * Whether a retrier's or catcher's `ErrorEquals` names the failure.
 * `States.Runtime` is never matched ("will always cause the execution to fail"), `States.ALL`
 * matches all else, `States.TaskFailed` all but a time-out.
 */
export function matchesError(errorEquals: readonly string[], failure: Failure): boolean {
  if (failure.error === errorNames.runtime) return false
  return errorEquals.some((name) => {
    if (name === errorNames.all) return true
    if (name === failure.error || (failure.alias !== undefined && name === failure.alias))
      return true
    return name === errorNames.taskFailed && failure.error !== errorNames.timeout
  })
}

/** Error and cause as details of an event: absent parts are left out. */
export function failureDetails(
  error: string | undefined,
  cause: string | undefined
): { error?: string; cause?: string } {
  return { ...(cause === undefined ? {} : { cause }), ...(error === undefined ? {} : { error }) }
}
