import type { Schema } from '@cfworker/json-schema'
import { Validator } from '@cfworker/json-schema'
import { ApiError } from '../../../api/errors.ts'
import type { Json } from '../../../asl/json.ts'
import { createLru } from '../../host/lru.ts'

/** What is wrong with a body, and where. */
export interface BodyProblem {
  /** JSON pointer into the body. */
  pointer: string
  message: string
}

/** The body as a value: JSON, a form's fields, else the text; null where there is none. */
export function readValue(
  body: Buffer,
  contentType: string
): { value: Json } | { problem: BodyProblem } {
  const text = body.toString('utf8')
  if (text === '') return { value: null }
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { value: Object.fromEntries(new URLSearchParams(text)) }
  }
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(contentType)) return { value: text }
  try {
    return { value: JSON.parse(text) as Json }
  } catch (error) {
    const message = `Expected JSON: ${error instanceof Error ? error.message : String(error)}`
    return { problem: { pointer: '', message } }
  }
}

/** Schemas of bodies, each read once. Without code that is made at run time. */
export interface BodySchemas {
  /** Throws ApiError ValidationException where the text is no JSON Schema. */
  check: (schema: string) => void
  problems: (schema: string, value: Json) => BodyProblem[]
}

const KEPT = 100
const MOST_PROBLEMS = 20

export function createBodySchemas(): BodySchemas {
  const validators = createLru<string, Validator>(KEPT)
  const validatorOf = (text: string): Validator => {
    let validator = validators.get(text)
    if (!validator) {
      validator = compile(text)
      validators.set(text, validator)
    }
    return validator
  }
  return {
    check: (schema) => void validatorOf(schema),
    problems: (schema, value) => {
      const { valid, errors } = validatorOf(schema).validate(value)
      if (valid) return []
      // An error of an object is told by those of its members, which are more exact.
      const exact = errors.filter(({ keyword }) => !['properties', 'items'].includes(keyword))
      return exact.slice(0, MOST_PROBLEMS).map(({ instanceLocation, error }) => ({
        pointer: decodeURIComponent(instanceLocation.replace(/^#/, '')),
        message: error
      }))
    }
  }
}

function compile(text: string): Validator {
  try {
    const validator = new Validator(JSON.parse(text) as Schema, '2020-12', false)
    // An unknown reference or type is found only by use.
    validator.validate({})
    return validator
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ApiError('ValidationException', `Expected bodySchema to be a JSON Schema: ${reason}`)
  }
}
