/**
 * What AWS's own integrations ask of the form of a task's parameters before they start it. Which
 * fields there have to be is the service's to say: a mock may do without any.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
import { runtimeFailure } from '../errors.ts'
import type { Failure } from '../errors.ts'
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import type { Resource } from '../resource.ts'

type Form = 'text' | 'texts by name' | 'list' | 'object'

/** By `service:action`, without the pattern's suffix. */
const formsOf: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  'apigateway:invoke': {
    ApiEndpoint: 'text',
    Method: 'text',
    Headers: 'texts by name',
    Stage: 'text',
    Path: 'text',
    QueryParameters: 'texts by name',
    AuthType: 'text'
  },
  'dynamodb:deleteItem': { TableName: 'text', Key: 'object' },
  'dynamodb:getItem': { TableName: 'text', Key: 'object' },
  'dynamodb:putItem': { TableName: 'text', Item: 'object' },
  'dynamodb:updateItem': { TableName: 'text', Key: 'object' },
  'events:putEvents': { Entries: 'list' },
  'lambda:invoke': { FunctionName: 'text' },
  'sqs:sendMessage': { QueueUrl: 'text', MessageAttributes: 'object' },
  'states:startExecution': { StateMachineArn: 'text' }
}

function hasForm(value: Json, form: Form): boolean {
  switch (form) {
    case 'text':
      return typeof value === 'string'
    case 'texts by name':
      return isJsonObject(value) && Object.values(value).every(isListOfTexts)
    case 'list':
      return Array.isArray(value)
    case 'object':
      return isJsonObject(value)
  }
}

function isListOfTexts(value: Json): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** Why the task cannot be started with these parameters, in AWS's words; undefined where it can. */
export function parametersFailure(resource: Resource, parameters: Json): Failure | undefined {
  if (resource.kind !== 'integration' || !isJsonObject(parameters)) return undefined
  const action = resource.action.split('.', 1)[0] ?? ''
  const forms = formsOf[`${resource.service}:${action}`] ?? {}
  const wrong = Object.entries(forms)
    .filter(([field, form]) => !hasForm(parameters[field] ?? null, form))
    .filter(([field]) => parameters[field] !== undefined && parameters[field] !== null)
    .map(([field]) => `The value of the field '${field}' has an invalid format`)
  if (wrong.length === 0) return undefined
  return runtimeFailure(
    `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${wrong.join(', ')}]`
  )
}
