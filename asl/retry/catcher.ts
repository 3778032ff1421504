/** Which catcher takes a failure, and the error output it gets. Spec clause "Fallback States". */
import { compileAssign } from '../data/assign.ts'
import { compileResultPath } from '../data/output.ts'
import type { ResultPath } from '../data/output.ts'
import type { Catcher } from '../definition.ts'
import { errorNames, matchesError } from '../errors.ts'
import type { Failure } from '../errors.ts'
import type { Query } from '../expressions/query.ts'
import type { JsonObject } from '../json.ts'

export interface CompiledCatcher {
  readonly errorEquals: readonly string[]
  readonly next: string
  readonly resultPath: ResultPath
  readonly assign: Query | undefined
}

export function compileCatcher(catcher: Catcher): CompiledCatcher {
  return {
    errorEquals: catcher.ErrorEquals,
    next: catcher.Next,
    resultPath: compileResultPath(catcher.ResultPath),
    assign: compileAssign(catcher.Assign)
  }
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
