import { ApiError } from '../../api/errors.ts'
import { isFailure } from '../../asl/errors.ts'
import { compileJsonataTemplate } from '../../asl/expressions/jsonata-template.ts'
import { expressionIn } from '../../asl/expressions/jsonata-marks.ts'
import { DefinitionError } from '../../asl/expressions/query.ts'
import type { Query } from '../../asl/expressions/query.ts'
import { drawFrom } from '../../asl/interpreter/seed.ts'
import type { Json } from '../../asl/json.ts'
import { createLru } from '../host/lru.ts'

/** What an expression sees, and what its time and chance are. */
export interface MappingScope {
  event: Json
  trigger: string
  at: number
  seed: string
}

/** Input mappings, each compiled once. */
export interface Mappings {
  /** Throws ApiError ValidationException where the text is neither JSON nor an expression. */
  check: (text: string) => void
  /** The execution's input as JSON text. Throws ApiError ValidationException where an expression fails. */
  apply: (text: string | undefined, scope: MappingScope) => string
}

const KEPT = 200

export function createMappings(): Mappings {
  const compiled = createLru<string, Query>(KEPT)
  const queryOf = (text: string): Query => {
    let query = compiled.get(text)
    if (!query) {
      query = compile(text)
      compiled.set(text, query)
    }
    return query
  }
  return {
    check: (text) => void queryOf(text),
    apply: (text, scope) => {
      if (text === undefined) return JSON.stringify(scope.event)
      const variables: Record<string, Json> = { event: scope.event, trigger: scope.trigger }
      let draws = 0
      const value = queryOf(text).evaluate({
        data: scope.event,
        states: { input: scope.event },
        now: scope.at,
        context: () => ({}),
        variable: (name) => variables[name],
        draw: () => drawFrom(`${scope.seed}:mapping`, draws++)
      })
      if (!isFailure(value)) return JSON.stringify(value)
      throw invalid(String(value.cause))
    }
  }
}

function compile(text: string): Query {
  const template: Json = expressionIn(text.trim()) === undefined ? parse(text) : text.trim()
  try {
    return compileJsonataTemplate(template, 'input')
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    throw invalid(error.message)
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw invalid(
      `Expected JSON text, with {% expressions %} over $event within quotes, or one {% expression %} as a whole: ${error instanceof Error ? error.message : String(error)}`
    )
  }
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationException', `The input mapping is of no use. ${message}`)
}
