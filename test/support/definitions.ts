import type { JsonObject } from '../../asl/json.ts'

/** `length` Pass states in a row. */
export function passChain(length: number): JsonObject {
  const States: JsonObject = {}
  for (let index = 0; index < length; index++) {
    const isLast = index === length - 1
    States[`Pass${String(index)}`] = {
      Type: 'Pass',
      ...(isLast ? { End: true } : { Next: `Pass${String(index + 1)}` })
    }
  }
  return { StartAt: 'Pass0', States }
}

/** One Task state; `more` adds or replaces its members. */
export function oneTask(resource: string, more: JsonObject = {}): JsonObject {
  return {
    StartAt: 'Work',
    States: { Work: { Type: 'Task', Resource: resource, ...more, End: true } }
  }
}
