/**
 * Payload templates: `Parameters`, `ResultSelector`, `ItemSelector`, `Assign`. A key that ends in
 * `.$` takes its value from a path or an intrinsic function; all else stands for itself.
 * Source: spec clause "Payload Template".
 */
import { isFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { isJsonObject, setProperty } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import { compileExpression } from './expression.ts'
import { DefinitionError } from './query.ts'
import type { Query } from './query.ts'
import type { Scope } from './scope.ts'

/** A compiled part of a template; `undefined` evaluation never happens, constants are shared. */
type Part = { constant: Json } | { evaluate(scope: Scope): Outcome<Json> }

/** Compiles a template once; a template without `.$` costs nothing at run time. */
export function compileTemplate(template: Json): Query {
  const part = compilePart(template)
  return {
    text: JSON.stringify(template),
    evaluate: 'constant' in part ? () => part.constant : (scope) => part.evaluate(scope)
  }
}

function compilePart(value: Json): Part {
  if (Array.isArray(value)) return compileArray(value)
  return isJsonObject(value) ? compileObject(value) : { constant: value }
}

function compileArray(items: readonly Json[]): Part {
  const parts = items.map(compilePart)
  if (parts.every((part) => 'constant' in part))
    return { constant: parts.map((part) => part.constant) }
  return {
    evaluate(scope) {
      const result: Json[] = []
      for (const part of parts) {
        const value = 'constant' in part ? part.constant : part.evaluate(scope)
        if (isFailure(value)) return value
        result.push(value)
      }
      return result
    }
  }
}

function compileObject(object: JsonObject): Part {
  const entries = Object.entries(object).map(([key, value]) => compileEntry(key, value))
  if (entries.every(([, part]) => 'constant' in part)) return { constant: object }
  return {
    evaluate(scope) {
      const result: JsonObject = {}
      for (const [key, part] of entries) {
        const value = 'constant' in part ? part.constant : part.evaluate(scope)
        if (isFailure(value)) return value
        setProperty(result, key, value)
      }
      return result
    }
  }
}

function compileEntry(key: string, value: Json): [string, Part] {
  if (!key.endsWith('.$')) return [key, compilePart(value)]
  if (typeof value !== 'string') {
    throw new DefinitionError(
      `The value of the field ${JSON.stringify(key)} must be a JSONPath or an intrinsic function call, found ${JSON.stringify(value)}.`
    )
  }
  return [key.slice(0, -2), compileExpression(value, key)]
}
