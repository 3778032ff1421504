import type { ExecutionStatus } from '../codes.ts'
import { executionStatusCodes } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

/** How an execution can end. */
export const endedStatuses = [
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED'
] as const satisfies readonly ExecutionStatus[]

export type EndedStatus = (typeof endedStatuses)[number]

/** An ended execution that is no child of a map run, as a deletion looks for it. */
export interface Candidate {
  id: number
  /** About what it takes, with its files. */
  bytes: number
  startedAt: number
}

export interface CandidateFilter {
  stateMachineId?: number
  statuses: readonly EndedStatus[]
  /** Milliseconds since the epoch, exclusive. */
  startedBefore?: number
  stoppedBefore?: number
  includeKept?: boolean
  /** Only those after this one, in the order of the list. */
  after?: Pick<Candidate, 'startedAt' | 'id'>
}

/** The oldest first. */
export function findCandidates(db: ReadDb, filter: CandidateFilter, limit: number): Candidate[] {
  return filter.statuses
    .flatMap((status) => candidatesOf(db, status, filter, limit))
    .sort((one, other) => one.startedAt - other.startedAt || one.id - other.id)
    .slice(0, limit)
}

function candidatesOf(
  db: ReadDb,
  status: EndedStatus,
  filter: CandidateFilter,
  limit: number
): Candidate[] {
  const clauses = ['status = ?', 'map_run_id IS NULL']
  const values: number[] = [executionStatusCodes[status]]
  const add = (clause: string, ...bound: number[]): void => {
    clauses.push(clause)
    values.push(...bound)
  }
  if (filter.stateMachineId !== undefined) add('state_machine_id = ?', filter.stateMachineId)
  if (filter.startedBefore !== undefined) add('started_at < ?', filter.startedBefore)
  if (filter.stoppedBefore !== undefined) {
    // It has started before it stopped: this bound is the one that the index knows.
    add('started_at < ? AND stopped_at < ?', filter.stoppedBefore, filter.stoppedBefore)
  }
  if (filter.includeKept !== true) add('is_kept = 0')
  if (filter.after) add('(started_at, id) > (?, ?)', filter.after.startedAt, filter.after.id)
  return db
    .sql(
      `SELECT id, bytes + file_bytes AS bytes, started_at AS startedAt FROM execution
       WHERE ${clauses.join(' AND ')} ORDER BY started_at, id LIMIT ?`
    )
    .all(...values, limit) as Candidate[]
}

export function keepExecution(write: WriteDb, executionId: number, isKept: boolean): void {
  write.sql('UPDATE execution SET is_kept = ? WHERE id = ?').run(isKept ? 1 : 0, executionId)
}
