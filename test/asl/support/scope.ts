import type { Scope } from '../../../asl/expressions/scope.ts'
import { drawFrom } from '../../../asl/interpreter/seed.ts'
import type { Json } from '../../../asl/json.ts'

/** A scope for expressions on their own. */
export function scopeOver(
  data: Json,
  around: { context?: Json; variables?: Record<string, Json> } = {}
): Scope {
  let draws = 0
  return {
    data,
    states: { input: data },
    now: 0,
    context: () => around.context ?? {},
    variable: (name) => around.variables?.[name],
    draw: () => drawFrom('test', (draws += 1))
  }
}
