/**
 * Which frame waits for which task or timer. Kept beside the execution while it is in memory, so
 * that an activation finds its frame without looking at all; made anew for a loaded execution.
 * Not part of the snapshot: it holds nothing that the frames do not say.
 */
import type { ItemList } from '../states/map-items.ts'
import type { Execution, Frame } from './execution.ts'

export interface FrameIndex {
  /** The frames that the index is about; another object means that the index is not about them. */
  readonly frames: Execution['frames']
  readonly byTask: Map<number, number>
  readonly byTimer: Map<number, number>
  /** The items of Maps, by frame id. */
  readonly derived: Map<number, ItemList>
}

const indexKey = Symbol('frameIndex')

export function indexOf(execution: Execution & { [indexKey]?: FrameIndex }): FrameIndex {
  const known = execution[indexKey]
  if (known?.frames === execution.frames) return known
  const index: FrameIndex = {
    frames: execution.frames,
    byTask: new Map(),
    byTimer: new Map(),
    derived: new Map()
  }
  for (const frame of Object.values(execution.frames)) note(index, frame)
  Object.defineProperty(execution, indexKey, { value: index, writable: true, configurable: true })
  return index
}

/** Enters what the frame waits for. Older entries stay until they are asked for and found wrong. */
export function note(index: FrameIndex, frame: Frame): void {
  const waiting = frame.waiting
  if (waiting?.for === 'timer') index.byTimer.set(waiting.timerId, frame.id)
  if (waiting?.for !== 'task') return
  index.byTask.set(waiting.taskId, frame.id)
  if (waiting.timeoutTimerId !== undefined) index.byTimer.set(waiting.timeoutTimerId, frame.id)
  if (waiting.heartbeatTimerId !== undefined) index.byTimer.set(waiting.heartbeatTimerId, frame.id)
}

/** The frame that waits for this task now. */
export function frameOfTask(execution: Execution, taskId: number): Frame | undefined {
  const index = indexOf(execution)
  const frame = execution.frames[index.byTask.get(taskId) ?? 0]
  if (frame?.waiting?.for === 'task' && frame.waiting.taskId === taskId) return frame
  index.byTask.delete(taskId)
  return undefined
}

/** The frame that waits for this map run; there are few of them, so they are not indexed. */
export function frameOfMapRun(execution: Execution, mapRunId: number): Frame | undefined {
  return Object.values(execution.frames).find(
    ({ waiting }) => waiting?.for === 'map-run' && waiting.mapRunId === mapRunId
  )
}

/** The frame that waits for this timer now, be it to wait, to retry or for a task's time limits. */
export function frameOfTimer(execution: Execution, timerId: number): Frame | undefined {
  const index = indexOf(execution)
  const frame = execution.frames[index.byTimer.get(timerId) ?? 0]
  const waiting = frame?.waiting
  if (waiting?.for === 'timer' && waiting.timerId === timerId) return frame
  if (waiting?.for === 'task') {
    if (waiting.timeoutTimerId === timerId || waiting.heartbeatTimerId === timerId) return frame
  }
  index.byTimer.delete(timerId)
  return undefined
}
