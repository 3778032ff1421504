/**
 * A failed, timed out or aborted execution made startable again: only what has not ended well is run
 * again. https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
import type { StartTimer } from './command.ts'
import type {
  Execution,
  Frame,
  RedriveBranch,
  RedriveIterations,
  RedrivePoint,
  UnfinishedRun
} from './execution.ts'
import { newFrame, newTallyFrame } from './frames.ts'
import type { HistoryEvent } from './history.ts'
import type { StateMachine } from './machine.ts'

/** What a redrive yields; `execution-continued` is to follow. */
export interface Redrive {
  execution: Execution
  events: HistoryEvent[]
  /** The map runs that go on. */
  mapRunIds: number[]
  /** The state machine's TimeoutSeconds start anew. */
  timer?: StartTimer
}

/**
 * Goes back to the states that have not ended well, with the inputs and variables that they had and
 * with all their retries: they are run again without being entered again; a distributed Map goes on waiting for its
 * run. Undefined where the execution runs, has succeeded or never began.
 */
export function redrive(machine: StateMachine, ended: Execution, at: number): Redrive | undefined {
  const { redriveFrom, ...kept } = ended
  if (redriveFrom === undefined || ended.status === 'RUNNING') return undefined
  const redriveCount = (ended.context.execution.redriveCount ?? 0) + 1
  const revival = new Revival(ended, at)
  const redrivenId = revival.record(ended.nextEventId - 1, 'ExecutionRedriven', { redriveCount })
  const place = { id: 1, parentId: null, index: 0, lastEventId: redrivenId }
  revival.revive(redriveFrom, place)
  const { events, mapRunIds, frames, nextFrameId } = revival
  const execution: Execution = {
    ...kept,
    context: { ...ended.context, execution: { ...ended.context.execution, redriveCount } },
    status: 'RUNNING',
    nextEventId: ended.nextEventId + events.length,
    nextFrameId,
    frames
  }
  const redriven = { execution, events, mapRunIds }
  if (machine.timeoutSeconds === undefined) return redriven
  const timerId = ended.nextTimerId
  const dueAt = at + machine.timeoutSeconds * 1000
  return {
    ...redriven,
    execution: { ...execution, nextTimerId: timerId + 1, timeoutTimerId: timerId },
    timer: { type: 'start-timer', timerId, kind: 'execution-timeout', dueAt }
  }
}

/** Which frame a point becomes; `lastEventId`: where the point knows none of its own. */
type Place = Pick<Frame, 'id' | 'parentId' | 'index' | 'lastEventId'>

function isPoint(branch: RedriveBranch): branch is RedrivePoint {
  return 'stateName' in branch
}

/** Makes frames of points. */
class Revival {
  readonly events: HistoryEvent[] = []
  readonly mapRunIds: number[] = []
  readonly frames: Record<number, Frame> = {}
  nextFrameId: number
  private readonly at: number
  private readonly firstEventId: number

  constructor(ended: Execution, at: number) {
    this.at = at
    this.nextFrameId = ended.nextFrameId
    this.firstEventId = ended.nextEventId
  }

  record(
    previousEventId: number,
    type: HistoryEvent['type'],
    details: HistoryEvent['details'] & object
  ): number {
    const id = this.firstEventId + this.events.length
    this.events.push({ id, previousEventId, type, timestamp: this.at, details })
    return id
  }

  revive(point: RedrivePoint, place: Place): Frame {
    const { stateName, input, variables, entered, mapRun, branches, iterations } = point
    const lastEventId = point.lastEventId ?? place.lastEventId
    const start = { id: place.id, index: place.index, lastEventId, input }
    const frame: Frame = { ...newFrame(start, place.parentId, stateName, this.at), variables }
    this.frames[frame.id] = frame
    if (entered !== undefined) {
      frame.enteredAt = entered.at
      frame.enteredEventId = entered.eventId
      frame.waiting = { for: 'continue', isEntered: true }
    }
    if (mapRun !== undefined) this.reviveRun(frame, mapRun)
    else if (branches !== undefined) this.reviveBranches(frame, branches)
    else if (iterations !== undefined) this.reviveIterations(frame, iterations)
    return frame
  }

  private reviveRun(frame: Frame, run: UnfinishedRun): void {
    const mapRun = { ...run, redriveCount: run.redriveCount + 1 }
    const { mapRunId, mapRunArn, redriveCount, moment } = mapRun
    frame.lastEventId = this.record(frame.lastEventId, 'MapRunRedriven', {
      mapRunArn,
      redriveCount
    })
    frame.mapRun = mapRun
    frame.waiting = { for: 'map-run', mapRunId, ...(moment === undefined ? {} : { moment }) }
    this.mapRunIds.push(mapRunId)
  }

  private reserve(count: number): number {
    const first = this.nextFrameId
    this.nextFrameId = first + count
    return first
  }

  /** Those that have succeeded keep their output; undefined for them. */
  private reviveChild(
    branch: RedriveBranch,
    parent: Frame,
    id: number,
    index: number
  ): Frame | undefined {
    const place = { id, parentId: parent.id, index, lastEventId: parent.lastEventId }
    if (isPoint(branch)) return this.revive(branch, place)
    const done = newFrame({ ...place, input: null }, parent.id, '', this.at)
    this.frames[id] = { ...done, stateName: null, waiting: null, output: branch.output }
    return undefined
  }

  private reviveBranches(frame: Frame, branches: readonly RedriveBranch[]): void {
    const branchCount = branches.length
    const firstFrameId = this.reserve(branchCount)
    branches.forEach((branch, index) =>
      this.reviveChild(branch, frame, firstFrameId + index, index)
    )
    const pending = branches.filter(isPoint).length
    frame.waiting = { for: 'branches', firstFrameId, branchCount, pending }
  }

  /** Iterations wait for their turn; those with branches of their own go on at once. */
  private reviveIterations(frame: Frame, { started, ...limits }: RedriveIterations): void {
    const firstFrameId = this.reserve(limits.itemCount + 1)
    const dormant: number[] = []
    started.forEach((branch, index) => {
      const child = this.reviveChild(branch, frame, firstFrameId + index, index)
      if (child?.waiting?.for !== 'continue' || child.waiting.isEntered === undefined) return
      child.waiting = null
      dormant.push(index)
    })
    frame.waiting = { for: 'iterations', firstFrameId, ...limits }
    const unfinished = started.filter(isPoint).length
    const tally = newTallyFrame(firstFrameId + limits.itemCount, frame)
    this.frames[tally.id] = {
      ...tally,
      waiting: {
        ...{ for: 'tally', nextIndex: started.length, running: unfinished - dormant.length },
        ...{ succeeded: started.length - unfinished, failed: 0, dormant }
      }
    }
  }
}
