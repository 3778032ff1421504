import type { Problem } from '../../asl/validate/problem.ts'
import type { TextRange } from './json-tree.ts'
import { rangeOfPointer } from './json-tree.ts'

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

/** To the end of the word at an offset, but at least one character, so that there is something to underline. */
function wordAt(text: string, offset: number): TextRange {
  const from = Math.max(0, Math.min(offset, text.length - 1))
  const word = /^[\w"$.:-]+/.exec(text.slice(from))?.[0].length ?? 1
  return { from, to: Math.min(from + word, text.length) }
}

function rangeOf(text: string, problem: Problem): TextRange {
  const { line, column, pointer } = problem
  if (pointer === '' && line !== undefined) return wordAt(text, offsetOf(text, line, column ?? 1))
  return rangeOfPointer(text, pointer)
}

/** Problems at their places, in the order of the text; errors before warnings at the same place. */
export function locate(text: string, problems: readonly Problem[]): LocatedProblem[] {
  return problems
    .map(({ severity, code, message, pointer, ...problem }) => {
      const range = rangeOf(text, { severity, code, message, pointer, ...problem })
      return { severity, code, message, pointer, line: lineOf(text, range.from), ...range }
    })
    .sort((a, b) => a.from - b.from || a.severity.localeCompare(b.severity))
}

/** Problems of two sources; the same code at the same place is said once. */
export function mergeProblems(
  first: readonly Problem[],
  second: readonly Problem[]
): readonly Problem[] {
  const key = (problem: Problem): string => `${problem.code} ${problem.pointer}`
  const known = new Set(first.map(key))
  return [...first, ...second.filter((problem) => !known.has(key(problem)))]
}
