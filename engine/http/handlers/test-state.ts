import { ApiError } from '../../../api/errors.ts'
import type { CheckedInput, Output } from '../../../api/index.ts'
import { httpExchange } from '../../../asl/inspect/http-exchange.ts'
import { beginInspection } from '../../../asl/inspect/inspect.ts'
import type {
  Inspection,
  InspectionRequest,
  Outcome,
  StateConfiguration
} from '../../../asl/inspect/inspection.ts'
import {
  configurationProblem,
  contextProblem,
  mockProblem
} from '../../../asl/inspect/mock-rules.ts'
import { readJson } from '../../../asl/inspect/read-json.ts'
import { findSubject } from '../../../asl/inspect/subject.ts'
import type { Subject } from '../../../asl/inspect/subject.ts'
import { isJsonObject } from '../../../asl/json.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'
import { parseResource } from '../../../asl/resource.ts'
import { invalidDefinitionMessage } from '../../../asl/validate/diagnostic.ts'
import { executionArn, stateMachineArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import type { Ids } from '../../ids.ts'
import type { TestedTaskServices } from '../../tasks/tested-task.ts'
import { runTestedTask } from '../../tasks/tested-task.ts'
import type { TaskOutcome } from '../../tasks/tasks.ts'
import type { Caller, Handlers } from '../handler.ts'

type Request = CheckedInput<'TestState'>
type Answer = Output<'TestState'>

export interface TestStateServices extends TestedTaskServices {
  host: Host
  ids: Ids
}

export function testStateHandlers(services: TestStateServices): Pick<Handlers, 'TestState'> {
  return { TestState: (request, caller) => testState(services, request, caller) }
}

async function testState(
  services: TestStateServices,
  request: Request,
  caller: Caller
): Promise<Answer> {
  const subject = subjectOf(request)
  const inspected = inspectionRequest(services, request, subject)
  const begun = beginInspection(inspected)
  if ('inspection' in begun) return toAnswer(begun.inspection, request, inspected)
  const outcome = await runTestedTask(services, begun.task, inspected.identity, caller.signal)
  return toAnswer(begun.finish(toOutcome(outcome)), request, inspected)
}

/** Throws ApiError InvalidDefinition, ValidationException. */
function subjectOf({ definition, stateName }: Request): Subject {
  const outcome = findSubject(definition, stateName)
  if ('found' in outcome) return outcome.found
  if ('problems' in outcome) {
    const { problems, text } = outcome
    throw new ApiError('InvalidDefinition', invalidDefinitionMessage(problems, text), { problems })
  }
  throw new ApiError(
    'ValidationException',
    `State '${stateName ?? ''}' does not exist in the definition, which has: ${outcome.names.join(', ')}.`
  )
}

function inspectionRequest(
  { host, ids }: TestStateServices,
  request: Request,
  subject: Subject
): InspectionRequest {
  const { mock: given, roleArn, input = '{}' } = request
  checkInput(input)
  refuse(mockProblem(subject.state, given))
  const context = contextOf(request)
  checkRole(subject, request)
  const configuration = configurationOf(request)
  refuse(configurationProblem(subject.state, configuration))
  const mock = given === undefined ? undefined : mockOutcome(given)
  const variables = objectOf(request.variables, 'variables')
  const stateMachineName = ids.uuid()
  const executionName = ids.uuid()
  return {
    ...{ subject, input, configuration },
    ...(variables === undefined ? {} : { variables }),
    ...(context === undefined ? {} : { context }),
    ...(mock === undefined ? {} : { mock }),
    identity: {
      // AWS tests a state in an express execution.
      executionArn: executionArn(stateMachineName, executionName).replace(
        ':execution:',
        ':express:'
      ),
      executionName,
      stateMachineArn: stateMachineArn(stateMachineName),
      stateMachineName,
      roleArn
    },
    ...host.moment()
  }
}

function checkInput(input: string): void {
  if (readJson(input) !== undefined) return
  throw new ApiError(
    'InvalidExecutionInput',
    `Invalid State Machine Execution Input: expected JSON text, found '${input.slice(0, 200)}'`
  )
}

/** AWS needs a role to do the work; our own plugins know none. */
function checkRole({ state }: Subject, { mock, roleArn }: Request): void {
  if (state.Type !== 'Task' || mock !== undefined || roleArn !== undefined) return
  if (parseResource(state.Resource).kind === 'plugin') return
  refuse('RoleArn must be specified when testing a Task state')
}

function contextOf({ context: text, mock }: Request): JsonObject | undefined {
  if (text === undefined) return undefined
  if (mock === undefined) refuse('Context object can only be specified when a mock is specified')
  const context = readJson(text)
  if (context === undefined) refuse('Invalid Context object provided: it must be valid JSON')
  refuse(contextProblem(context ?? null))
  return isJsonObject(context) ? context : undefined
}

function configurationOf({ stateConfiguration: given = {} }: Request): StateConfiguration {
  const { retrierRetryCount, errorCausedByState, mapIterationFailureCount, mapItemReaderData } =
    given
  return {
    ...(retrierRetryCount === undefined ? {} : { retrierRetryCount }),
    ...(errorCausedByState === undefined ? {} : { errorCausedByState }),
    ...(mapIterationFailureCount === undefined ? {} : { mapIterationFailureCount }),
    ...(mapItemReaderData === undefined ? {} : { mapItemReaderData })
  }
}

/** Of a mock without problems. */
function mockOutcome({ result, errorOutput }: NonNullable<Request['mock']>): Outcome {
  if (result !== undefined) return { result: JSON.parse(result) as Json }
  const { error, cause } = errorOutput ?? {}
  return failureMembers(error, cause)
}

function toOutcome(outcome: TaskOutcome): Outcome {
  if (outcome.type === 'succeeded') return { result: outcome.output }
  return failureMembers(outcome.error, outcome.cause)
}

function failureMembers(
  error: string | undefined,
  cause: string | undefined
): { error?: string; cause?: string } {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }
}

function objectOf(text: string | undefined, name: string): JsonObject | undefined {
  if (text === undefined) return undefined
  const value = readJson(text)
  if (!isJsonObject(value)) refuse(`The field ${name} must be a JSON object`)
  return isJsonObject(value) ? value : undefined
}

function toAnswer(
  { data, ...inspection }: Inspection,
  { inspectionLevel }: Request,
  { subject }: InspectionRequest
): Answer {
  if (inspectionLevel === undefined || inspectionLevel === 'INFO') return inspection
  const exchange = inspectionLevel === 'TRACE' ? exchangeOf(subject, data) : undefined
  return { ...inspection, inspectionData: { ...data, ...exchange } }
}

function exchangeOf({ state }: Subject, data: Inspection['data']) {
  const parameters = data.afterArguments ?? data.afterParameters
  if (state.Type !== 'Task' || parameters === undefined) return undefined
  const result = data.result === undefined ? undefined : (JSON.parse(data.result) as Json)
  return httpExchange(state.Resource, JSON.parse(parameters) as Json, result)
}

/** Throws where there is a problem. */
function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new ApiError('ValidationException', problem)
}
