/** MaxConcurrency and tolerated failures of a Map: fixed, from a path, or a JSONata expression. */
import type { MapState } from '../definition.ts'
import { evaluationFailure, isFailure, runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { readRequired } from '../data/input.ts'
import { compileJsonataField } from '../expressions/jsonata-query.ts'
import { compilePath } from '../expressions/jsonpath.ts'
import type { Scope } from '../expressions/scope.ts'
import type { Json } from '../json.ts'

/** AWS runs at most so many iterations of an inline Map at a time. */
const INLINE_CONCURRENCY = 40

export interface Limits {
  maxConcurrency: number
  /** So many iterations may fail before the state does. */
  toleratedFailures: number
}

/** A number that a state gives; undefined where it does not. */
export type NumberField = (scope: Scope) => Outcome<number | undefined>

function toNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value
  const isNumeral = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
  return isNumeral ? Number(value) : undefined
}

/** A field that is fixed, comes from a path, or is a JSONata expression. */
export function compileNumber(
  field: string,
  kind: 'integer' | 'float',
  fixed: number | string | undefined,
  pathText: string | undefined
): NumberField {
  if (pathText === undefined) return compileFixed(field, kind, fixed)
  const path = compilePath(pathText)
  return (scope) => {
    const value = readRequired(path, scope)
    if (isFailure(value)) return value
    const number = toNumber(value)
    if (number !== undefined && (kind === 'float' || Number.isInteger(number))) return number
    const shown = typeof value === 'string' ? value : JSON.stringify(value)
    return runtimeFailure(
      `The ${field}Path field refers to value "${shown}" which is not a valid ${kind}: ${pathText}`
    )
  }
}

function compileFixed(
  field: string,
  kind: 'integer' | 'float',
  fixed: number | string | undefined
): NumberField {
  const query = compileJsonataField(fixed ?? null, field, 'number')
  if (query === undefined) return () => (typeof fixed === 'number' ? fixed : undefined)
  return (scope) => {
    const value = query.evaluate(scope)
    if (isFailure(value)) return value
    if (typeof value === 'number' && (kind === 'float' || Number.isInteger(value))) return value
    return evaluationFailure(
      `The ${field} field refers to value "${JSON.stringify(value)}" which is not a valid ${kind}`,
      field
    )
  }
}

/** The limits as they are written; each is evaluated whenever the state is entered. */
export interface LimitFields {
  readonly maxConcurrency: NumberField
  readonly toleratedFailureCount: NumberField
  readonly toleratedFailurePercentage: NumberField
}

/** What the fields give; absent ones are undefined. */
export interface GivenLimits {
  maxConcurrency: number | undefined
  toleratedFailureCount: number | undefined
  toleratedFailurePercentage: number | undefined
}

export function compileLimits(state: MapState): LimitFields {
  return {
    maxConcurrency: compileNumber(
      'MaxConcurrency',
      'integer',
      state.MaxConcurrency,
      state.MaxConcurrencyPath
    ),
    toleratedFailureCount: compileNumber(
      'ToleratedFailureCount',
      'integer',
      state.ToleratedFailureCount,
      state.ToleratedFailureCountPath
    ),
    toleratedFailurePercentage: compileNumber(
      'ToleratedFailurePercentage',
      'float',
      state.ToleratedFailurePercentage,
      state.ToleratedFailurePercentagePath
    )
  }
}

export function readLimits(fields: LimitFields, scope: Scope): Outcome<GivenLimits> {
  const maxConcurrency = fields.maxConcurrency(scope)
  if (isFailure(maxConcurrency)) return maxConcurrency
  if (maxConcurrency !== undefined && maxConcurrency < 0) {
    return runtimeFailure('MaxConcurrency cannot be negative.')
  }
  const toleratedFailureCount = fields.toleratedFailureCount(scope)
  if (isFailure(toleratedFailureCount)) return toleratedFailureCount
  if (toleratedFailureCount !== undefined && toleratedFailureCount < 0) {
    return runtimeFailure('ToleratedFailureCount cannot be negative.')
  }
  const toleratedFailurePercentage = fields.toleratedFailurePercentage(scope)
  if (isFailure(toleratedFailurePercentage)) return toleratedFailurePercentage
  const isShare = (toleratedFailurePercentage ?? 0) >= 0 && (toleratedFailurePercentage ?? 0) <= 100
  if (!isShare) return runtimeFailure('ToleratedFailurePercentage must be between 0 and 100.')
  return { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage }
}

/** The limits of an inline Map over so many items. */
export function limitsOf(fields: LimitFields, scope: Scope, itemCount: number): Outcome<Limits> {
  const given = readLimits(fields, scope)
  if (isFailure(given)) return given
  return {
    maxConcurrency: Math.min(given.maxConcurrency || INLINE_CONCURRENCY, INLINE_CONCURRENCY),
    toleratedFailures: toleratedFailures(given, itemCount) ?? 0
  }
}

/** With both a count and a percentage, either one's limit is enough to fail the state. */
export function toleratedFailures(
  { toleratedFailureCount: count, toleratedFailurePercentage: percentage }: GivenLimits,
  itemCount: number
): number | undefined {
  const share = percentage === undefined ? undefined : Math.floor((percentage / 100) * itemCount)
  if (count === undefined) return share
  return share === undefined ? count : Math.min(count, share)
}
