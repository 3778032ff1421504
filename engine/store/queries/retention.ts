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
  stoppedAt: number
  status: EndedStatus
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
  const rows = db
    .sql(
      `SELECT id, bytes + file_bytes AS bytes, started_at AS startedAt,
         coalesce(stopped_at, started_at) AS stoppedAt FROM execution
       WHERE ${clauses.join(' AND ')} ORDER BY started_at, id LIMIT ?`
    )
    .all(...values, limit) as Omit<Candidate, 'status'>[]
  return rows.map((row) => ({ ...row, status }))
}

export function keepExecution(write: WriteDb, executionId: number, isKept: boolean): void {
  write.sql('UPDATE execution SET is_kept = ? WHERE id = ?').run(isKept ? 1 : 0, executionId)
}

/** What may be deleted by itself; absent members set no limit. The API's words say more. */
export interface RetentionRule {
  days?: number | undefined
  executions?: number | undefined
  bytes?: number | undefined
  failedDays?: number | undefined
}

/** Where the engine's own rule stands; ids of state machines begin with 1. */
export const ENGINE_RULE = 0

/** By state machine. */
export function retentionRules(db: ReadDb): Map<number, RetentionRule> {
  const rows = db.sql('SELECT state_machine_id AS id, rule FROM retention_rule').all() as {
    id: number
    rule: string
  }[]
  return new Map(rows.map(({ id, rule }) => [id, JSON.parse(rule) as RetentionRule]))
}

/** Undefined takes it back. */
export function putRetentionRule(
  write: WriteDb,
  stateMachineId: number,
  rule: RetentionRule | undefined
): void {
  if (rule === undefined) {
    write.sql('DELETE FROM retention_rule WHERE state_machine_id = ?').run(stateMachineId)
    return
  }
  write
    .sql('INSERT OR REPLACE INTO retention_rule (state_machine_id, rule) VALUES (?, ?)')
    .run(stateMachineId, JSON.stringify(rule))
}
