/** The frames of one step: how they are made, found, kept for a redrive and removed. */
import type { Block, CompiledState } from '../states/compiled.ts'
import type { Activation } from './activation.ts'
import type { Execution, Frame } from './execution.ts'
import { indexOf } from './frame-index.ts'
import { newFrame, newTallyFrame, stateOfFrame } from './frames.ts'
import type { StateMachine } from './machine.ts'
import { Recorder } from './recorder.ts'
import { unfinishedOf } from './redrive-point.ts'
import type { Unfinished } from './redrive-point.ts'

export class StepFrames {
  readonly recorder: Recorder
  protected readonly machine: StateMachine
  protected readonly execution: Execution
  /** Frames to run, in turn. */
  protected readonly ready: Frame[] = []
  /** What a redrive would run again of the Parallels and Maps that have failed in this step. */
  protected readonly unfinished = new Map<number, Unfinished>()

  constructor(machine: StateMachine, execution: Execution, activation: Activation) {
    this.machine = machine
    this.execution = execution
    this.recorder = new Recorder(execution, activation)
  }

  findFrame(id: number): Frame | undefined {
    return this.execution.frames[id]
  }

  reserveFrames(count: number): number {
    const first = this.execution.nextFrameId
    this.execution.nextFrameId = first + count
    return first
  }

  startFrame(
    frame: Pick<Frame, 'id' | 'index' | 'lastEventId' | 'input'>,
    parent: Frame,
    block: Block
  ): void {
    this.addFrame(frame, parent.id, block)
  }

  protected addFrame(
    { id, index, lastEventId, input }: Pick<Frame, 'id' | 'index' | 'lastEventId' | 'input'>,
    parentId: number | null,
    block: Block
  ): void {
    const frame = newFrame(
      { id, index, lastEventId, input },
      parentId,
      block.startAt,
      this.recorder.at
    )
    this.execution.frames[id] = frame
    this.recorder.changed.add(id)
    this.ready.push(frame)
  }

  startTally(id: number, parent: Frame): Frame {
    const frame = newTallyFrame(id, parent)
    this.execution.frames[id] = frame
    this.recorder.changed.add(id)
    return frame
  }

  removeFrame(frame: Frame): void {
    Reflect.deleteProperty(this.execution.frames, frame.id)
    this.recorder.removed(frame)
    indexOf(this.execution).derived.delete(frame.id)
  }

  stateOf(frame: Frame): CompiledState {
    return stateOfFrame(this.machine, this.execution, frame)
  }

  revive(frame: Frame): void {
    frame.waiting = { for: 'continue', isEntered: true }
    this.recorder.changed.add(frame.id)
    this.ready.push(frame)
  }

  keepUnfinished(frame: Frame): void {
    const { frames } = this.execution
    this.unfinished.set(frame.id, unfinishedOf(frame, frames, this.unfinished))
  }

  keepFailed(frame: Frame): void {
    frame.hasFailed = true
    frame.waiting = null
    this.recorder.changed.add(frame.id)
  }
}

export function isReady(frame: Frame): boolean {
  return frame.waiting?.for === 'continue'
}

/** Redriven: its StateEntered event is there already. */
export function isEntered({ waiting }: Frame): boolean {
  return waiting?.for === 'continue' && waiting.isEntered === true
}
