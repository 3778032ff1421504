import type { ExecutionStatus } from '../codes.ts'
import { executionStatusCodes } from '../codes.ts'
import type { ReadDb } from '../transaction.ts'
import type { ExecutionSummary, SummaryRow } from './executions.ts'
import { SUMMARY, toSummary } from './executions.ts'

export interface ExecutionFilter {
  stateMachineId?: number
  /** The row of a map run: its children. */
  mapRunId?: number
  /** Leaves out the children of map runs. */
  withoutChildren?: boolean
  version?: number
  alias?: string
  status?: ExecutionStatus
  /** Part of the name, ASCII letters in either case. */
  nameContains?: string
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
  /** Absent on the last page. A page may be short, even empty, and yet have a next one. */
  next?: ExecutionCursor
}

/** A search by name looks at so many executions a page, so that no page takes long. */
const LONGEST_SCAN = 20_000

/** A page of executions, newest first, by keyset: each page costs the same however deep it is. */
export function searchExecutions(
  db: ReadDb,
  filter: ExecutionFilter,
  page: { before?: ExecutionCursor; limit: number }
): ExecutionPage {
  const isByName = filter.nameContains !== undefined && filter.nameContains !== ''
  const { where, values } = conditions(filter, page.before)
  const limit = isByName ? LONGEST_SCAN : page.limit + 1
  const rows = db
    .sql(`${SUMMARY} ${where} ORDER BY started_at DESC, execution.id DESC LIMIT ?`)
    .iterate(...values, limit) as IterableIterator<SummaryRow>
  const found: ExecutionSummary[] = []
  const word = (filter.nameContains ?? '').toLowerCase()
  let seen = 0
  let last: ExecutionCursor | undefined
  for (const row of rows) {
    const isWanted = !isByName || row.name.toLowerCase().includes(word)
    // One more than asked for: there is a next page, and it starts with this row.
    if (isWanted && found.length === page.limit) return toPage(found, last)
    seen++
    last = { startedAt: row.started_at, id: row.id }
    if (isWanted) found.push(toSummary(row))
  }
  return toPage(found, seen === LONGEST_SCAN ? last : undefined)
}

function toPage(executions: ExecutionSummary[], next: ExecutionCursor | undefined): ExecutionPage {
  return { executions, ...(next ? { next } : {}) }
}

function conditions(filter: ExecutionFilter, before: ExecutionCursor | undefined) {
  const clauses: string[] = []
  const values: (number | string)[] = []
  const add = (clause: string, ...bound: (number | string)[]): void => {
    clauses.push(clause)
    values.push(...bound)
  }
  if (filter.stateMachineId !== undefined) add('state_machine_id = ?', filter.stateMachineId)
  if (filter.mapRunId !== undefined) {
    add(
      'execution.id IN (SELECT execution_id FROM map_run_child WHERE map_run_id = ?)',
      filter.mapRunId
    )
  }
  if (filter.withoutChildren === true) {
    add('state_machine_id NOT IN (SELECT state_machine_id FROM map_run)')
  }
  if (filter.version !== undefined) add('version = ?', filter.version)
  if (filter.alias !== undefined) add('alias = ?', filter.alias)
  if (filter.status !== undefined) add('status = ?', executionStatusCodes[filter.status])
  if (filter.startedAfter !== undefined) add('started_at >= ?', filter.startedAfter)
  if (filter.startedBefore !== undefined) add('started_at <= ?', filter.startedBefore)
  if (before) add('(started_at, execution.id) < (?, ?)', before.startedAt, before.id)
  return { where: clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '', values }
}
