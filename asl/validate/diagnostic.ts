/** Problems in the words and shapes of AWS's API. */
import type { Problem } from './problem.ts'

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html */
export interface Diagnostic {
  severity: 'ERROR' | 'WARNING'
  code: string
  message: string
  /** Ours: what may have been meant. */
  hint?: string
  location?: string
  line?: number
  column?: number
}

/** AWS's location of a pointer: `/States/A/Retry[0]/ErrorEquals[1]`; `/` for the whole. */
function awsLocation(pointer: string): string {
  if (pointer === '') return '/'
  return pointer.replaceAll(
    /\/(Branches|Choices|And|Or|Retry|Catch|ErrorEquals)((?:\/\d+)+)(?=\/|$)/g,
    (_match, name: string, indices: string) => `/${name}${indices.replaceAll(/\/(\d+)/g, '[$1]')}`
  )
}

const tokenPattern = /^Unrecognized token '(.*?)'/

/** A problem as ValidateStateMachineDefinition answers it. */
export function toDiagnostic(problem: Problem, text: string): Diagnostic {
  const { line, column } = problem
  const position = {
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column })
  }
  const base = {
    severity: problem.severity === 'error' ? 'ERROR' : 'WARNING',
    code: problem.code,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    ...position
  } as const
  if (problem.code === 'INVALID_JSON_DESCRIPTION') {
    // The reader that AWS uses points behind a word that it does not know.
    const token = tokenPattern.exec(problem.message)?.[1] ?? ''
    const location = `[Source: (String)"${text}"; line: ${String(line ?? 1)}, column: ${String((column ?? 1) + token.length)}]`
    return { ...base, message: `${problem.message}\n at ${location}`, location }
  }
  if (problem.code === 'MISSING_END_STATE' && problem.pointer === '')
    return { ...base, message: problem.message }
  return { ...base, message: problem.message, location: awsLocation(problem.pointer) }
}

/** The message of the error InvalidDefinition, which names all errors. */
export function invalidDefinitionMessage(problems: readonly Problem[], text: string): string {
  const parts = problems
    .filter((problem) => problem.severity === 'error')
    .map((problem) => {
      const { code, message, location } = toDiagnostic(problem, text)
      const isPlaced = location === undefined || code === 'INVALID_JSON_DESCRIPTION'
      return `${code}: ${message}${isPlaced ? '' : ` at ${location}`}`
    })
  return `Invalid State Machine Definition: '${parts.join(', ')}'`
}
