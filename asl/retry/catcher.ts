/** Which catcher takes a failure, and the error output it gets. Spec clause "Fallback States". */
import { compileAssign } from '../data/assign.ts'
import { compileResultPath, outputFlow } from '../data/output.ts'
import type { OutputFlow } from '../data/output.ts'
import type { Catcher } from '../definition.ts'
import { errorNames, matchesError } from '../errors.ts'
import type { Failure } from '../errors.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import type { Query } from '../expressions/query.ts'
import type { JsonObject } from '../json.ts'

export interface CompiledCatcher {
  readonly errorEquals: readonly string[]
  readonly next: string
  readonly output: OutputFlow
  readonly assign: Query | undefined
}

export function compileCatchers(
  catchers: readonly Catcher[] | undefined,
  language: FieldLanguage
): CompiledCatcher[] {
  return (catchers ?? []).map((catcher, index) => ({
    errorEquals: catcher.ErrorEquals,
    next: catcher.Next,
    output: {
      ...outputFlow(language.template(catcher.Output, `Catch[${index}]/Output`)),
      resultPath: compileResultPath(catcher.ResultPath)
    },
    assign: compileAssign(catcher.Assign, language, `Catch[${index}]/Assign`)
  }))
}

export function findCatcher(
  catchers: readonly CompiledCatcher[],
  failure: Failure
): CompiledCatcher | undefined {
  return catchers.find((catcher) => matchesError(catcher.errorEquals, failure))
}

/**
 * What `$` is for a catcher: the Error Output. Parts that a worker left out are null, the cause of a
 * time-out is empty, as AWS has it.
 */
export function errorOutput(failure: Failure): JsonObject {
  const noCause = failure.error === errorNames.timeout ? '' : null
  return { Error: failure.error ?? null, Cause: failure.cause ?? noCause }
}
