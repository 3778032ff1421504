/** Fail: ends its block with an error. Spec clause "Fail State". */
import { Failure, isFailure, runtimeFailure } from '../errors.ts'
import { compileJsonataField } from '../expressions/jsonata-query.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import { compileExpression } from '../expressions/expression.ts'
import type { Query } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'
import { neverWaits } from './processor.ts'
import type { StateProcessor } from './processor.ts'

export interface CompiledFail {
  readonly error: string | Query | undefined
  readonly cause: string | Query | undefined
}

/** Compiles Error or Cause, or its Path form. */
function compileText(
  field: 'Error' | 'Cause',
  text: string | undefined,
  path: string | undefined,
  language: FieldLanguage
): string | Query | undefined {
  if (path !== undefined) return compileExpression(path, `${field}Path`)
  if (text === undefined || language.name === 'JSONPath') return text
  return compileJsonataField(text, field, 'string') ?? text
}

/** A fixed text, or the text that a path, intrinsic call or JSONata expression yields. */
function readText(
  source: string | Query | undefined,
  scope: Scope,
  field: string
): string | undefined | Failure {
  if (source === undefined || typeof source === 'string') return source
  const value = source.evaluate(scope)
  if (isFailure(value) || typeof value === 'string') return value
  return runtimeFailure(
    `The ${field} parameter does not reference a string: ${source.text} == ${JSON.stringify(value)}`
  )
}

export const fail: StateProcessor<'Fail'> = {
  compile: (state, _compileBlock, language) => ({
    error: compileText('Error', state.Error, state.ErrorPath, language),
    cause: compileText('Cause', state.Cause, state.CausePath, language)
  }),
  enter(frame, state, step) {
    const scope = step.scope(frame, frame.input)
    const error = readText(state.error, scope, 'ErrorPath')
    if (isFailure(error)) return error
    const cause = readText(state.cause, scope, 'CausePath')
    if (isFailure(cause)) return cause
    return new Failure(error, cause)
  },
  resume: neverWaits,
  abort: neverWaits
}
