/** What TestState asks of a mock, a state configuration and a context object, in AWS's words. */
import type { State } from '../definition.ts'
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import { parseResource } from '../resource.ts'
import type { StateConfiguration } from './inspection.ts'
import { readItemData } from './item-data.ts'
import { mockResultProblem } from './mock-result.ts'
import type { FieldValidationMode } from './mock-result.ts'
import { readJson } from './read-json.ts'
import { statesWithin, takesMock } from './subject.ts'

/** As the request has it. */
export interface GivenMock {
  /** JSON text. */
  result?: string | undefined
  errorOutput?: { error?: string | undefined; cause?: string | undefined } | undefined
  fieldValidationMode?: FieldValidationMode | undefined
}

/**
 * Why the state cannot be tested with, or without, this mock; undefined where it can. The result's
 * text is to be parsed with `JSON.parse` afterwards.
 */
export function mockProblem(state: State, mock: GivenMock | undefined): string | undefined {
  if (mock === undefined) return missingMockProblem(state)
  if (!takesMock(state.Type)) {
    return `State type '${state.Type}' is not supported when a mock is specified`
  }
  if ((mock.result === undefined) === (mock.errorOutput === undefined)) {
    return 'A test mock should have only one of the following fields: [result, errorOutput].'
  }
  if (mock.errorOutput !== undefined) {
    return mock.errorOutput.error === undefined
      ? 'The field errorOutput of a test mock needs an error.'
      : undefined
  }
  const result = readJson(mock.result ?? '')
  if (result === undefined) return 'Mocked result must be valid JSON'
  return resultProblem(state, result, mock.fieldValidationMode ?? 'STRICT')
}

function missingMockProblem(state: State): string | undefined {
  if (state.Type === 'Map' || state.Type === 'Parallel') {
    return `State type '${state.Type}' is only supported when a mock is specified`
  }
  if (state.Type !== 'Task') return undefined
  const { kind, pattern } = parseResource(state.Resource)
  if (kind === 'activity') return 'Activity tasks are only supported when a mock is specified'
  if (pattern === 'request-response') return undefined
  const suffix = pattern === 'sync' ? '.sync' : '.waitForTaskToken'
  return `The service integration pattern ${suffix} is only supported when a mock is specified`
}

function resultProblem(state: State, result: Json, mode: FieldValidationMode): string | undefined {
  switch (state.Type) {
    case 'Map':
      if (state.ResultWriter !== undefined) {
        return isJsonObject(result) ? undefined : 'Mocked result must be a JSON object.'
      }
      return Array.isArray(result) ? undefined : 'Mocked result must be an array.'
    case 'Parallel':
      if (!Array.isArray(result)) return 'Mocked result must be an array.'
      return result.length === state.Branches.length
        ? undefined
        : 'Mocked result must contain the same number of items as number of Parallel branches.'
    case 'Task': {
      const problem = mockResultProblem(result, parseResource(state.Resource), mode)
      return problem === undefined ? undefined : `Mock result schema validation error: ${problem}`
    }
    case 'Pass':
    case 'Choice':
    case 'Wait':
    case 'Succeed':
    case 'Fail':
      return undefined
  }
}

/** What does not fit the state in its configuration. */
export function configurationProblem(
  state: State,
  { errorCausedByState, mapItemReaderData }: StateConfiguration
): string | undefined {
  if (errorCausedByState !== undefined && !statesWithin(state).has(errorCausedByState)) {
    return `State '${errorCausedByState}' of errorCausedByState was not found in the state under test`
  }
  const reader = state.Type === 'Map' ? state.ItemReader : undefined
  if (mapItemReaderData !== undefined && readItemData(mapItemReaderData, reader) === undefined) {
    return 'mapItemReaderData is not of the InputType of the ItemReader'
  }
  return undefined
}

/** The members of a context object: true for any value, or those of a nested object. */
interface Members {
  readonly [name: string]: 'any' | 'string' | 'number' | Members
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
const contextMembers: Members = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string'
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
  Map: { Item: { Index: 'number', Value: 'any', Key: 'string', Source: 'string' } }
}

/** What makes a context object one that no execution has. */
export function contextProblem(context: Json): string | undefined {
  if (!isJsonObject(context)) return 'Invalid Context object provided: it must be a JSON object'
  const problem = memberProblem(context, contextMembers)
  return problem === undefined ? undefined : `Invalid Context object provided: ${problem}`
}

function memberProblem(
  value: Readonly<Record<string, Json>>,
  members: Members
): string | undefined {
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(members, name) ? members[name] : undefined
    if (known === undefined) return `Field '${name}' is not allowed`
    if (known === 'any') continue
    if (known === 'string' || known === 'number') {
      if (typeof member !== known) return `Field '${name}' must be a ${known}`
      continue
    }
    if (!isJsonObject(member)) return `Field '${name}' must be an object`
    const problem = memberProblem(member, known)
    if (problem !== undefined) return problem
  }
  return undefined
}
