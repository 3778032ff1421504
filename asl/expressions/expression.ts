import { runtimeFailure } from '../errors.ts'
import { compileIntrinsic } from './intrinsic-call.ts'
import { compilePath } from './jsonpath.ts'
import { DefinitionError } from './query.ts'
import type { Query } from './query.ts'

/**
 * Compiles the text of a `.$` field (or ErrorPath, CausePath): a path, or a call such as
 * `States.Format('{}', $.name)`. `field` is its name, for the messages of failures.
 */
export function compileExpression(text: string, field: string): Query {
  if (text.startsWith('States.')) return compileIntrinsic(text)
  if (!text.startsWith('$')) {
    throw new DefinitionError(
      `The value of the field ${JSON.stringify(field)} must be a JSONPath or an intrinsic function call, found ${JSON.stringify(text)}.`
    )
  }
  const path = compilePath(text)
  return {
    text,
    evaluate(scope) {
      const value = path.read(scope)
      if (value !== undefined) return value
      return runtimeFailure(
        `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(scope.data)}'`
      )
    }
  }
}
