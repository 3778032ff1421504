/** Runs one state, on mocked or real results, and tells how the data went through it. */
import { applyDataPath } from '../data/input.ts'
import { Failure, isFailure } from '../errors.ts'
import { createExecution } from '../interpreter/start.ts'
import type { Frame } from '../interpreter/execution.ts'
import type { CompiledState } from '../states/compiled.ts'
import { InspectedStep } from './inspected-step.ts'
import type { Begun, Inspection, InspectionRequest, Outcome } from './inspection.ts'
import { enterMap } from './map-input.ts'
import { isoTime } from '../data/context.ts'

/**
 * Begins an inspection. The answer is complete, unless the state is a Task without a mock: then its
 * task is to be done, and `finish` takes what came of it. A Wait ends at once. A Map or Parallel
 * without a mock must be refused before (`mockProblem`); nothing else throws.
 */
export function beginInspection(request: InspectionRequest): Begun {
  const { subject, mock, at, seed } = request
  const step = createStep(request)
  const frame = step.place(request.variables ?? {})
  const state = step.stateOf(frame)
  traceInput(step, frame, state, request)
  if (state.type === 'Map' || state.type === 'Parallel') {
    enterBranching(step, frame, state, request)
    return { inspection: step.inspection(frame) }
  }
  step.run()
  if (frame.waiting?.for === 'timer') {
    step.resume(frame, { type: 'timer-fired', timerId: frame.waiting.timerId, at, seed })
  }
  if (step.task === undefined || frame.waiting?.for !== 'task') {
    return { inspection: step.inspection(frame) }
  }
  const { task } = step
  const finish = (outcome: Outcome): Inspection => {
    const base = { taskId: task.taskId, at, seed }
    step.resume(
      frame,
      'result' in outcome
        ? { type: 'task-succeeded', output: outcome.result, ...base }
        : { type: 'task-failed', ...outcome, ...base }
    )
    return step.inspection(frame)
  }
  if (mock !== undefined) return { inspection: finish(mock) }
  return { task: { ...task, stateName: subject.name }, finish }
}

function createStep(request: InspectionRequest): InspectedStep {
  const { subject, identity, input, at, seed, context, configuration } = request
  const { Type: type } = subject.state
  const { executionArn, executionName, stateMachineArn, stateMachineName, roleArn } = identity
  const execution = createExecution({
    context: {
      execution: {
        id: executionArn,
        name: executionName,
        roleArn: roleArn ?? '',
        startTime: isoTime(at)
      },
      stateMachine: { id: stateMachineArn, name: stateMachineName }
    },
    input
  })
  const hasResult = type === 'Pass' || type === 'Task' || type === 'Map' || type === 'Parallel'
  const activation = { type: 'execution-started', at, seed } as const
  const step = new InspectedStep(subject.machine, execution, activation, {
    language: subject.language,
    isTraced: hasResult && subject.language === 'JSONPath',
    tested: { given: context, roleArn, retryCount: configuration.retrierRetryCount ?? 0 }
  })
  step.data.input = input
  return step
}

/** AWS shows what InputPath selects, but not for Parallel, nor for a Pass whose result is fixed. */
function traceInput(
  step: InspectedStep,
  frame: Frame,
  state: CompiledState,
  { subject }: InspectionRequest
): void {
  const isHidden =
    state.type === 'Parallel' || (state.type === 'Pass' && state.result !== undefined)
  if (subject.language === 'JSONata' || isHidden) return
  const selected = applyDataPath(state.inputPath, step.scope(frame, frame.input))
  if (!isFailure(selected)) step.data.afterInputPath = step.text(selected)
}

/** Branches and iterations are never run: the mock says what they come to. */
function enterBranching(
  step: InspectedStep,
  frame: Frame,
  state: CompiledState<'Map' | 'Parallel'>,
  request: InspectionRequest
): void {
  const { mock } = request
  if (mock === undefined) throw new Error(`A ${state.type} state is inspected without a mock`)
  const failure = inputFailure(step, frame, state, request) ?? failureOf(mock)
  if (failure !== undefined) step.fail(frame, state, failure)
  else if ('result' in mock) {
    const unfinished = step.succeed(frame, state, mock.result)
    if (unfinished !== undefined) step.fail(frame, state, unfinished)
  }
}

function inputFailure(
  step: InspectedStep,
  frame: Frame,
  state: CompiledState<'Map' | 'Parallel'>,
  request: InspectionRequest
): Failure | undefined {
  if (state.type === 'Map') return enterMap(step, frame, state, request)
  const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
  if (isFailure(input)) return input
  const parameters = state.parameters?.evaluate(step.scope(frame, input))
  return isFailure(parameters) ? parameters : undefined
}

function failureOf(mock: Outcome): Failure | undefined {
  return 'result' in mock ? undefined : new Failure(mock.error, mock.cause)
}
