import type { CarriedText } from './details-codec.ts'

/** What an execution has among the rows that are in no range yet. */
export interface TailEntry {
  lastEventId: number
  /** About what its events there take. */
  bytes: number
  /** The text that goes on from the last event; undefined: none, or nobody has looked. */
  carried?: CarriedText | undefined
}

/**
 * What the writer remembers of the history's tail: the newest rows, which are in no range yet. Undefined:
 * it has to look, as after a rollback or a start.
 */
export interface HistoryTail {
  known: { lastRangedRow: number; byExecution: Map<number, TailEntry> } | undefined
}
