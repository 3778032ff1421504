/** What makes a text of a JSONata state an expression: `{%` and `%}` around all of it. */
const OPENING = '{%'
const CLOSING = '%}'

export interface MarkedExpression {
  readonly source: string
  /** Where the source begins in the text. */
  readonly offset: number
}

/** The expression in its marks, wherever it stands; undefined for any other value. */
export function readMarked(value: unknown): MarkedExpression | undefined {
  if (typeof value !== 'string' || value.length < OPENING.length + CLOSING.length) return undefined
  if (!value.startsWith(OPENING) || !value.endsWith(CLOSING)) return undefined
  const inner = value.slice(OPENING.length, -CLOSING.length)
  const spaces = inner.length - inner.trimStart().length
  return { source: inner.trim(), offset: OPENING.length + spaces }
}

/** The expression between `{%` and `%}`; undefined where the text is a text and nothing else. */
export function expressionIn(value: unknown): string | undefined {
  return readMarked(value)?.source
}
