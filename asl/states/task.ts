/** Task: lets the host do a piece of work. Spec clause "Task State". */
import { applyDataPath } from '../data/input.ts'
import { dataLimitFailure, exceedsLimits, isTooDeep } from '../data/limit.ts'
import { errorNames, Failure, isFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { compileArguments } from '../expressions/field-language.ts'
import type { Query } from '../expressions/query.ts'
import type { ScheduleTask } from '../interpreter/command.ts'
import type { Frame } from '../interpreter/execution.ts'
import type { Json, JsonObject } from '../json.ts'
import { parseResource } from '../resource.ts'
import type { Resource } from '../resource.ts'
import type { CompiledState } from './compiled.ts'
import type { Resumption, StateProcessor, Step } from './processor.ts'
import { eventsOf } from './task-events.ts'
import type { TaskEvents } from './task-events.ts'
import { parametersFailure } from './task-parameters.ts'
import { compileSeconds } from './task-seconds.ts'
import type { SecondsField } from './task-seconds.ts'

export interface CompiledTask {
  readonly resource: Resource
  readonly events: TaskEvents
  readonly parameters: Query | undefined
  readonly credentials: Query | undefined
  readonly timeout: SecondsField | undefined
  readonly heartbeat: SecondsField | undefined
}

type TaskWaiting = Extract<NonNullable<Frame['waiting']>, { for: 'task' }>
type Task = CompiledState<'Task'>

/** What one attempt is scheduled with. */
interface Attempt {
  parameters: Json
  credentials: Json | undefined
  timeoutSeconds: number | undefined
  heartbeatSeconds: number | undefined
  taskToken: string | undefined
}

/** An execution that is waited for may be given the task's token too: whichever ends first ends the task. */
function givesToken({ pattern, kind, service }: Resource): boolean {
  if (pattern === 'wait-for-task-token' || kind === 'activity') return true
  return pattern === 'sync' && kind === 'integration' && service === 'states'
}

function prepare(frame: Frame, state: Task, step: Step): Outcome<Attempt> {
  const hasToken = givesToken(state.resource)
  const taskToken = hasToken ? step.taskToken(step.nextEventId) : undefined
  const options = taskToken === undefined ? {} : { taskToken }
  const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
  if (isFailure(input)) return input
  const scope = step.scope(frame, input, options)
  const parameters = state.parameters === undefined ? input : state.parameters.evaluate(scope)
  if (isFailure(parameters)) return parameters
  if (exceedsLimits(step.text(parameters))) return dataLimitFailure(state.name)
  const unusable = parametersFailure(state.resource, parameters)
  if (unusable !== undefined) return unusable
  const credentials = state.credentials?.evaluate(scope)
  if (isFailure(credentials)) return credentials
  const timeoutSeconds = state.timeout?.(scope)
  if (isFailure(timeoutSeconds)) return timeoutSeconds
  const heartbeatSeconds = state.heartbeat?.(scope)
  if (isFailure(heartbeatSeconds)) return heartbeatSeconds
  return { parameters, credentials, timeoutSeconds, heartbeatSeconds, taskToken }
}

function schedule(frame: Frame, state: Task, step: Step, attempt: Attempt): Failure | undefined {
  const { resource } = state
  const { timeoutSeconds, heartbeatSeconds, taskToken } = attempt
  const details: JsonObject = {}
  if (timeoutSeconds !== undefined) details['timeoutInSeconds'] = timeoutSeconds
  if (heartbeatSeconds !== undefined) details['heartbeatInSeconds'] = heartbeatSeconds
  const credentials = attempt.credentials
  const taskId = state.events.scheduled(frame, step, {
    parameters: step.text(attempt.parameters),
    credentials,
    details
  })
  const command: ScheduleTask = {
    type: 'schedule-task',
    taskId,
    stateName: state.name,
    resource: resource.resource,
    pattern: resource.pattern,
    parameters: attempt.parameters,
    retryCount: frame.retryCounts.reduce((sum, count) => sum + count, 0),
    scheduledAt: step.at
  }
  if (resource.action.endsWith('.sync:2')) command.syncVersion = 2
  if (taskToken !== undefined) command.taskToken = taskToken
  if (timeoutSeconds !== undefined) command.timeoutSeconds = timeoutSeconds
  if (heartbeatSeconds !== undefined) command.heartbeatSeconds = heartbeatSeconds
  step.send(command)
  const waiting: TaskWaiting = { for: 'task', taskId, status: 'scheduled' }
  if (timeoutSeconds !== undefined) {
    waiting.timeoutTimerId = step.startTimer(
      'task-timeout',
      step.at + timeoutSeconds * 1000,
      taskId
    )
  }
  if (heartbeatSeconds !== undefined) waiting.heartbeatSeconds = heartbeatSeconds
  return step.wait(frame, waiting)
}

/** The task has its result or its failure: its timers are of no use any more. */
function settle(frame: Frame, step: Step, waiting: TaskWaiting, firedTimerId?: number): void {
  for (const timerId of [waiting.timeoutTimerId, waiting.heartbeatTimerId]) {
    if (timerId !== undefined && timerId !== firedTimerId) step.cancelTimer(timerId)
  }
  frame.waiting = null
}

/** AWS names an integration by its service, a function or activity by its ARN. */
function dataLimit({ resource }: Task): Failure {
  const isDirect = resource.kind === 'lambda' || resource.kind === 'activity'
  return dataLimitFailure(isDirect ? resource.resource : resource.service)
}

function timeOut(
  frame: Frame,
  state: Task,
  step: Step,
  waiting: TaskWaiting,
  timerId: number
): Failure {
  const isHeartbeat = timerId === waiting.heartbeatTimerId
  settle(frame, step, waiting, timerId)
  const reason = isHeartbeat ? 'heartbeat-timed-out' : 'timed-out'
  step.send({ type: 'cancel-task', taskId: waiting.taskId, reason })
  state.events.timedOut(frame, step)
  const options = isHeartbeat ? { alias: errorNames.heartbeatTimeout } : {}
  return new Failure(errorNames.timeout, undefined, options)
}

/** The task as started or submitted; from its start on it has to give heartbeats. */
function underWay(step: Step, waiting: TaskWaiting, status: 'started' | 'submitted'): TaskWaiting {
  const { heartbeatSeconds, taskId } = waiting
  if (heartbeatSeconds === undefined || waiting.heartbeatTimerId !== undefined) {
    return { ...waiting, status }
  }
  const dueAt = step.at + heartbeatSeconds * 1000
  return { ...waiting, status, heartbeatTimerId: step.startTimer('heartbeat', dueAt, taskId) }
}

function progress(
  frame: Frame,
  state: Task,
  step: Step,
  waiting: TaskWaiting,
  reason: Resumption
): Failure | undefined {
  const { events } = state
  switch (reason.type) {
    case 'task-started':
      if (waiting.status !== 'scheduled') return undefined
      events.started(frame, step, reason.workerName)
      return step.wait(frame, underWay(step, waiting, 'started'))
    case 'task-submitted':
      if (waiting.status === 'submitted') return undefined
      events.submitted(frame, step, reason.output)
      return step.wait(frame, underWay(step, waiting, 'submitted'))
    case 'task-succeeded': {
      settle(frame, step, waiting)
      const isTooMuch = isTooDeep(reason.output) || exceedsLimits(step.text(reason.output))
      const tooLarge = isTooMuch ? dataLimit(state) : undefined
      if (tooLarge !== undefined) {
        events.failed(frame, step, tooLarge.error, tooLarge.cause)
        return tooLarge
      }
      events.succeeded(frame, step, reason.output)
      return step.succeed(frame, state, reason.output)
    }
    case 'task-failed':
      settle(frame, step, waiting)
      events.failed(frame, step, reason.error, reason.cause)
      return new Failure(reason.error, reason.cause)
    case 'timer-fired':
      return timeOut(frame, state, step, waiting, reason.timerId)
    case 'map-run-succeeded':
    case 'map-run-failed':
    case 'child-ended':
    case 'redriven':
      return undefined
  }
}

export const task: StateProcessor<'Task'> = {
  compile: (state, _compileBlock, language) => ({
    resource: parseResource(state.Resource),
    events: eventsOf(parseResource(state.Resource)),
    parameters: compileArguments(state, language),
    credentials: language.template(state.Credentials, 'Credentials'),
    timeout: compileSeconds('TimeoutSeconds', state.TimeoutSeconds, state.TimeoutSecondsPath),
    heartbeat: compileSeconds(
      'HeartbeatSeconds',
      state.HeartbeatSeconds,
      state.HeartbeatSecondsPath
    )
  }),
  enter(frame, state, step) {
    const attempt = prepare(frame, state, step)
    return isFailure(attempt) ? attempt : schedule(frame, state, step, attempt)
  },
  resume(frame, state, step, reason) {
    if (frame.waiting?.for !== 'task') return undefined
    return progress(frame, state, step, frame.waiting, reason)
  },
  abort(frame, _state, step, previousEventId) {
    if (frame.waiting?.for === 'task') {
      step.send({ type: 'cancel-task', taskId: frame.waiting.taskId, reason: 'aborted' })
      settle(frame, step, frame.waiting)
    }
    step.appendLeaf(previousEventId, 'TaskStateAborted')
  }
}
