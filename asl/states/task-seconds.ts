/** TimeoutSeconds, HeartbeatSeconds: fixed, from a path, or from a JSONata expression. */
import { evaluationFailure, isFailure, runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { readRequired } from '../data/input.ts'
import { compileJsonataField } from '../expressions/jsonata-query.ts'
import { compilePath } from '../expressions/jsonpath.ts'
import { DefinitionError } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'

/** Yields the seconds of one attempt. */
export type SecondsField = (scope: Scope) => Outcome<number>

/** The most that AWS accepts. */
const MOST_SECONDS = 99_999_999

/** Compiles the field in whichever form it has; undefined where it is absent. */
export function compileSeconds(
  field: string,
  seconds: number | string | undefined,
  pathText: string | undefined
): SecondsField | undefined {
  if (pathText !== undefined) return compileFromPath(field, pathText)
  if (seconds === undefined) return undefined
  if (typeof seconds === 'number') return () => seconds
  const query = compileJsonataField(seconds, field, 'number')
  if (query !== undefined) return (scope) => wholeSeconds(field, query.evaluate(scope))
  throw new DefinitionError(
    `${field} must be a number of seconds or an expression in {% %}, found ${JSON.stringify(seconds)}.`
  )
}

function compileFromPath(field: string, pathText: string): SecondsField {
  const path = compilePath(pathText)
  return (scope) => {
    const value = readRequired(path, scope)
    if (isFailure(value)) return value
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value
    return runtimeFailure(
      `The ${field}Path field takes a whole number of seconds above 0, found ${pathText} == ${JSON.stringify(value)}`
    )
  }
}

function wholeSeconds(field: string, value: Outcome<unknown>): Outcome<number> {
  if (isFailure(value)) return value
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return evaluationFailure(
      `The ${field} field takes a whole number of seconds, its expression has yielded ${JSON.stringify(value)}`,
      field
    )
  }
  if (value >= 0 && value <= MOST_SECONDS) return value
  return evaluationFailure(
    `The ${field} field takes 0 to ${MOST_SECONDS} seconds, its expression has yielded ${value}`,
    field
  )
}
