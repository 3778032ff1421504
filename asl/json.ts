/** Any JSON value (RFC 8259). All data that flows through a state machine is of this type. */
export type Json = null | boolean | number | string | Json[] | JsonObject

/** A JSON object; key order is the order of insertion, as in the source text. */
export interface JsonObject {
  [key: string]: Json
}

/** Whether `value` is a JSON object, that is: neither a scalar, nor null, nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Sets an own property, also where the key is `__proto__` (which plain assignment would take for
 * the prototype). Mutates `target`: for values under construction only, finished Json is shared.
 */
export function setProperty(target: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true
    })
  } else {
    target[key] = value
  }
}
