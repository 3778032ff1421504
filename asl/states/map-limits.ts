/** MaxConcurrency and tolerated failures of a Map, fixed or from a path. */
import type { MapState } from '../definition.ts'
import { isFailure, runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { readRequired } from '../data/input.ts'
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

type NumberField = (scope: Scope) => Outcome<number | undefined>

function toNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value
  const isNumeral = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
  return isNumeral ? Number(value) : undefined
}

function compileNumber(
  field: string,
  kind: 'integer' | 'float',
  fixed: number | string | undefined,
  pathText: string | undefined
): NumberField {
  if (pathText === undefined) return () => (typeof fixed === 'number' ? fixed : undefined)
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

/** Compiles the limits of a Map; evaluated each time the state is entered. */
export function compileLimits(
  state: MapState
): (scope: Scope, itemCount: number) => Outcome<Limits> {
  const concurrency = compileNumber(
    'MaxConcurrency',
    'integer',
    state.MaxConcurrency,
    state.MaxConcurrencyPath
  )
  const count = compileNumber(
    'ToleratedFailureCount',
    'integer',
    state.ToleratedFailureCount,
    state.ToleratedFailureCountPath
  )
  const percentage = compileNumber(
    'ToleratedFailurePercentage',
    'float',
    state.ToleratedFailurePercentage,
    state.ToleratedFailurePercentagePath
  )
  return (scope, itemCount) => {
    const max = concurrency(scope)
    if (isFailure(max)) return max
    if (max !== undefined && max < 0) return runtimeFailure('MaxConcurrency cannot be negative.')
    const tolerated = toleratedFailures(count(scope), percentage(scope), itemCount)
    if (isFailure(tolerated)) return tolerated
    return {
      maxConcurrency: Math.min(
        max === undefined || max === 0 ? INLINE_CONCURRENCY : max,
        INLINE_CONCURRENCY
      ),
      toleratedFailures: tolerated
    }
  }
}

/** With both a count and a percentage, either one's limit is enough to fail the state. */
function toleratedFailures(
  count: Outcome<number | undefined>,
  percentage: Outcome<number | undefined>,
  itemCount: number
): Outcome<number> {
  if (isFailure(count)) return count
  if (count !== undefined && count < 0)
    return runtimeFailure('ToleratedFailureCount cannot be negative.')
  if (isFailure(percentage)) return percentage
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    return runtimeFailure('ToleratedFailurePercentage must be between 0 and 100.')
  }
  const share = percentage === undefined ? undefined : Math.floor((percentage / 100) * itemCount)
  if (count === undefined) return share ?? 0
  return share === undefined ? count : Math.min(count, share)
}
