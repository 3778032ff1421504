import { ApiError } from '../../api/errors.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'

/** Why a watcher cannot look, for its health. */
export function wordsOf(error: unknown): string {
  if (error instanceof TaskFailure) return error.causeText
  return error instanceof ApiError ? error.message : String(error)
}
