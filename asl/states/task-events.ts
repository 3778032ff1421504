/** The history events of a task: which ones, with which details, depends on its resource. */
import { failureDetails } from '../errors.ts'
import type { Frame } from '../interpreter/execution.ts'
import { regionOf } from './region.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Resource } from '../resource.ts'
import { notTruncated } from '../interpreter/history.ts'
import type { Step } from './processor.ts'

interface Scheduling {
  /** JSON text. */
  parameters: string
  credentials: Json | undefined
  /** timeoutInSeconds and heartbeatInSeconds, where given. */
  details: JsonObject
}

export interface TaskEvents {
  /** Returns the event's id, which is the task's id. */
  scheduled(frame: Frame, step: Step, scheduling: Scheduling): number
  started(frame: Frame, step: Step, workerName: string | undefined): void
  submitted(frame: Frame, step: Step, output: Json): void
  succeeded(frame: Frame, step: Step, output: Json): void
  failed(frame: Frame, step: Step, error: string | undefined, cause: string | undefined): void
  timedOut(frame: Frame, step: Step): void
}

function outputDetails(step: Step, output: Json): JsonObject {
  return { output: step.text(output), outputDetails: notTruncated }
}

/** AWS shows Credentials as `taskCredentials` with the member in camel case. */
function withCredentials(details: JsonObject, credentials: Json | undefined): JsonObject {
  if (credentials === undefined || credentials === null || typeof credentials !== 'object')
    return details
  const roleArn = Array.isArray(credentials) ? undefined : credentials['RoleArn']
  return roleArn === undefined ? details : { ...details, taskCredentials: { roleArn } }
}

function integrationEvents({ service, action }: Resource): TaskEvents {
  const name = { resource: action, resourceType: service }
  return {
    scheduled: (frame, step, { parameters, credentials, details }) =>
      step.append(
        frame,
        'TaskScheduled',
        withCredentials(
          { parameters, region: regionOf(step.context.stateMachine.id), ...name, ...details },
          credentials
        )
      ),
    started: (frame, step) => void step.append(frame, 'TaskStarted', name),
    submitted: (frame, step, output) =>
      void step.append(frame, 'TaskSubmitted', { ...outputDetails(step, output), ...name }),
    succeeded: (frame, step, output) =>
      void step.append(frame, 'TaskSucceeded', { ...outputDetails(step, output), ...name }),
    failed: (frame, step, error, cause) =>
      void step.append(frame, 'TaskFailed', { ...failureDetails(error, cause), ...name }),
    timedOut: (frame, step) =>
      void step.append(frame, 'TaskTimedOut', { error: 'States.Timeout', ...name })
  }
}

function directEvents(prefix: 'LambdaFunction' | 'Activity', resource: string): TaskEvents {
  return {
    scheduled: (frame, step, { parameters, credentials, details }) =>
      step.append(
        frame,
        `${prefix}Scheduled`,
        withCredentials(
          { input: parameters, inputDetails: notTruncated, resource, ...details },
          credentials
        )
      ),
    started(frame, step, workerName) {
      if (prefix === 'LambdaFunction') step.append(frame, 'LambdaFunctionStarted')
      else step.append(frame, 'ActivityStarted', workerName === undefined ? {} : { workerName })
    },
    submitted: () => undefined,
    succeeded: (frame, step, output) =>
      void step.append(frame, `${prefix}Succeeded`, outputDetails(step, output)),
    failed: (frame, step, error, cause) =>
      void step.append(frame, `${prefix}Failed`, failureDetails(error, cause)),
    timedOut: (frame, step) =>
      void step.append(frame, `${prefix}TimedOut`, { error: 'States.Timeout' })
  }
}

/** `plugin:*` and service integrations have Task events, functions and activities their own. */
export function eventsOf(resource: Resource): TaskEvents {
  if (resource.kind === 'lambda') return directEvents('LambdaFunction', resource.resource)
  if (resource.kind === 'activity') return directEvents('Activity', resource.resource)
  return integrationEvents(resource)
}
