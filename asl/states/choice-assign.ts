import { evaluateAssign } from '../data/assign.ts'
import type { Outcome } from '../errors.ts'
import type { Query } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'
import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'

/** The Assign of a single choice rule; a match uses it instead of the state's own. */
export function readAssign(rule: JsonObject): JsonObject | undefined {
  const assign = rule['Assign']
  return isJsonObject(assign) ? assign : undefined
}

export function assignedBy(
  assign: Query | undefined,
  scope: Scope
): Outcome<JsonObject | undefined> {
  return assign === undefined ? undefined : evaluateAssign(assign, scope)
}
