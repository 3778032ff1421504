/** TimeoutSeconds, HeartbeatSeconds and their Path forms. */
import { isFailure, runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { readRequired } from '../data/input.ts'
import { compilePath } from '../expressions/jsonpath.ts'
import { DefinitionError } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'

/** Yields the seconds of one attempt. */
export type SecondsField = (scope: Scope) => Outcome<number>

/** Compiles a fixed number of seconds or a path to one; undefined where the field is absent. */
export function compileSeconds(
  field: string,
  seconds: number | string | undefined,
  pathText: string | undefined
): SecondsField | undefined {
  if (pathText !== undefined) {
    const path = compilePath(pathText)
    return (scope) => {
      const value = readRequired(path, scope)
      if (isFailure(value)) return value
      if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
      return runtimeFailure(
        `The ${field}Path parameter does not reference a positive integer: ${pathText} == ${JSON.stringify(value)}`
      )
    }
  }
  if (seconds === undefined) return undefined
  if (typeof seconds === 'number') return () => seconds
  throw new DefinitionError(
    `${field} must be a number of seconds, found ${JSON.stringify(seconds)}.`
  )
}
