import type { Json } from '../../asl/json.ts'
import type { WriteDb } from '../store/transaction.ts'

export type TaskOutcome =
  | { type: 'succeeded'; output: Json }
  | { type: 'failed'; error?: string; cause?: string }

/** Task tokens: what an outsider may do with a task that waits for one. */
export interface Tasks {
  /**
   * Ends the task of a token inside the caller's transaction. Throws ApiError InvalidToken (no such
   * token was ever made) or TaskTimedOut (the task is over already).
   */
  completeByToken: (write: WriteDb, token: string, outcome: TaskOutcome) => void
  /** Starts the task's HeartbeatSeconds anew. Throws as `completeByToken`. */
  heartbeatByToken: (write: WriteDb, token: string) => void
}
