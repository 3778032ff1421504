import type { ContextItem } from '../data/context.ts'
import type { StateType } from '../definition.ts'
import { errorNames } from '../errors.ts'
import type { Failure } from '../errors.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import type { Scope } from '../expressions/scope.ts'
import type {
  MapRunFailed,
  MapRunSucceeded,
  TaskFailed,
  TaskStarted,
  TaskSubmitted,
  TaskSucceeded,
  TimerFired
} from '../interpreter/activation.ts'
import type { Command, TimerKind } from '../interpreter/command.ts'
import type { ExecutionContext, Frame, Moment, Waiting } from '../interpreter/execution.ts'
import type { HistoryEventType } from '../interpreter/history.ts'
import type { Json, JsonObject } from '../json.ts'
import type { ItemList } from './map-items.ts'
import type { Block, CompileBlock, CompiledParts, CompiledState, StateOf } from './compiled.ts'

/** A branch or iteration of the state has ended, well or with a failure. */
export interface ChildEnded {
  type: 'child-ended'
  child: Frame
  failure?: Failure
}

/** The execution goes on after a redrive. */
export interface Redriven {
  type: 'redriven'
}

/** What a state that waits can be woken by. */
export type Resumption =
  | TaskStarted
  | TaskSubmitted
  | TaskSucceeded
  | TaskFailed
  | TimerFired
  | MapRunSucceeded
  | MapRunFailed
  | ChildEnded
  | Redriven

export interface ScopeOptions {
  taskToken?: string
  /** The item that a Map's ItemSelector is evaluated for. */
  item?: ContextItem
  /** `$states.result`, once a Task, Parallel or Map has one. */
  result?: Json
  /** `$states.errorOutput`, in a Catch. */
  errorOutput?: JsonObject
  /** Time and randomness of another moment, where a value of then is derived again. */
  moment?: Moment
}

/**
 * What a state may do to the execution. Nothing happens at once: the step collects. What ends a
 * state's turn returns the failure that it has met, if any, so that a state can `return` it.
 */
export interface Step {
  /** Now: milliseconds since the epoch. */
  readonly at: number
  readonly context: ExecutionContext
  /** The id that the next history event will get. */
  readonly nextEventId: number
  /** Appends an event to the frame's path and returns its id. */
  append(frame: Frame, type: HistoryEventType, details?: JsonObject): number
  /** Appends an event that no other event on the path will point at. */
  appendLeaf(previousEventId: number, type: HistoryEventType, details?: JsonObject): void
  /** JSON text of a value, as history events and commands hold it. */
  text(value: Json): string
  scope(frame: Frame, data: Json, options?: ScopeOptions): Scope
  /** 256 fresh bits as hexadecimal. */
  draw(): string
  /** The secret that lets an outsider finish the task. */
  taskToken(taskId: number): string
  startTimer(kind: TimerKind, dueAt: number, taskId?: number): number
  cancelTimer(timerId: number): void
  send(command: Command): void
  /** The frame now waits for this; also says that its waiting value has changed. */
  wait(frame: Frame, waiting: Waiting): Failure | undefined
  /** The state has a result: composes its output and goes on, or says why there is no output. */
  succeed(frame: Frame, state: CompiledState, result: Json): Failure | undefined
  /** Leaves the state with a ready output, to `next` (null: the frame ends). */
  leave(
    frame: Frame,
    state: CompiledState,
    next: string | null,
    output: Json,
    assigned?: JsonObject
  ): Failure | undefined
  /**
   * The state has failed after its branches had started: retries; or records `failedEvent`, and then
   * catches or ends the frame with the failure.
   */
  failBranches(
    frame: Frame,
    state: CompiledState,
    failure: Failure,
    failedEvent: HistoryEventType
  ): Failure | undefined
  /** Reserves consecutive frame ids for the branches or iterations of a state. */
  reserveFrames(count: number): number
  /** Starts a branch or iteration. */
  startFrame(
    frame: Pick<Frame, 'id' | 'index' | 'lastEventId' | 'input'>,
    parent: Frame,
    block: Block
  ): void
  /** Starts the count of a Map's iterations. */
  startTally(id: number, parent: Frame): Frame
  findFrame(id: number): Frame | undefined
  removeFrame(frame: Frame): void
  /** Notes what a redrive would run again of a Parallel or Map whose branches are about to be given up. */
  keepUnfinished(frame: Frame): void
  /** An iteration has failed, which the Map tolerates: it stays until the Map has ended. */
  keepFailed(frame: Frame): void
  /** Runs the state of a redriven frame again, without entering it again. */
  revive(frame: Frame): void
  /** Ends whatever the frame's state waits for, its own branches included. */
  abortFrame(frame: Frame, previousEventId: number): void
  /** A Map's items, which can be derived again from its frame; kept while the execution is in memory. */
  derived(frame: Frame, derive: () => ItemList | Failure): ItemList | Failure
}

/**
 * How a state type works. `enter` begins an attempt (the StateEntered event is there already; a
 * retry enters again), `resume` goes on when something happened that the state waits for: both yield
 * the failure of the state, if it failed, to be retried or caught. `abort` gives up its timers, tasks
 * and branches and records that.
 */
export interface StateProcessor<T extends StateType> {
  compile(state: StateOf<T>, compileBlock: CompileBlock, language: FieldLanguage): CompiledParts[T]
  enter(frame: Frame, state: CompiledState<T>, step: Step): Failure | undefined
  resume(frame: Frame, state: CompiledState<T>, step: Step, reason: Resumption): Failure | undefined
  abort(frame: Frame, state: CompiledState<T>, step: Step, previousEventId: number): void
}

/**
 * Parallel or Map could not even start. AWS records `failedEvent` where a JSONata expression is to
 * blame, and nothing for JSONPath.
 */
export function failEntry(
  frame: Frame,
  state: CompiledState,
  step: Step,
  failure: Failure,
  failedEvent: HistoryEventType
): Failure | undefined {
  if (failure.evaluation === undefined) return failure
  return step.failBranches(frame, state, failure, failedEvent)
}

/** Whether a redrive runs only the failed branches again; where data were too large, it runs all. */
export function isPartlyRedriven({ error }: Failure): boolean {
  return error !== errorNames.dataLimitExceeded
}

/** For the states that never wait. */
export function neverWaits(): undefined {}
