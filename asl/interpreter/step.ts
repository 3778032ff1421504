/**
 * One step of one execution: how frames enter and leave states, fail, retry, catch and end.
 * The state types decide through `Step`; this class keeps the books.
 */
import { assignedTexts, evaluateAssign } from '../data/assign.ts'
import { composeOutput } from '../data/output.ts'
import type { OutputTrace } from '../data/output.ts'
import { dataLimitFailure, exceedsLimits } from '../data/limit.ts'
import { failureDetails, isFailure } from '../errors.ts'
import type { Failure } from '../errors.ts'
import type { Scope } from '../expressions/scope.ts'
import type { Json, JsonObject } from '../json.ts'
import { errorOutput, findCatcher } from '../retry/catcher.ts'
import type { CompiledCatcher } from '../retry/catcher.ts'
import { countRetry, decideRetry } from '../retry/retrier.ts'
import type { CompiledState } from '../states/compiled.ts'
import type { ItemList } from '../states/map-items.ts'
import type { Resumption, ScopeOptions, Step } from '../states/processor.ts'
import type { Activation } from './activation.ts'
import type { Command, TimerKind } from './command.ts'
import { completeExecution } from './completion.ts'
import type { ExecutionOutcome } from './completion.ts'
import { abort, enter, resume } from './dispatch.ts'
import type { Execution, ExecutionContext, Frame, Waiting } from './execution.ts'
import { indexOf, note } from './frame-index.ts'
import { FrameScope } from './frame-scope.ts'
import { enteredType, exitedType } from './history-types.ts'
import { notTruncated } from './history.ts'
import type { HistoryEventType } from './history.ts'
import type { StateMachine } from './machine.ts'
import { fractionOf, taskTokenFrom } from './seed.ts'
import { isEntered, isReady, StepFrames } from './step-frames.ts'

/** The most state transitions of one step, unless said otherwise; then it is committed, and `continue` goes on. */
export const TRANSITION_LIMIT = 1000

export class RunningStep extends StepFrames implements Step {
  /** Set by inspections. */
  protected readonly trace: OutputTrace | undefined
  private readonly activation: Activation
  private inputValue: Json | undefined

  constructor(machine: StateMachine, execution: Execution, activation: Activation) {
    super(machine, execution, activation)
    this.activation = activation
  }

  get at(): number {
    return this.activation.at
  }

  get context(): ExecutionContext {
    return this.execution.context
  }

  get nextEventId(): number {
    return this.execution.nextEventId
  }

  append(frame: Frame, type: HistoryEventType, details?: JsonObject): number {
    return this.recorder.append(frame, type, details)
  }

  appendLeaf(previousEventId: number, type: HistoryEventType, details?: JsonObject): void {
    this.recorder.record(previousEventId, type, details)
  }

  text(value: Json): string {
    return this.recorder.text(value)
  }

  scope(frame: Frame, data: Json, options?: ScopeOptions): Scope {
    return new FrameScope(frame, data, this, options)
  }

  draw(): string {
    return this.recorder.draw()
  }

  taskToken(taskId: number): string {
    return taskTokenFrom(this.activation.seed, this.context.execution.id, taskId)
  }

  startTimer(kind: TimerKind, dueAt: number, taskId?: number): number {
    return this.recorder.startTimer(kind, dueAt, taskId)
  }

  cancelTimer(timerId: number): void {
    this.recorder.cancelTimer(timerId)
  }

  send(command: Command): void {
    this.recorder.commands.push(command)
  }

  wait(frame: Frame, waiting: Waiting): Failure | undefined {
    frame.waiting = waiting
    this.recorder.changed.add(frame.id)
    note(indexOf(this.execution), frame)
    return undefined
  }

  /** `$$.Execution.Input`: parsed once a step, and only if asked for. */
  executionInput(): Json {
    this.inputValue ??= JSON.parse(this.execution.input) as Json
    return this.inputValue
  }

  derived(frame: Frame, derive: () => ItemList | Failure): ItemList | Failure {
    const { derived } = indexOf(this.execution)
    const known = derived.get(frame.id)
    if (known !== undefined) return known
    const value = derive()
    if (!isFailure(value)) derived.set(frame.id, value)
    return value
  }

