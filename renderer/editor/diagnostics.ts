import type { Problem } from '../../asl/validate/problem.ts'
import type { TextRange } from './json-tree.ts'
import { parseTree, rangeOfPointer } from './json-tree.ts'

/** A problem at its place in the text; fits CodeMirror's lint and the list of problems. */
export interface LocatedProblem extends TextRange {
  severity: Problem['severity']
  code: string
  message: string
  pointer: string
  /** 1-based. */
  line: number
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start)
    if (end < 0) return text.length
    start = end + 1
  }
  return Math.min(start + column - 1, text.length)
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** The literal that starts at an offset, else the word there; at least one character, so that there is something to underline. */
function literalAt(text: string, offset: number): TextRange {
  const from = Math.max(0, Math.min(offset, text.length - 1))
  const node = parseTree(text).resolveInner(from, 1)
  if (node.from === from && node.firstChild === null && node.to > from) return { from, to: node.to }
  const word = /^[\w"$.:-]+/.exec(text.slice(from))?.[0].length ?? 1
  return { from, to: Math.min(from + word, text.length) }
}

function rangeOf(text: string, { line, column, pointer }: Problem): TextRange {
  return line === undefined
    ? rangeOfPointer(text, pointer)
    : literalAt(text, offsetOf(text, line, column ?? 1))
}

/** Problems at their places, in the order of the text; errors before warnings at the same place. */
export function locate(text: string, problems: readonly Problem[]): LocatedProblem[] {
  return problems
    .map((problem) => {
      const { severity, code, pointer, hint } = problem
      const range = rangeOf(text, problem)
      const message = hint ? `${problem.message}. ${hint}` : problem.message
      return { severity, code, message, pointer, line: lineOf(text, range.from), ...range }
    })
    .sort((a, b) => a.from - b.from || a.severity.localeCompare(b.severity))
}
