/** What templates of both query languages are compiled to. */
import { isFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { setProperty } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Query } from './query.ts'
import type { Scope } from './scope.ts'

/** A compiled part of a template; constants are shared, never copied. */
export type Part = { readonly constant: Json } | Pick<Query, 'evaluate'>

/** The whole template as a Query; one without expressions costs nothing at run time. */
export function queryOf(template: Json, part: Part): Query {
  return {
    text: JSON.stringify(template),
    evaluate: 'constant' in part ? () => part.constant : (scope) => part.evaluate(scope)
  }
}

/** An array of parts; `source` is what was written. */
export function arrayOf(source: Json, parts: readonly Part[]): Part {
  if (parts.every((part) => 'constant' in part)) return { constant: source }
  return {
    evaluate(scope) {
      const result: Json[] = []
      for (const part of parts) {
        const value = valueOf(part, scope)
        if (isFailure(value)) return value
        result.push(value)
      }
      return result
    }
  }
}

/** An object of parts; `source` is what was written. */
export function objectOf(source: Json, entries: readonly (readonly [string, Part])[]): Part {
  if (entries.every(([, part]) => 'constant' in part)) return { constant: source }
  return {
    evaluate(scope) {
      const result: JsonObject = {}
      for (const [key, part] of entries) {
        const value = valueOf(part, scope)
        if (isFailure(value)) return value
        setProperty(result, key, value)
      }
      return result
    }
  }
}

function valueOf(part: Part, scope: Scope): Outcome<Json> {
  return 'constant' in part ? part.constant : part.evaluate(scope)
}
