/** A located finding about a definition. */
export interface Problem {
  severity: 'error' | 'warning'
  /** AWS's diagnostic code where one exists (`MISSING_TRANSITION_TARGET`, `SCHEMA_VALIDATION_FAILED`, …). */
  code: string
  /** What was expected, what was found, what to do. */
  message: string
  /** What may have been meant, for people; kept apart because the message is AWS's wording. */
  hint?: string
  /** JSON pointer (RFC 6901) into the definition: `/States/Train/Next`; empty for the whole. */
  pointer: string
  /** 1-based position in the text of the definition, where the definition was given as text. */
  line?: number
  column?: number
}
