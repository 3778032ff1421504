export interface JsonProblem {
  message: string
  /** Character offset into the text. */
  offset: number
  /** 1-based. */
  line: number
  column: number
}
/** Why a text is not JSON and where; undefined where it is. Empty text is a problem. */
export declare function jsonProblem(text: string): JsonProblem | undefined
