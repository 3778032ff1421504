import type { QueryLanguage } from '../definition.ts'
import type { Outcome } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Scope } from './scope.ts'

/** Something of a definition that is computed anew in each state visit, compiled once. */
export interface Query {
  /** As written in the definition. */
  readonly text: string
  readonly evaluate: (scope: Scope) => Outcome<Json>
}

/** A definition that cannot be compiled: where, what was expected, what was found. */
export class DefinitionError extends Error {
  override name = 'DefinitionError'
}

/** The language of a state: its own, else its machine's, else JSONPath. */
export function queryLanguageOf(
  own: QueryLanguage | undefined,
  inherited: QueryLanguage | undefined
): QueryLanguage {
  return own ?? inherited ?? 'JSONPath'
}
