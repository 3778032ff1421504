import { parser } from '@lezer/json'

export interface JsonProblem {
  message: string
  /** Character offset into the text. */
  offset: number
  /** 1-based. */
  line: number
  column: number
}

/** Where a text stops being JSON: the first place that the tolerant parser had to skip or invent. */
function firstErrorOffset(text: string): number {
  let offset = text.length
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError && node.from < offset) offset = node.from
    }
  })
  return offset
}

function found(text: string, offset: number): string {
  const rest = text.slice(offset).trimStart()
  if (rest === '') return 'the end of the text'
  const word = /^(?:"[^"\n]*"?|[A-Za-z0-9_$.-]+)/.exec(rest)?.[0] ?? rest.charAt(0)
  return `“${word.length > 24 ? `${word.slice(0, 24)}…` : word}”`
}

function hint(text: string, offset: number): string {
  const rest = text.slice(offset).trimStart()
  const before = text.slice(0, offset).trimEnd()
  if (before.endsWith(',') && /^[}\]]/.test(rest)) return 'Remove the comma before it.'
  if (rest.startsWith("'")) return 'JSON text stands in double quotes.'
  if (/^[A-Za-z_$]/.test(rest)) return 'Put text and names in double quotes.'
  if (/^"[^"]*\n/.test(rest)) return 'Write a line break inside text as \\n.'
  if (/["\d\]}el]$/.test(before) && /^["\d[{tfn-]/.test(rest)) return 'Is a comma missing?'
  return ''
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}

/** Why a text is not JSON and where; undefined where it is. Empty text is a problem. */
export function jsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    const offset = firstErrorOffset(text)
    const message = ['Expected JSON, found', `${found(text, offset)}.`, hint(text, offset)]
    return { message: message.join(' ').trim(), offset, ...positionOf(text, offset) }
  }
}
