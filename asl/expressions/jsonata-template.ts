/**
 * Fields of JSONata states that hold any JSON: texts in `{%` `%}` at any depth are expressions, all
 * else stands for itself. Source: developer guide "Transforming data with JSONata".
 */
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import { expressionIn } from './jsonata-marks.ts'
import { compileJsonataQuery } from './jsonata-query.ts'
import type { Query } from './query.ts'
import { arrayOf, objectOf, queryOf } from './template-part.ts'
import type { Part } from './template-part.ts'

/** Compiles a template once; `location` names its field in messages: `Output/lines[0]/price`. */
export function compileJsonataTemplate(template: Json, location: string): Query {
  return queryOf(template, compilePart(template, location))
}

function compilePart(value: Json, location: string): Part {
  const source = expressionIn(value)
  if (source !== undefined) return compileJsonataQuery(source, location)
  if (Array.isArray(value)) {
    const parts = value.map((item, index) => compilePart(item, `${location}[${index}]`))
    return arrayOf(value, parts)
  }
  if (!isJsonObject(value)) return { constant: value }
  const entries = Object.entries(value).map(
    ([key, member]) => [key, compilePart(member, `${location}/${key}`)] as const
  )
  return objectOf(value, entries)
}
