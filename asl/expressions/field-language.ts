import type { QueryLanguage } from '../definition.ts'
import type { Json } from '../json.ts'
import { compileJsonataTemplate } from './jsonata-template.ts'
import { compileTemplate } from './payload-template.ts'
import type { Query } from './query.ts'

/** How the fields of a state are written: in its query language. */
export interface FieldLanguage {
  readonly name: QueryLanguage
  /**
   * Compiles a field whose value is built anew in each visit; undefined where the field is absent.
   * `location` names it in messages: `Arguments`, `Catch[0]/Output`.
   */
  readonly template: (value: Json | undefined, location: string) => Query | undefined
}

/** What a Task or Parallel is called with: Parameters in JSONPath, Arguments in JSONata. */
export function compileArguments(
  state: { Parameters?: Json; Arguments?: Json },
  language: FieldLanguage
): Query | undefined {
  return language.name === 'JSONata'
    ? language.template(state.Arguments, 'Arguments')
    : language.template(state.Parameters, 'Parameters')
}

export const fieldLanguages: Readonly<Record<QueryLanguage, FieldLanguage>> = {
  JSONPath: {
    name: 'JSONPath',
    template: (value) => (value === undefined ? undefined : compileTemplate(value))
  },
  JSONata: {
    name: 'JSONata',
    template: (value, location) =>
      value === undefined ? undefined : compileJsonataTemplate(value, location)
  }
}
