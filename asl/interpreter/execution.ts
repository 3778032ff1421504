/**
 * The snapshot: all that must be known of an execution between two activations. Plain JSON.
 *
 * `frames` is flat so that a host can store one row per frame and write only those that a step
 * has touched; a frame never embeds another one, nor the items or results of a Map's iterations.
 */
import type { Json } from '../json.ts'
import type { FinalStatus } from './command.ts'

/** Version of the snapshot's shape; `advance` reads this and all older ones. */
export const SNAPSHOT_VERSION = 1

/** What a definition can read of its surroundings through the context object (`$$`). */
export interface ExecutionContext {
  execution: {
    id: string
    name: string
    roleArn: string
    startTime: string
    /** 0 where absent; null hides it, as AWS does in a synchronous express execution. */
    redriveCount?: number | null
  }
  stateMachine: { id: string; name: string }
}

/** Head of the snapshot: small, rewritten by each step. */
export interface Execution {
  version: number
  status: 'RUNNING' | FinalStatus
  context: ExecutionContext
  /** The client's text, unchanged. */
  input: string
  /** The id of the next history event: events so far + 1. */
  nextEventId: number
  nextFrameId: number
  nextTimerId: number
  /** The timer of the machine's own TimeoutSeconds, where it has one. */
  timeoutTimerId?: number
  /** Once it has ended, but not well: where a redrive goes on. */
  redriveFrom?: RedrivePoint
  /** Live frames by id. Frame 1 is the root. */
  frames: Record<number, Frame>
}

/** A state that has not ended well, as it was entered. */
export interface RedrivePoint {
  stateName: string
  input: Json
  variables: Record<string, Json>
  /** The last event on its path. Absent in points of older engines, as `entered` is. */
  lastEventId?: number
  /** When it was entered, and its StateEntered event; absent where that is still to come. */
  entered?: { at: number; eventId: number }
  /** Where the state is a distributed Map: the run that goes on. */
  mapRun?: UnfinishedRun
  /** Where a Parallel has failed because of its branches: what became of each. */
  branches?: RedriveBranch[]
  /** Where a Map has failed because of its iterations. */
  iterations?: RedriveIterations
}

/** A branch or iteration: the output of one that has succeeded, else where it goes on. */
export type RedriveBranch = { output: Json } | RedrivePoint

export interface RedriveIterations {
  itemCount: number
  maxConcurrency: number
  toleratedFailures: number
  moment?: Moment
  /** In the order of the items; the others have not been started yet. */
  started: RedriveBranch[]
}

/** A map run that has not ended well, or not yet. */
export interface UnfinishedRun {
  /** The id of its first event MapRunStarted. */
  mapRunId: number
  mapRunArn: string
  redriveCount: number
  moment?: Moment
}

/** One sequence of states being run: the whole machine, a Parallel branch or a Map iteration. */
export interface Frame {
  id: number
  parentId: number | null
  /** Which branch or item of the parent's state this is; 0 for the root. */
  index: number
  /** The state that this frame is in; null once it has ended. */
  stateName: string | null
  /** Raw input of that state. */
  input: Json
  /** Id of the last history event on this frame's path (the next one's previousEventId). */
  lastEventId: number
  /** When the state was entered: milliseconds since the epoch, and its StateEntered event. */
  enteredAt: number
  enteredEventId: number
  /** Retries made so far, one count per retrier of the state. */
  retryCounts: number[]
  /** Workflow variables of this scope (set by Assign). */
  variables: Record<string, Json>
  /** What the state waits for. */
  waiting: Waiting | null
  /** Of a distributed Map, from its run's start until the run has ended well. */
  mapRun?: UnfinishedRun
  /** An iteration whose failure is tolerated: kept, since a redrive of the Map takes it up again. */
  hasFailed?: true
  /** Set once the frame has ended well; its parent collects it when it joins. */
  output?: Json
}

/** Time and randomness of an evaluation that may have to be repeated. */
export interface Moment {
  /** Milliseconds since the epoch. */
  at: number
  seed: string
}

export type Waiting =
  | { for: 'timer'; timerId: number; purpose: 'wait' | 'retry' }
  | {
      for: 'task'
      taskId: number
      status: 'scheduled' | 'started' | 'submitted'
      timeoutTimerId?: number
      heartbeatTimerId?: number
      /** The heartbeat timer starts when the task has started. */
      heartbeatSeconds?: number
    }
  /** The branches have the frame ids `firstFrameId`, `firstFrameId + 1`, … */
  | { for: 'branches'; firstFrameId: number; branchCount: number; pending: number }
  /**
   * Iteration `i` has the frame id `firstFrameId + i`; its items are derived from the frame's input.
   * The counts change with each iteration, so they are in a small frame of their own, with the id
   * `firstFrameId + itemCount`.
   */
  | {
      for: 'iterations'
      firstFrameId: number
      itemCount: number
      maxConcurrency: number
      /** So many iterations may fail. */
      toleratedFailures: number
      /** Where Items reads the clock or draws: when, and from what, it was evaluated. */
      moment?: Moment
    }
  /** The host runs its children; `moment` as for iterations. */
  | { for: 'map-run'; mapRunId: number; moment?: Moment }
  | {
      for: 'tally'
      nextIndex: number
      running: number
      succeeded: number
      failed: number
      /** After a redrive: iterations to be taken up again as soon as the concurrency allows. */
      dormant?: number[]
    }
  /**
   * Ready to enter its state: between two steps of a long run of pure states. `isEntered`: redriven,
   * so its StateEntered event is there already.
   */
  | { for: 'continue'; isEntered?: true }
