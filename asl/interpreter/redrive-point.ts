/**
 * Where a redrive goes on: the states that have not ended well, down to the branches and iterations
 * that have failed or were aborted, and the outputs of those that have succeeded.
 */
import type { Execution, Frame, RedriveBranch, RedrivePoint, Waiting } from './execution.ts'

/** What is left of a Parallel or Map that has failed: its frames are gone. */
export type Unfinished = Pick<RedrivePoint, 'branches' | 'iterations'>

/** By frame id, for the Parallels and Maps that have failed in this step. */
export type UnfinishedFrames = ReadonlyMap<number, Unfinished>

type Frames = Execution['frames']

/** The point of an execution that ends now; undefined where it never began. */
export function redrivePointOf(
  { frames }: Execution,
  unfinished: UnfinishedFrames
): RedrivePoint | undefined {
  const root = frames[1]
  return root?.stateName === null || root === undefined
    ? undefined
    : pointOf(root, root.stateName, frames, unfinished)
}

/** Of a Parallel or Map whose branches are about to be given up. */
export function unfinishedOf(
  { waiting }: Frame,
  frames: Frames,
  unfinished: UnfinishedFrames
): Unfinished {
  if (waiting?.for === 'branches') {
    const { firstFrameId, branchCount } = waiting
    return { branches: branchesOf(firstFrameId, branchCount, frames, unfinished) }
  }
  if (waiting?.for !== 'iterations') return {}
  const { for: _for, firstFrameId, ...limits } = waiting
  const tally = frames[firstFrameId + waiting.itemCount]?.waiting
  const started = tally?.for === 'tally' ? tally.nextIndex : 0
  return {
    iterations: { ...limits, started: branchesOf(firstFrameId, started, frames, unfinished) }
  }
}

function branchesOf(
  firstFrameId: number,
  count: number,
  frames: Frames,
  unfinished: UnfinishedFrames
): RedriveBranch[] {
  return Array.from({ length: count }, (_, index): RedriveBranch => {
    const frame = frames[firstFrameId + index]
    if (frame === undefined || frame.stateName === null) return { output: frame?.output ?? null }
    return pointOf(frame, frame.stateName, frames, unfinished)
  })
}

function pointOf(
  frame: Frame,
  stateName: string,
  frames: Frames,
  unfinished: UnfinishedFrames
): RedrivePoint {
  const { input, variables, lastEventId, mapRun, waiting } = frame
  const { enteredAt: at, enteredEventId: eventId } = frame
  return {
    ...{ stateName, input, variables, lastEventId },
    ...(isBeforeState(waiting) ? {} : { entered: { at, eventId } }),
    ...(mapRun === undefined ? {} : { mapRun }),
    ...(unfinished.get(frame.id) ?? unfinishedOf(frame, frames, unfinished))
  }
}

function isBeforeState(waiting: Waiting | null): boolean {
  return waiting?.for === 'continue' && waiting.isEntered === undefined
}