  /** Puts the root frame before the machine's first state. */
  startRoot(): void {
    const id = this.reserveFrames(1)
    const input = this.executionInput()
    this.addFrame({ id, index: 0, lastEventId: 0, input }, null, this.machine.root)
  }

  /** Runs all ready frames in turn, one state each, until they wait or the limit is reached. */
  run(transitionLimit = TRANSITION_LIMIT): void {
    for (let turn = 0; turn < this.ready.length; turn += 1) {
      if (turn >= transitionLimit) {
        if (this.ready.slice(turn).some(isReady)) this.send({ type: 'continue' })
        return
      }
      const frame = this.ready[turn]
      if (frame !== undefined && isReady(frame)) this.enterState(frame)
    }
  }

  /** Takes up the frames that the last step, or a redrive, has left ready, in the order of their ids. */
  takeUp(): void {
    const frames = Object.values(this.execution.frames)
    for (const frame of frames) if (isReady(frame)) this.ready.push(frame)
    for (const { waiting, parentId } of frames) {
      if (waiting?.for !== 'tally' || waiting.dormant === undefined) continue
      const parent = this.findFrame(parentId ?? 0)
      if (parent !== undefined) this.resume(parent, { type: 'redriven' })
    }
  }

  private enterState(frame: Frame): void {
    const state = this.stateOf(frame)
    frame.retryCounts = []
    if (isEntered(frame) && state.type !== 'Fail') {
      frame.waiting = null
      this.recorder.changed.add(frame.id)
      this.settle(frame, state, enter(frame, state, this))
      return
    }
    frame.enteredAt = this.at
    frame.waiting = null
    delete frame.mapRun
    frame.enteredEventId = this.append(frame, enteredType[state.type], {
      input: this.text(frame.input),
      inputDetails: notTruncated,
      name: state.name
    })
    this.settle(frame, state, enter(frame, state, this))
  }

  resume(frame: Frame, reason: Resumption): void {
    const state = this.stateOf(frame)
    const isRetry = frame.waiting?.for === 'timer' && frame.waiting.purpose === 'retry'
    if (isRetry) frame.waiting = null
    const failure = isRetry ? enter(frame, state, this) : resume(frame, state, this, reason)
    this.settle(frame, state, failure)
  }

  private settle(frame: Frame, state: CompiledState, failure: Failure | undefined): void {
    if (failure !== undefined) this.fail(frame, state, failure)
  }

  succeed(frame: Frame, state: CompiledState, result: Json): Failure | undefined {
    const options = hasResult(state) ? { result } : {}
    const scopeOf = (data: Json): Scope => this.scope(frame, data, options)
    const output = composeOutput(state.output, frame.input, result, scopeOf, this.trace)
    if (isFailure(output)) return output
    if (state.assign === undefined) return this.leave(frame, state, state.next, output)
    const assigned = evaluateAssign(state.assign, scopeOf(result))
    if (isFailure(assigned)) return assigned
    return this.leave(frame, state, state.next, output, assigned)
  }

  leave(
    frame: Frame,
    state: CompiledState,
    next: string | null,
    output: Json,
    assigned?: JsonObject
  ): Failure | undefined {
    const text = this.text(output)
    if (exceedsLimits(text)) return this.failFrame(frame, dataLimitFailure(state.name))
    const details: JsonObject = {
      name: state.name,
      output: text,
      outputDetails: notTruncated
    }
    if (assigned !== undefined) {
      const texts = assignedTexts(assigned)
      if (Object.values(texts).some(exceedsLimits)) {
        return this.failFrame(frame, dataLimitFailure(state.name))
      }
      frame.variables = { ...frame.variables, ...assigned }
      details['assignedVariables'] = texts
      details['assignedVariablesDetails'] = notTruncated
    }
    const type = exitedType[state.type]
    if (type !== null) this.append(frame, type, details)
    frame.waiting = null
    this.forget(frame)
    if (next === null) return this.endFrame(frame, output)
    frame.stateName = next
    frame.input = output
    frame.waiting = { for: 'continue' }
    this.ready.push(frame)
    return undefined
  }

  failBranches(
    frame: Frame,
    state: CompiledState,
    failure: Failure,
    failedEvent: HistoryEventType
  ): Failure | undefined {
    return this.fail(frame, state, failure, failedEvent)
  }

