/** What one step collects: history events, commands, and which frames it has touched. */
import type { StateType } from '../definition.ts'
import { failureDetails } from '../errors.ts'
import type { Evaluation, Failure } from '../errors.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Activation } from './activation.ts'
import type { Command, TimerKind } from './command.ts'
import type { Execution, Frame } from './execution.ts'
import type { HistoryEvent, HistoryEventType } from './history.ts'
import { drawFrom } from './seed.ts'

export class Recorder {
  readonly execution: Execution
  readonly at: number
  readonly events: HistoryEvent[] = []
  readonly commands: Command[] = []
  readonly changed = new Set<number>()
  private readonly seed: string
  private readonly firstNewFrameId: number
  private draws = 0
  private lastValue: Json | undefined
  private lastText = ''

  constructor(execution: Execution, activation: Activation) {
    this.execution = execution
    this.at = activation.at
    this.firstNewFrameId = execution.nextFrameId
    this.seed = activation.seed
  }

  /** Appends an event to the frame's path: the next one on it will point at this one. */
  append(frame: Frame, type: HistoryEventType, details?: JsonObject): number {
    const id = this.record(frame.lastEventId, type, details)
    frame.lastEventId = id
    this.changed.add(frame.id)
    return id
  }

  record(previousEventId: number, type: HistoryEventType, details?: JsonObject): number {
    const id = this.execution.nextEventId
    this.execution.nextEventId = id + 1
    const event: HistoryEvent = { id, previousEventId, type, timestamp: this.at }
    if (details !== undefined) event.details = details
    this.events.push(event)
    return id
  }

  /**
   * Records a failed expression. Where nothing has happened since the state was entered, the event
   * stands beside the Entered event, not behind it; only a Wait has it behind.
   */
  evaluationFailed(
    frame: Frame,
    state: { name: string; type: StateType },
    { error, cause }: Failure,
    { location }: Evaluation
  ): void {
    if (frame.lastEventId === frame.enteredEventId && state.type !== 'Wait') {
      const entered = this.events.findLast((event) => event.id === frame.enteredEventId)
      frame.lastEventId = entered?.previousEventId ?? frame.lastEventId
    }
    this.append(frame, 'EvaluationFailed', {
      ...failureDetails(error, cause),
      ...(location === undefined ? {} : { location }),
      state: state.name
    })
  }

  /** The frame is gone. One that was made in this very step was never stored: nothing to remove. */
  removed(frame: Frame): void {
    if (frame.id >= this.firstNewFrameId) this.changed.delete(frame.id)
    else this.changed.add(frame.id)
  }

  /** One state's output is mostly the next one's input: its text is made once. */
  text(value: Json): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    if (value !== this.lastValue) {
      this.lastText = JSON.stringify(value)
      this.lastValue = value
    }
    return this.lastText
  }

  draw(): string {
    this.draws += 1
    return drawFrom(this.seed, this.draws)
  }

  startTimer(kind: TimerKind, dueAt: number, taskId?: number): number {
    const timerId = this.execution.nextTimerId
    this.execution.nextTimerId = timerId + 1
    const command = { type: 'start-timer', timerId, kind, dueAt } as const
    this.commands.push(taskId === undefined ? command : { ...command, taskId })
    return timerId
  }

  cancelTimer(timerId: number): void {
    this.commands.push({ type: 'cancel-timer', timerId })
  }
}
