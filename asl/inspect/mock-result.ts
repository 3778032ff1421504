/**
 * Whether a mocked result is what the real service could have answered. Source: TestState's
 * MockInput.fieldValidationMode, https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html
 */
import { isJsonObject } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Resource } from '../resource.ts'
import { responsesOf } from './response-shapes.ts'
import type { Member, Range, Responses, Shape } from './response-shapes.ts'

/** STRICT: required members are there, and what is there fits. PRESENT: what is there fits. */
export type FieldValidationMode = 'STRICT' | 'PRESENT' | 'NONE'

interface Check {
  responses: Responses
  isStrict: boolean
}

/**
 * What is wrong with a mocked result of a Task, in AWS's words; undefined where nothing is, or where
 * the service's answers are not known here. Members that the service does not have are let pass.
 *
 * @example mockResultProblem({ StatusCode: '200' }, parseResource('arn:aws:states:::lambda:invoke'), 'STRICT')
 * // "Field 'StatusCode' must be a number"
 */
export function mockResultProblem(
  result: Json,
  resource: Resource,
  mode: FieldValidationMode
): string | undefined {
  if (mode === 'NONE' || resource.kind !== 'integration') return undefined
  const operation = answeringOperation(resource)
  const responses = operation === undefined ? undefined : responsesOf(resource.service)
  const members = responses?.get(operation ?? '')
  if (responses === undefined || members === undefined) return undefined
  if (!isJsonObject(result)) return 'Mocked result must be a JSON object.'
  // `.sync:2` gives what the nested execution took and gave as JSON, not as text.
  const isParsed = resource.action.endsWith('.sync:2')
  const checked = isParsed
    ? members.filter(({ name }) => name !== 'Input' && name !== 'Output')
    : members
  return checkMembers(result, checked, { responses, isStrict: mode === 'STRICT' })
}

/**
 * The operation whose answer the result is. A `.sync` task gives what describes its job at last; the
 * result of a task that waits for its token is the worker's own affair.
 */
function answeringOperation(resource: Resource): string | undefined {
  if (resource.pattern === 'wait-for-task-token') return undefined
  if (resource.pattern === 'request-response') return resource.action
  return resource.action.startsWith('startExecution.sync') ? 'describeExecution' : undefined
}

function checkMembers(
  value: JsonObject,
  members: readonly Member[],
  check: Check
): string | undefined {
  for (const { name, isRequired } of members) {
    if (check.isStrict && isRequired && !Object.hasOwn(value, name)) {
      return `Required field '${name}' is missing`
    }
  }
  for (const { name, shape } of members) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined
    const problem = member === undefined ? undefined : checkValue(name, member, shape, check)
    if (problem !== undefined) return problem
  }
  return undefined
}

function checkValue(name: string, value: Json, shape: Shape, check: Check): string | undefined {
  switch (shape.kind) {
    case 'any':
      return undefined
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `Field '${name}' must be a boolean`
    case 'time':
      return isTime(value) ? undefined : `Field '${name}' must be a valid timestamp`
    case 'string':
      return checkText(name, value, shape)
    case 'number':
      return checkNumber(name, value, shape)
    case 'enumeration':
      if (typeof value !== 'string') return `Field '${name}' must be a string`
      return shape.values.includes(value) ? undefined : `Field '${name}' is not an expected value`
    case 'list':
      if (!Array.isArray(value)) return `Field '${name}' must be an array`
      return firstProblem(value, (item) => checkValue(name, item, shape.of, check))
    case 'map':
      if (!isJsonObject(value)) return `Field '${name}' must be an object`
      return firstProblem(Object.entries(value), ([key, item]) =>
        checkValue(key, item, shape.of, check)
      )
    case 'structure':
      if (!isJsonObject(value)) return `Field '${name}' must be an object`
      return checkMembers(value, check.responses.get(shape.name) ?? [], check)
  }
}

function checkText(name: string, value: Json, { least, greatest }: Range): string | undefined {
  if (typeof value !== 'string') return `Field '${name}' must be a string`
  if (least !== undefined && value.length < least) {
    return `Field '${name}' is smaller than the minimum length`
  }
  if (greatest !== undefined && value.length > greatest) {
    return `Field '${name}' is larger than the maximum length`
  }
  return undefined
}

function checkNumber(name: string, value: Json, { least, greatest }: Range): string | undefined {
  if (typeof value !== 'number') return `Field '${name}' must be a number`
  if (least !== undefined && value < least) return `Field '${name}' is less than the minimum value`
  if (greatest !== undefined && value > greatest) {
    return `Field '${name}' is greater than the maximum value`
  }
  return undefined
}

/** Services answer with seconds since the epoch, Step Functions shows them as text. */
function isTime(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

function firstProblem<T>(
  values: readonly T[],
  problemOf: (value: T) => string | undefined
): string | undefined {
  for (const value of values) {
    const problem = problemOf(value)
    if (problem !== undefined) return problem
  }
  return undefined
}
