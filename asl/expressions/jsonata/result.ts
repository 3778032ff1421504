import type { Json, JsonObject } from '../../json.ts'
import { setProperty } from '../../json.ts'

/** The result holds something that JSON cannot: a function, a regular expression. */
export const unsupported = Symbol('unsupported result')

/**
 * JSON of a value that JSONata has computed. Values that are JSON already are shared, not copied;
 * sequences (arrays with marks of their own) become plain arrays.
 */
export function toJson(value: unknown): Json | typeof unsupported | undefined {
  if (value === null || value === undefined) return value
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      // AWS writes what JSON has no number for as a text: "Infinity", "NaN".
      return Number.isFinite(value) ? value : String(value)
    case 'object':
      return Array.isArray(value) ? arrayToJson(value) : objectToJson(value as JsonObject)
    default:
      return unsupported
  }
}

function arrayToJson(items: readonly unknown[]): Json[] | typeof unsupported {
  const result: Json[] = []
  let isSame = Object.getOwnPropertyNames(items).length === items.length + 1
  for (const item of items) {
    const json = toJson(item)
    if (json === unsupported) return unsupported
    if (json !== item) isSame = false
    if (json !== undefined) result.push(json)
  }
  return isSame ? (items as Json[]) : result
}

function objectToJson(object: JsonObject): JsonObject | typeof unsupported {
  if ('_jsonata_function' in object || '_jsonata_lambda' in object) return unsupported
  const result: JsonObject = {}
  let isSame = true
  for (const [key, member] of Object.entries(object)) {
    const json = toJson(member)
    if (json === unsupported) return unsupported
    if (json !== member) isSame = false
    if (json !== undefined) setProperty(result, key, json)
  }
  return isSame ? object : result
}
