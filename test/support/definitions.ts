import type { JsonObject } from '../../asl/json.ts'

/** `length` Pass states in a row. */
export function passChain(length: number, prefix = 'Pass'): JsonObject {
  const States: JsonObject = {}
  for (let index = 0; index < length; index++) {
    const isLast = index === length - 1
    States[`${prefix}${String(index)}`] = {
      Type: 'Pass',
      ...(isLast ? { End: true } : { Next: `${prefix}${String(index + 1)}` })
    }
  }
  return { StartAt: `${prefix}0`, States }
}

/** One Task state; `more` adds or replaces its members. */
export function oneTask(resource: string, more: JsonObject = {}): JsonObject {
  return {
    StartAt: 'Work',
    States: { Work: { Type: 'Task', Resource: resource, ...more, End: true } }
  }
}
