import type { Problem } from '../asl/validate/problem.ts'
import type { Style } from './style.ts'

/** `file:line:column: error CODE message. hint`, as compilers write it. */
export function problemLine(file: string, problem: Problem, style: Style): string {
  const { severity, code, message, hint, line, column } = problem
  const place = `${file}:${String(line ?? 1)}:${String(column ?? 1)}`
  const word = style(severity === 'error' ? 'red' : 'yellow', severity)
  return `${place}: ${word} ${code} ${message}${hint === undefined ? '' : `. ${hint}`}\n`
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error')
}
