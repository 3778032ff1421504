/** ResultSelector, ResultPath, OutputPath; or Output: from a state's result to its output. */
import { isFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import type { Query } from '../expressions/query.ts'
import { compileReferencePath } from '../expressions/reference-path.ts'
import type { ReferencePath } from '../expressions/reference-path.ts'
import type { Scope } from '../expressions/scope.ts'
import type { Json } from '../json.ts'
import { applyDataPath } from './input.ts'
import type { DataPath } from './input.ts'

/** Where a result goes: undefined replaces the input, null drops the result. */
export type ResultPath = ReferencePath | null | undefined

export interface OutputFlow {
  /** JSONata's Output. The other three are JSONPath's, and undefined then. */
  readonly output: Query | undefined
  readonly resultSelector: Query | undefined
  readonly resultPath: ResultPath
  readonly outputPath: DataPath
}

/** Is told of what ResultSelector and ResultPath have made; for inspections. */
export interface OutputTrace {
  selected(value: Json): void
  placed(value: Json): void
}

/** The flow of a JSONata state, choice rule or catcher: without Output, the result is the output. */
export function outputFlow(output: Query | undefined): OutputFlow {
  return { output, resultSelector: undefined, resultPath: undefined, outputPath: undefined }
}

export function compileResultPath(text: string | null | undefined): ResultPath {
  if (text === undefined || text === '$') return undefined
  return text === null ? null : compileReferencePath(text)
}

/** Puts `result` into the state's raw input as ResultPath says. */
export function placeResult(path: ResultPath, rawInput: Json, result: Json): Outcome<Json> {
  if (path === undefined) return result
  return path === null ? rawInput : path.write(rawInput, result)
}

/**
 * A state's output. `scopeOf` makes a scope over data; it is only called where an expression is
 * to be evaluated.
 */
export function composeOutput(
  flow: OutputFlow,
  rawInput: Json,
  result: Json,
  scopeOf: (data: Json) => Scope,
  trace?: OutputTrace
): Outcome<Json> {
  if (flow.output !== undefined) return flow.output.evaluate(scopeOf(result))
  const selected =
    flow.resultSelector === undefined ? result : flow.resultSelector.evaluate(scopeOf(result))
  if (isFailure(selected)) return selected
  trace?.selected(selected)
  const combined = placeResult(flow.resultPath, rawInput, selected)
  if (isFailure(combined)) return combined
  trace?.placed(combined)
  if (flow.outputPath === undefined) return combined
  return applyDataPath(flow.outputPath, scopeOf(combined))
}
