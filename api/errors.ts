/** Every error name that the API answers with, and its HTTP status. AWS's names where AWS has one. */
export const errorStatus = {
  // AWS Step Functions
  ActivityDoesNotExist: 400,
  ActivityWorkerLimitExceeded: 400,
  ConflictException: 409,
  ExecutionAlreadyExists: 400,
  ExecutionDoesNotExist: 400,
  ExecutionNotRedrivable: 400,
  InvalidArn: 400,
  InvalidDefinition: 400,
  InvalidExecutionInput: 400,
  InvalidLoggingConfiguration: 400,
  InvalidName: 400,
  InvalidOutput: 400,
  InvalidToken: 400,
  MissingRequiredParameter: 400,
  ResourceNotFound: 400,
  StateMachineAlreadyExists: 400,
  StateMachineDeleting: 400,
  StateMachineDoesNotExist: 400,
  StateMachineTypeNotSupported: 400,
  TaskDoesNotExist: 400,
  TaskTimedOut: 400,
  TooManyTags: 400,
  ValidationException: 400,
  // common to AWS services
  InternalServerError: 500,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  AccessDeniedException: 403,
  RequestEntityTooLargeException: 413,
  SerializationException: 400,
  ServiceUnavailable: 503,
  ThrottlingException: 400,
  UnknownOperationException: 400,
  // ours
  ApprovalAlreadyDecided: 409,
  ApprovalDoesNotExist: 404,
  /** A concurrency rule lets no other execution start now. */
  ConcurrencyLimitReached: 400,
  ConnectionDoesNotExist: 404,
  ConnectionTestFailed: 400,
  ExampleDoesNotExist: 404,
  ExclusionCalendarDoesNotExist: 404,
  FiringDoesNotExist: 404,
  MailDoesNotExist: 404,
  PoolDoesNotExist: 404,
  PoolInUse: 409,
  ScheduleAlreadyExists: 409,
  ScheduleDoesNotExist: 404,
  SlotDoesNotExist: 404,
  TaskLogDoesNotExist: 404,
  TriggerAlreadyExists: 409,
  TriggerDoesNotExist: 404
} as const satisfies Record<string, number>

export type ErrorName = keyof typeof errorStatus

/** A refused request. `message` says what was expected, what was found, where, and what to do. */
export class ApiError extends Error {
  readonly errorName: ErrorName
  /** Extra members of the answer, such as `problems` of an InvalidDefinition. */
  readonly details: Record<string, unknown>

  constructor(errorName: ErrorName, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = errorName
    this.errorName = errorName
    this.details = details
  }

  get status(): number {
    return errorStatus[this.errorName]
  }
}
