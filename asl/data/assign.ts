/** Workflow variables: what Assign sets. */
import { isFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import type { Query } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'
import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'

/**
 * Compiles an Assign field; one without entries counts as absent, as in AWS's histories.
 * `location` is `Assign`, or that of a choice rule or catcher: `Choices[0]/Assign`.
 */
export function compileAssign(
  assign: JsonObject | undefined,
  language: FieldLanguage,
  location = 'Assign'
): Query | undefined {
  if (assign === undefined || Object.keys(assign).length === 0) return undefined
  return language.template(assign, location)
}

/** The new values by variable name. Expressions see the variables as they were before. */
export function evaluateAssign(assign: Query, scope: Scope): Outcome<JsonObject> {
  const values = assign.evaluate(scope)
  if (isFailure(values)) return values
  return isJsonObject(values) ? values : {}
}

/** Variables as history events show them: JSON texts by name. */
export function assignedTexts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)])
  )
}
