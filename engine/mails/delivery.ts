import { TaskFailure } from '../../plugins/contract/failure.ts'

const MINUTE = 60_000
const LONGEST_PAUSE_MILLISECONDS = 60 * MINUTE
/** About eighteen hours of trying. */
const MOST_ATTEMPTS = 24
/** SMTP replies that are about us and our settings, not about the mail. https://www.rfc-editor.org/rfc/rfc4954#section-6 */
const accessReplies = [530, 534, 535, 538]

/** How long to wait before the next try, after so many failed ones: 1, 2, 4 … 60 minutes; undefined: no more. */
export function pauseAfter(attempts: number): number | undefined {
  if (attempts >= MOST_ATTEMPTS) return undefined
  return Math.min(MINUTE * 2 ** (attempts - 1), LONGEST_PAUSE_MILLISECONDS)
}

/** Whether the mail server has refused the mail itself for good (a 5xx reply), so that trying again is of no use. */
export function isRefusal(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { responseCode } = cause as { responseCode?: unknown }
    if (typeof responseCode !== 'number') continue
    return responseCode >= 500 && responseCode < 600 && !accessReplies.includes(responseCode)
  }
  return false
}

/** For a person. */
export function reasonOf(error: unknown): string {
  if (error instanceof TaskFailure) return error.causeText
  return error instanceof Error ? error.message : String(error)
}
