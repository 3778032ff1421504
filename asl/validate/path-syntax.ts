/** Whether paths and intrinsic calls are well formed, by the parsers that the interpreter uses. */
import { compileIntrinsic } from '../expressions/intrinsic-call.ts'
import { parsePath } from '../expressions/jsonpath-parser.ts'
import type { ParsedPath } from '../expressions/jsonpath-parser.ts'
import { DefinitionError } from '../expressions/query.ts'

export interface PathSyntax {
  /** Why it is no path; absent where it is one. */
  reason?: string
  /** Names one value at most, by names and indices alone: spec clause "Reference Paths". */
  isReference: boolean
  /** What the path starts from: the state's data, the context object, a variable. */
  root: ParsedPath['root']['kind']
}

/** Reads a whole path. Never throws. */
export function readPathSyntax(text: string): PathSyntax {
  const parsed = orReason(() => parsePath(text))
  if (typeof parsed === 'string') return { reason: parsed, isReference: false, root: 'data' }
  const { root, segments } = parsed
  const isReference = segments.every(
    (segment) => segment.kind === 'name' || (segment.kind === 'index' && segment.index >= 0)
  )
  return { isReference, root: root.kind }
}

/** Whether `text` is meant as a call of an intrinsic function rather than as a path. */
export function looksLikeIntrinsic(text: string): boolean {
  return text.startsWith('States.')
}

/** Why `text` is no call of an intrinsic function; undefined where it is one. */
export function callProblem(text: string): string | undefined {
  const compiled = orReason(() => compileIntrinsic(text))
  if (typeof compiled === 'string') return compiled
  if (!text.replaceAll(/\\['{}\\]/g, '').includes('\\')) return undefined
  return "Expected one of \\' \\{ \\} \\\\ after a backslash: AWS takes no other escapes in a string"
}

/** What `parse` yields, or in words why it does not. Other errors than DefinitionError are bugs. */
function orReason<T>(parse: () => T): T | string {
  try {
    return parse()
  } catch (error) {
    if (error instanceof DefinitionError) return error.message
    throw error
  }
}
