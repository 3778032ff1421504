import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'

/** Deep equality of JSON values; key order does not count. */
export function equalJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length && left.every((item, index) => equalJson(item, right[index]))
    )
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    const keys = Object.keys(left)
    if (keys.length !== Object.keys(right).length) return false
    return keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key], right[key]))
  }
  return false
}
