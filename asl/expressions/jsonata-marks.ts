/** What makes a text of a JSONata state an expression: `{%` and `%}` around all of it. */
const marked = /^\{%(\s*)([\s\S]*?)\s*%\}$/

export interface MarkedExpression {
  readonly source: string
  /** Where the source begins in the text. */
  readonly offset: number
}

/** The expression in its marks, wherever it stands; undefined for any other value. */
export function readMarked(value: unknown): MarkedExpression | undefined {
  const match = typeof value === 'string' ? marked.exec(value) : null
  if (match === null) return undefined
  const [, space = '', source = ''] = match
  return { source, offset: 2 + space.length }
}

/** The expression between `{%` and `%}`; undefined where the text is a text and nothing else. */
export function expressionIn(value: unknown): string | undefined {
  return readMarked(value)?.source
}