  /** Retries, catches, or ends the frame with the failure. */
  protected fail(
    frame: Frame,
    state: CompiledState,
    unlocated: Failure,
    failedEvent?: HistoryEventType
  ): Failure | undefined {
    const failure = this.locate(frame, state, unlocated)
    this.recorder.changed.add(frame.id)
    const fraction = (): number => fractionOf(this.draw())
    const retry = decideRetry(state.retriers, frame.retryCounts, failure, fraction)
    if (retry !== undefined) {
      this.unfinished.delete(frame.id)
      frame.retryCounts = countRetry(frame.retryCounts, retry.retrierIndex)
      const timerId = this.startTimer('retry', this.at + retry.delayMilliseconds)
      return this.wait(frame, { for: 'timer', timerId, purpose: 'retry' })
    }
    if (failedEvent !== undefined) this.append(frame, failedEvent)
    const catcher = findCatcher(state.catchers, failure)
    if (catcher === undefined) return this.failFrame(frame, failure)
    const uncaught = this.catchFailure(frame, state, catcher, failure)
    if (uncaught === undefined) return undefined
    return this.failFrame(frame, this.locate(frame, state, uncaught))
  }

  /** The failure with its place in its cause; one of an expression is recorded, once. */
  private locate(frame: Frame, state: CompiledState, failure: Failure): Failure {
    const located = failure.locatedAt(state.name, frame.enteredEventId)
    const { evaluation } = failure
    if (evaluation !== undefined) {
      this.recorder.evaluationFailed(frame, state, located, evaluation)
    }
    return located
  }

  protected catchFailure(
    frame: Frame,
    state: CompiledState,
    catcher: CompiledCatcher,
    failure: Failure
  ): Failure | undefined {
    const error = errorOutput(failure)
    const scope = this.scope(frame, error, { errorOutput: error })
    const output = composeOutput(catcher.output, frame.input, error, () => scope)
    if (isFailure(output)) return output
    const assigned = catcher.assign && evaluateAssign(catcher.assign, scope)
    if (isFailure(assigned)) return assigned
    return this.leave(frame, state, catcher.next, output, assigned)
  }

  /** The state is left: what was known of its attempts is of no use any more. */
  private forget(frame: Frame): void {
    indexOf(this.execution).derived.delete(frame.id)
    if (this.unfinished.size > 0) this.unfinished.delete(frame.id)
  }

  private endFrame(frame: Frame, output: Json): Failure | undefined {
    if (frame.parentId === null) {
      const text = this.text(output)
      this.append(frame, 'ExecutionSucceeded', { output: text, outputDetails: notTruncated })
      return this.complete({ status: 'SUCCEEDED', output: text })
    }
    frame.stateName = null
    frame.input = null
    frame.output = output
    return this.endChild(frame)
  }

  private failFrame(frame: Frame, failure: Failure): Failure | undefined {
    if (frame.parentId !== null) return this.endChild(frame, failure)
    const details = failureDetails(failure.error, failure.cause)
    this.append(frame, 'ExecutionFailed', { ...details })
    return this.complete({ status: 'FAILED', ...details })
  }

  private endChild(child: Frame, failure?: Failure): Failure | undefined {
    const parent = child.parentId === null ? undefined : this.findFrame(child.parentId)
    if (parent === undefined) return undefined
    this.resume(
      parent,
      failure === undefined
        ? { type: 'child-ended', child }
        : { type: 'child-ended', child, failure }
    )
    return undefined
  }

  abortFrame(frame: Frame, previousEventId: number): void {
    if (frame.stateName === null || frame.hasFailed === true) return
    if (frame.waiting?.for === 'timer' && frame.waiting.purpose === 'retry') {
      this.cancelTimer(frame.waiting.timerId)
      frame.waiting = null
    }
    // A state that has not been entered yet has nothing to give up.
    if (!isReady(frame) || isEntered(frame))
      abort(frame, this.stateOf(frame), this, previousEventId)
    frame.waiting = null
  }

  /** Ends the execution; no state goes on. */
  complete(outcome: ExecutionOutcome): Failure | undefined {
    this.ready.length = 0
    completeExecution(this.execution, this.recorder, outcome, this.unfinished)
    return undefined
  }
}

/** Whether `$states.result` exists in the state's Output and Assign. */
function hasResult({ type }: CompiledState): boolean {
  return type === 'Task' || type === 'Parallel' || type === 'Map'
}
