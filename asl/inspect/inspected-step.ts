/**
 * One visit of one state by the real interpreter, watched: what the state does is what it does in an
 * execution, but where it goes on to, or fails, is taken down instead of followed.
 */
import type { OutputTrace } from '../data/output.ts'
import type { QueryLanguage } from '../definition.ts'
import type { Failure } from '../errors.ts'
import type { Scope } from '../expressions/scope.ts'
import type { Activation } from '../interpreter/activation.ts'
import type { Command, ScheduleTask } from '../interpreter/command.ts'
import type { ExecutionOutcome } from '../interpreter/completion.ts'
import type { Execution, Frame } from '../interpreter/execution.ts'
import type { StateMachine } from '../interpreter/machine.ts'
import { RunningStep } from '../interpreter/step.ts'
import type { Json, JsonObject } from '../json.ts'
import { findCatcher } from '../retry/catcher.ts'
import { decideRetry, findRetrier } from '../retry/retrier.ts'
import type { CompiledState } from '../states/compiled.ts'
import type { ScopeOptions } from '../states/processor.ts'
import { InspectedScope } from './inspected-scope.ts'
import type { TestedContext } from './inspected-scope.ts'
import type { Inspection, InspectionData, InspectionStatus } from './inspection.ts'

/** The first frame of an execution. */
const ROOT_FRAME_ID = 1

export class InspectedStep extends RunningStep {
  readonly data: InspectionData = {}
  /** The task that the state has scheduled. */
  task: ScheduleTask | undefined
  private readonly language: QueryLanguage
  private readonly tested: TestedContext
  private status: InspectionStatus | undefined
  private nextState: string | undefined
  private outcome: Omit<ExecutionOutcome, 'status'> = {}
  protected override readonly trace: OutputTrace | undefined

  constructor(
    machine: StateMachine,
    execution: Execution,
    activation: Activation,
    options: { language: QueryLanguage; isTraced: boolean; tested: TestedContext }
  ) {
    super(machine, execution, activation)
    this.language = options.language
    this.tested = options.tested
    this.trace = options.isTraced
      ? {
          selected: (value) => (this.data.afterResultSelector = this.text(value)),
          placed: (value) => (this.data.afterResultPath = this.text(value))
        }
      : undefined
  }

  /** The frame before the state, with variables as they are to be. */
  place(variables: JsonObject): Frame {
    this.startRoot()
    const frame = this.findFrame(ROOT_FRAME_ID)
    if (frame === undefined) throw new Error('The step has made no root frame')
    frame.variables = variables
    return frame
  }

  /** What the state has come to. Throws while it has not come to anything. */
  inspection(frame: Frame): Inspection {
    if (this.status === undefined) throw new Error('The inspected state waits for something')
    const { data, status, nextState } = this
    if (Object.keys(frame.variables).length > 0) data.variables = this.text(frame.variables)
    return { status, ...this.outcome, ...(nextState === undefined ? {} : { nextState }), data }
  }

  override scope(frame: Frame, data: Json, options?: ScopeOptions): Scope {
    return new InspectedScope(this.tested, frame, data, this, options)
  }

  override send(command: Command): void {
    if (command.type === 'schedule-task') {
      this.task = command
      const parameters = this.text(command.parameters)
      if (this.language === 'JSONata') this.data.afterArguments = parameters
      else this.data.afterParameters = parameters
    }
    super.send(command)
  }

  override succeed(frame: Frame, state: CompiledState, result: Json): Failure | undefined {
    const isFixed = state.type === 'Pass' && state.result !== undefined
    if (state.type === 'Task' || isFixed) this.data.result = this.text(result)
    else if (state.type === 'Pass' && this.language === 'JSONPath') {
      this.data.afterParameters = this.text(result)
    }
    return super.succeed(frame, state, result)
  }

  override leave(
    frame: Frame,
    state: CompiledState,
    next: string | null,
    output: Json,
    assigned?: JsonObject
  ): Failure | undefined {
    if (next !== null) this.nextState = next
    // As if the machine ended here.
    return super.leave(frame, state, null, output, assigned)
  }

  /** Public here: a Map's or Parallel's mocked failure comes from outside of the state. */
  override fail(frame: Frame, state: CompiledState, failure: Failure): Failure | undefined {
    const { retryCount } = this.tested
    const retrierIndex = findRetrier(state.retriers, failure)
    const details: NonNullable<InspectionData['errorDetails']> = {}
    if (retrierIndex >= 0) {
      details.retryIndex = retrierIndex
      this.data.errorDetails = details
      const counts = state.retriers.map((_, index) => (index === retrierIndex ? retryCount : 0))
      // The longest that jitter can make it.
      const retry = decideRetry(state.retriers, counts, failure, () => 1)
      if (retry !== undefined) {
        details.retryBackoffIntervalSeconds = Math.round(retry.delayMilliseconds / 1000)
        return this.end('RETRIABLE', failure)
      }
    }
    const catcher = findCatcher(state.catchers, failure)
    if (catcher === undefined) return this.end('FAILED', failure)
    details.catchIndex = state.catchers.indexOf(catcher)
    this.data.errorDetails = details
    const uncaught = this.catchFailure(frame, state, catcher, failure)
    if (uncaught !== undefined) return this.end('FAILED', uncaught)
    if (this.status === 'SUCCEEDED') {
      this.status = 'CAUGHT_ERROR'
      this.outcome = { ...this.outcome, ...failureMembers(failure) }
    }
    return undefined
  }

  override complete({ status, ...outcome }: ExecutionOutcome): Failure | undefined {
    this.status = status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED'
    this.outcome = outcome
    if (status !== 'SUCCEEDED') this.nextState = undefined
    return undefined
  }

  private end(status: InspectionStatus, failure: Failure): Failure | undefined {
    this.status = status
    this.outcome = failureMembers(failure)
    return undefined
  }
}

function failureMembers({ error, cause }: Failure): { error?: string; cause?: string } {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }
}
