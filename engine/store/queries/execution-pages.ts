/** Reads of executions for the API: pages, one in full, counts. */
import type { ExecutionStatus } from '../codes.ts'
import { executionStatusCodes, executionStatusOf } from '../codes.ts'
import type { ReadDb } from '../transaction.ts'

export interface ExecutionSummary {
  id: number
  stateMachineName: string
  name: string
  status: ExecutionStatus
  /** Milliseconds since the epoch. */
  startedAt: number
  stoppedAt?: number
}

export interface ExecutionFilter {
  stateMachineName?: string | undefined
  status?: ExecutionStatus | undefined
  nameContains?: string | undefined
  /** Milliseconds since the epoch, both exclusive. */
  startedAfter?: number | undefined
  startedBefore?: number | undefined
}

interface SummaryRow {
  id: number
  machine: string
  name: string
  status: number
  started_at: number
  stopped_at: number | null
}

const SUMMARY = `SELECT e.id, m.name AS machine, e.name, e.status, e.started_at, e.stopped_at
  FROM execution e JOIN state_machine m ON m.id = e.state_machine_id`

function toSummary(row: SummaryRow): ExecutionSummary {
  return {
    id: row.id,
    stateMachineName: row.machine,
    name: row.name,
    status: executionStatusOf(row.status),
    startedAt: row.started_at,
    ...(row.stopped_at === null ? {} : { stoppedAt: row.stopped_at })
  }
}

/** Newest first; `after` is the start and id of the last one of the page before. */
export function listExecutions(
  db: ReadDb,
  filter: ExecutionFilter,
  after: readonly [number, number] | undefined,
  limit: number
): ExecutionSummary[] {
  const conditions: [sql: string, ...values: (string | number)[]][] = []
  if (filter.stateMachineName !== undefined) {
    const machine = 'e.state_machine_id = (SELECT id FROM state_machine WHERE name = ?)'
    conditions.push([machine, filter.stateMachineName])
  }
  if (filter.status) conditions.push(['e.status = ?', executionStatusCodes[filter.status]])
  if (filter.nameContains) conditions.push(['instr(e.name, ?) > 0', filter.nameContains])
  if (filter.startedAfter !== undefined) conditions.push(['e.started_at > ?', filter.startedAfter])
  if (filter.startedBefore !== undefined) conditions.push(['e.started_at < ?', filter.startedBefore])
  if (after) conditions.push(['(e.started_at, e.id) < (?, ?)', ...after])
  const where = conditions.length > 0 ? ` WHERE ${conditions.map(([sql]) => sql).join(' AND ')}` : ''
  const rows = db
    .sql(`${SUMMARY}${where} ORDER BY e.started_at DESC, e.id DESC LIMIT ?`)
    .all(...conditions.flatMap(([, ...values]) => values), limit) as SummaryRow[]
  return rows.map(toSummary)
}

export interface ExecutionInFull extends ExecutionSummary {
  input: string
  output?: string
  error?: string
  cause?: string
}

type FullRow = SummaryRow & {
  input: string
  output: string | null
  error: string | null
  cause: string | null
}

/** One execution with its data, by the names in its ARN. */
export function describeExecution(
  db: ReadDb,
  stateMachineName: string,
  name: string
): ExecutionInFull | undefined {
  const row = db
    .sql(
      `SELECT e.id, m.name AS machine, e.name, e.status, e.started_at, e.stopped_at,
              d.input, d.output, d.error, d.cause
       FROM state_machine m JOIN execution e ON e.state_machine_id = m.id
       JOIN execution_data d ON d.execution_id = e.id
       WHERE m.name = ? AND e.name = ?`
    )
    .get(stateMachineName, name) as FullRow | undefined
  if (!row) return undefined
  return {
    ...toSummary(row),
    input: row.input,
    ...(row.output === null ? {} : { output: row.output }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.cause === null ? {} : { cause: row.cause })
  }
}

/** How many there are by status, of one state machine or of all. */
export function countExecutions(
  db: ReadDb,
  stateMachineName: string | undefined
): Partial<Record<ExecutionStatus, number>> {
  const rows = db
    .sql(
      `SELECT c.status, sum(c.count) AS count FROM execution_count c
       JOIN state_machine m ON m.id = c.state_machine_id
       WHERE ?1 IS NULL OR m.name = ?1 GROUP BY c.status`
    )
    .all(stateMachineName ?? null) as { status: number; count: number }[]
  return Object.fromEntries(rows.map(({ status, count }) => [executionStatusOf(status), count]))
}
