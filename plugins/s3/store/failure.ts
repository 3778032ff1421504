import { TaskFailure } from '../../contract/failure.ts'

/** Codes that have an exception of their own in AWS's SDK for Java, whose names the SDK integration uses. */
const modelled = [
  'NoSuchKey',
  'NoSuchBucket',
  'NoSuchUpload',
  'BucketAlreadyExists',
  'BucketAlreadyOwnedByYou',
  'InvalidObjectState',
  'ObjectNotInActiveTierError',
  'ObjectAlreadyInActiveTierError'
]

/** What S3 answers where it refuses, whoever plays S3. */
export interface Refusal {
  code: string
  message: string
  statusCode: number
  requestId?: string | undefined
}

/**
 * A refusal as the SDK integration of Step Functions reports it: `S3.NoSuchKeyException`, and
 * `S3.S3Exception` for all codes without an exception of their own; the cause ends with
 * `(Service: S3, Status Code: 404, Error Code: NoSuchKey)`.
 */
export function refusalFailure(refusal: Refusal, cause?: unknown): TaskFailure {
  // HEAD has no body to tell the code in; the SDK for Java calls any 404 there NoSuchKey.
  const code = refusal.code === 'NotFound' ? 'NoSuchKey' : refusal.code
  const name = modelled.includes(code)
    ? `S3.${code.replace(/Error$/, '')}Exception`
    : 'S3.S3Exception'
  const request = refusal.requestId === undefined ? '' : `, Request ID: ${refusal.requestId}`
  return new TaskFailure(
    name,
    `${refusal.message} (Service: S3, Status Code: ${refusal.statusCode}, Error Code: ${code}${request})`,
    { cause }
  )
}

/** Any error of the SDK as a failure; one that S3 has not answered at all is `S3.SdkClientException`. */
export function sdkFailure(error: unknown, place: string): TaskFailure {
  if (error instanceof TaskFailure) return error
  if (isFileError(error)) return fileFailure(error)
  const refusal = refusalOf(error)
  if (refusal !== undefined) return refusalFailure(refusal, error)
  const message = error instanceof Error ? messageOf(error) : String(error)
  return new TaskFailure('S3.SdkClientException', `No answer of ${place}: ${message}.`, {
    cause: error
  })
}

/** An error of this computer's file system: no right to read, a disk that is full. */
export function fileFailure(error: Error): TaskFailure {
  return new TaskFailure('S3.FileError', `A file cannot be read or written: ${error.message}.`, {
    cause: error
  })
}

/** Whether an error is about a file: those of sockets have no path, those of a full disk often none either. */
export function isFileError(error: unknown): error is Error {
  if (!(error instanceof Error) || !('syscall' in error)) return false
  return 'path' in error || ('code' in error && diskCodes.includes(String(error.code)))
}

const diskCodes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']

function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const metadata: unknown = error.$metadata
  if (typeof metadata !== 'object' || metadata === null) return undefined
  const statusCode = 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined
  if (typeof statusCode !== 'number') return undefined
  const requestId = 'requestId' in metadata ? metadata.requestId : undefined
  return {
    code: error.name,
    message: error.message === 'UnknownError' || error.message === '' ? error.name : error.message,
    statusCode,
    requestId: typeof requestId === 'string' ? requestId : undefined
  }
}

function messageOf(error: Error): string {
  if (error instanceof AggregateError) {
    return error.errors
      .map((inner) => (inner instanceof Error ? messageOf(inner) : String(inner)))
      .join('; ')
  }
  return error.message
}
