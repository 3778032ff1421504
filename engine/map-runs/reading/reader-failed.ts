import { errorNames } from '../../../asl/errors.ts'
import { TaskFailure } from '../../../plugins/contract/failure.ts'

/** The items cannot be read; a definition may catch it. */
export function readerFailed(cause: string, origin?: unknown): TaskFailure {
  return new TaskFailure(errorNames.itemReaderFailed, cause, { cause: origin })
}
