/**
 * One JSONata expression of a state, as a Query. Failures have AWS's words.
 * Source: developer guide "Transforming data with JSONata"; recorded answers of AWS.
 */
import { evaluationFailure, isFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import type { Json } from '../json.ts'
import { compileJsonata, JsonataSyntaxError } from './jsonata/expression.ts'
import type { Evaluation, JsonataExpression } from './jsonata/expression.ts'
import { expressionIn } from './jsonata-marks.ts'
import { compilePlainPath } from './jsonata-path.ts'
import { DefinitionError } from './query.ts'
import type { Query } from './query.ts'
import type { Scope } from './scope.ts'

/** The JSON types that a field may ask for; `items`: an array, or the members of an object. */
export type ExpectedType = 'array' | 'boolean' | 'items' | 'number' | 'string'

/**
 * Compiles an expression (without its marks). `location` is the field that it stands in, for
 * messages: `Output/total`. Throws a DefinitionError where it cannot be parsed.
 */
export function compileJsonataQuery(
  source: string,
  location: string,
  expected?: ExpectedType
): Query {
  const plainPath = compilePlainPath(source)
  const evaluateFully = plainPath === undefined ? compileFull(source, location) : later()
  return {
    text: source,
    evaluate(scope) {
      const plain = plainPath?.(scope)
      const value = plain === undefined ? evaluateFully(scope) : plain
      return expected === undefined ? value : requireType(value, expected, source, location)
    }
  }

  /** A plain path is known to be well formed; few of them ever need the evaluator. */
  function later(): Query['evaluate'] {
    let compiled: Query['evaluate'] | undefined
    return (scope) => (compiled ??= compileFull(source, location))(scope)
  }
}

/** A field that holds an expression or a constant of the same type. */
export function compileJsonataField(
  value: Json,
  location: string,
  expected?: ExpectedType
): Query | undefined {
  const source = expressionIn(value)
  return source === undefined ? undefined : compileJsonataQuery(source, location, expected)
}

/** Expressions whose value may change although nothing that they read has changed. */
export function isVolatile(value: Json): boolean {
  return /\$(?:random|uuid|now|millis|shuffle)\b/.test(JSON.stringify(value))
}

function compileFull(source: string, location: string): Query['evaluate'] {
  const expression = parse(source, location)
  const variables = variablesIn(source)
  const needsContext = /\$states(?!\s*\.\s*(?:input|result|errorOutput)\b)/.test(source)
  return (scope) => {
    const { input, ...rest } = scope.states
    const states = { input, ...(needsContext ? { context: scope.context() } : {}), ...rest }
    const evaluation = expression.evaluate({
      states,
      variables: valuesOf(variables, scope),
      now: scope.now,
      draw: () => scope.draw()
    })
    return outcomeOf(evaluation, source, location)
  }
}

function parse(source: string, location: string): JsonataExpression {
  try {
    return compileJsonata(source)
  } catch (error) {
    if (!(error instanceof JsonataSyntaxError)) throw error
    throw new DefinitionError(
      `The JSONata expression '${source}' of the field '${location}' cannot be parsed: ${error.message}`,
      { cause: error }
    )
  }
}

/** The names behind `$` in the text: at least all variables that the expression reads. */
function variablesIn(source: string): readonly string[] {
  const names = [...source.matchAll(/\$([\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}]*)/gu)].map(
    (match) => match[1] ?? ''
  )
  return [...new Set(names)].filter((name) => name !== 'states')
}

function valuesOf(names: readonly string[], scope: Scope): Record<string, Json> {
  const values: Record<string, Json> = {}
  for (const name of names) {
    const value = scope.variable(name)
    if (value !== undefined) values[name] = value
  }
  return values
}

function outcomeOf(evaluation: Evaluation, source: string, location: string): Outcome<Json> {
  if (evaluation.kind === 'value') return evaluation.value
  return evaluationFailure(`${named(source, location)} ${problemOf(evaluation)}`, location)
}

function named(source: string, location: string): string {
  return `The JSONata expression '${source}' specified for the field '${location}'`
}

function problemOf(evaluation: Exclude<Evaluation, { kind: 'value' }>): string {
  switch (evaluation.kind) {
    case 'nothing':
      return 'returned nothing (undefined).'
    case 'unsupported':
      return 'returned an unsupported result type.'
    case 'error': {
      const { code, message } = evaluation
      const reason = code === undefined ? `: ${message}` : `. ${code}: ${message}`
      return `threw an error during evaluation${reason}`
    }
  }
}

function requireType(
  value: Outcome<Json>,
  expected: ExpectedType,
  source: string,
  location: string
): Outcome<Json> {
  if (isFailure(value)) return value
  const actual = typeNameOf(value)
  const takesBoth = expected === 'items'
  if (actual === expected || (takesBoth && (actual === 'array' || actual === 'object')))
    return value
  const problem = `returned an unexpected result type. Expected '${takesBoth ? 'array' : expected}', but was '${actual}' for value: ${JSON.stringify(value)}`
  return evaluationFailure(`${named(source, location)} ${problem}`, location)
}

function typeNameOf(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
