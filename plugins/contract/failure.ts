/**
 * How an action says that its task has failed: an ASL error name that Retry and Catch can match,
 * and a cause for people. The original error is kept as `cause` of this one.
 */
export class TaskFailure extends Error {
  /** The ASL error name: `Shell.ExitCode`. */
  readonly errorName: string
  /** What the definition sees as Cause. */
  readonly causeText: string

  constructor(errorName: string, causeText: string, options?: { cause?: unknown }) {
    super(`${errorName}: ${causeText}`, options)
    this.name = 'TaskFailure'
    this.errorName = errorName
    this.causeText = causeText
  }
}
