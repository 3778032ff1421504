import type { Command } from './command.ts'
import type { Execution } from './execution.ts'
import type { HistoryEvent } from './history.ts'

/** What one step yields. */
export interface Advance {
  execution: Execution
  /** Appended facts, in order. */
  events: HistoryEvent[]
  /** To be stored with the snapshot and done after the commit, in order. */
  commands: Command[]
  /** Ids of the frames made, changed or removed by this step (removed: absent in `frames`). */
  changedFrames: number[]
}
