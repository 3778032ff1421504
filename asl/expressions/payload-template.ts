/**
 * Payload templates: `Parameters`, `ResultSelector`, `ItemSelector`, `Assign`. A key that ends in
 * `.$` takes its value from a path or an intrinsic function; all else stands for itself.
 * Source: spec clause "Payload Template".
 */
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import { compileExpression } from './expression.ts'
import { DefinitionError } from './query.ts'
import type { Query } from './query.ts'
import { arrayOf, objectOf, queryOf } from './template-part.ts'
import type { Part } from './template-part.ts'

/** Compiles a template once; a template without `.$` costs nothing at run time. */
export function compileTemplate(template: Json): Query {
  return queryOf(template, compilePart(template))
}

function compilePart(value: Json): Part {
  if (Array.isArray(value)) return arrayOf(value, value.map(compilePart))
  if (!isJsonObject(value)) return { constant: value }
  const entries = Object.entries(value).map(([key, member]) => compileEntry(key, member))
  return objectOf(value, entries)
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
