import type { ExecutionStatus } from '../codes.ts'
import { executionStatusCodes } from '../codes.ts'
import type { ReadDb } from '../transaction.ts'
import type { ExecutionSummary, SummaryRow } from './executions.ts'
import { SUMMARY, toSummary } from './executions.ts'

export interface ExecutionFilter {
  /** Absent: of all state machines. Children of map runs are listed with their run alone. */
  stateMachineId?: number
  /** The row of a map run: its children. */
  mapRunId?: number
  version?: number
  alias?: string
  status?: ExecutionStatus
  /** Milliseconds since the epoch, inclusive. */
  startedAfter?: number
  startedBefore?: number
}

/** Where a page has ended; the next one goes on below it. */
export interface ExecutionCursor {
  startedAt: number
  id: number
}

export interface ExecutionPage {
  executions: ExecutionSummary[]
  /** Absent on the last page. */
  next?: ExecutionCursor
}

/** A page of executions, newest first, by keyset: each page costs the same however deep it is. */
export function searchExecutions(
  db: ReadDb,
  filter: ExecutionFilter,
  page: { before?: ExecutionCursor; limit: number }
): ExecutionPage {
  const { where, values } = conditions(filter, page.before)
  // One more than asked for: whether there is a next page.
  const rows = db
    .sql(`${SUMMARY} WHERE ${where} ORDER BY started_at DESC, id DESC LIMIT ?`)
    .all(...values, page.limit + 1) as SummaryRow[]
  const executions = rows.slice(0, page.limit).map(toSummary)
  const last = executions.at(-1)
  return rows.length > page.limit && last
    ? { executions, next: { startedAt: last.startedAt, id: last.id } }
    : { executions }
}

function conditions(filter: ExecutionFilter, before: ExecutionCursor | undefined) {
  const clauses: string[] = []
  const values: (number | string)[] = []
  const add = (clause: string, ...bound: (number | string)[]): void => {
    clauses.push(clause)
    values.push(...bound)
  }
  if (filter.mapRunId === undefined) add('map_run_id IS NULL')
  else add('map_run_id = ?', filter.mapRunId)
  if (filter.stateMachineId !== undefined) add('state_machine_id = ?', filter.stateMachineId)
  if (filter.version !== undefined) add('version = ?', filter.version)
  if (filter.alias !== undefined) add('alias = ?', filter.alias)
  if (filter.status !== undefined) add('status = ?', executionStatusCodes[filter.status])
  if (filter.startedAfter !== undefined) add('started_at >= ?', filter.startedAfter)
  if (filter.startedBefore !== undefined) add('started_at <= ?', filter.startedBefore)
  if (before) add('(started_at, id) < (?, ?)', before.startedAt, before.id)
  return { where: clauses.join(' AND '), values }
}
