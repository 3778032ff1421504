import type { CompleteExecution } from '../../../asl/interpreter/command.ts'
import type { ExecutionStatus } from '../codes.ts'
import { executionStatusCodes, executionStatusOf } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { historyBytes } from './history-ranges.ts'
import { packText, unpackText } from './payloads.ts'

export interface ExecutionSummary {
  id: number
  stateMachineId: number
  stateMachineName: string
  revisionId: number
  name: string
  status: ExecutionStatus
  /** Milliseconds since the epoch. */
  startedAt: number
  stoppedAt?: number
  /** What it was started by, besides the state machine. */
  version?: number
  alias?: string
  redriveCount: number
  redrivenAt?: number
  /** Of a child execution: its map run, and how many items it has. */
  mapRunArn?: string
  itemCount?: number
  /** Not deleted by itself. */
  isKept?: true
}

export interface ExecutionData {
  /** JSON text, as all inputs and outputs here. */
  input: string
  output?: string
  error?: string
  cause?: string
}

/** Without a JOIN: with bound parameters SQLite would plan one anew at each run. */
export const SUMMARY = `SELECT id, state_machine_id,
  (SELECT name FROM state_machine WHERE state_machine.id = state_machine_id) AS machine_name,
  revision_id, status, started_at, stopped_at, name, version, alias, redrive_count, redriven_at,
  CASE WHEN map_run_id IS NOT NULL THEN (SELECT arn FROM map_run WHERE map_run.id = map_run_id) END
    AS map_run_arn,
  CASE WHEN map_run_id IS NOT NULL THEN
    (SELECT item_count FROM map_run_child AS child WHERE child.execution_id = execution.id) END
    AS map_run_items, is_kept
  FROM execution`

export interface SummaryRow {
  id: number
  state_machine_id: number
  machine_name: string
  revision_id: number
  status: number
  started_at: number
  stopped_at: number | null
  name: string
  version: number | null
  alias: string | null
  redrive_count: number
  redriven_at: number | null
  map_run_arn: string | null
  map_run_items: number | null
  is_kept: number
}

export function toSummary(row: SummaryRow): ExecutionSummary {
  return {
    id: row.id,
    stateMachineId: row.state_machine_id,
    stateMachineName: row.machine_name,
    revisionId: row.revision_id,
    name: row.name,
    status: executionStatusOf(row.status),
    startedAt: row.started_at,
    redriveCount: row.redrive_count,
    ...(row.stopped_at === null ? {} : { stoppedAt: row.stopped_at }),
    ...(row.version === null ? {} : { version: row.version }),
    ...(row.alias === null ? {} : { alias: row.alias }),
    ...(row.redriven_at === null ? {} : { redrivenAt: row.redriven_at }),
    ...(row.map_run_arn === null ? {} : { mapRunArn: row.map_run_arn }),
    ...(row.map_run_items === null ? {} : { itemCount: row.map_run_items }),
    ...(row.is_kept === 1 ? { isKept: true } : {})
  }
}

/** By the two names of its ARN. */
export function findExecution(
  db: ReadDb,
  names: { stateMachineName: string; name: string }
): ExecutionSummary | undefined {
  const row = db
    .sql(
      `${SUMMARY} WHERE state_machine_id = (SELECT id FROM state_machine WHERE name = ?) AND name = ?`
    )
    .get(names.stateMachineName, names.name)
  return row ? toSummary(row as SummaryRow) : undefined
}

/** What StartExecution must know of the execution that has a name already. */
export function findNamesake(
  db: ReadDb,
  stateMachineId: number,
  name: string
): { id: number; status: ExecutionStatus; startedAt: number } | undefined {
  const row = db
    .sql(
      'SELECT id, status, started_at AS startedAt FROM execution WHERE state_machine_id = ? AND name = ?'
    )
    .get(stateMachineId, name) as { id: number; status: number; startedAt: number } | undefined
  return row && { ...row, status: executionStatusOf(row.status) }
}

export function findExecutionById(db: ReadDb, id: number): ExecutionSummary | undefined {
  const row = db.sql(`${SUMMARY} WHERE id = ?`).get(id)
  return row ? toSummary(row as SummaryRow) : undefined
}

interface DataRow {
  input: string
  output: string | null
  error: string | null
  cause: string | null
}

/** Input and, once ended, output or error. Throws where there is no such execution. */
export function readExecutionData(db: ReadDb, executionId: number): ExecutionData {
  const row = db
    .sql('SELECT input, output, error, cause FROM execution_data WHERE execution_id = ?')
    .get(executionId) as DataRow | undefined
  if (!row) throw new Error(`Execution ${String(executionId)} has no data row`)
  return {
    input: unpackText(db, row.input),
    ...(row.output === null ? {} : { output: unpackText(db, row.output) }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.cause === null ? {} : { cause: row.cause })
  }
}

/** What a new execution begins with. */
export interface NewExecutionRow {
  stateMachineId: number
  revisionId: number
  name: string
  startedAt: number
  /** JSON text. */
  input: string
  version?: number
  alias?: string
  /** Of a child: the row of its map run. */
  mapRunId?: number
}

/** How an execution has ended. */
export type ExecutionEnd = Omit<CompleteExecution, 'type'> & {
  at: number
  /** What its events take, where that is known. */
  historyBytes?: number | undefined
}

/** Never one that was given before: folders and memory go by it, also those of a deleted one. */
export function nextExecutionId(db: ReadDb): number {
  const { id } = db
    .sql(
      `SELECT max(coalesce((SELECT max(id) FROM execution), 0),
         (SELECT last_execution_id FROM engine_state)) + 1 AS id`
    )
    .get() as { id: number }
  return id
}

/** About what the rows of an execution take besides its history. */
const ROW_BYTES = 400
/** With the payloads that nobody else uses yet. */
const BYTES = `${String(ROW_BYTES)} + ? + coalesce((SELECT sum(
    (SELECT octet_length(content) FROM payload WHERE id = own.payload_id))
  FROM payload_use AS own WHERE own.execution_id = ? AND NOT EXISTS (SELECT 1 FROM payload_use
    WHERE payload_id = own.payload_id AND execution_id <> ?)), 0)`

/** With an `end`, it is over already, and its events are stored. */
export function insertExecution(
  write: WriteDb,
  id: number,
  execution: NewExecutionRow,
  end?: ExecutionEnd
): void {
  const ofEnd = end === undefined ? [] : [end.historyBytes ?? historyBytes(write, id), id, id]
  write
    .sql(
      `INSERT INTO execution (id, state_machine_id, revision_id, status, started_at, stopped_at, name,
         version, alias, map_run_id, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${end === undefined ? '0' : BYTES})`
    )
    .run(
      id,
      execution.stateMachineId,
      execution.revisionId,
      executionStatusCodes[end?.status ?? 'RUNNING'],
      execution.startedAt,
      end?.at ?? null,
      execution.name,
      execution.version ?? null,
      execution.alias ?? null,
      execution.mapRunId ?? null,
      ...ofEnd
    )
  write
    .sql(
      'INSERT INTO execution_data (execution_id, input, output, error, cause) VALUES (?, ?, ?, ?, ?)'
    )
    .run(
      id,
      packText(write, id, execution.input),
      end?.output === undefined ? null : packText(write, id, end.output),
      end?.error ?? null,
      end?.cause ?? null
    )
}

export function endExecution(write: WriteDb, executionId: number, end: ExecutionEnd): void {
  write
    .sql(`UPDATE execution SET status = ?, stopped_at = ?, bytes = ${BYTES} WHERE id = ?`)
    .run(
      executionStatusCodes[end.status],
      end.at,
      end.historyBytes ?? historyBytes(write, executionId),
      executionId,
      executionId,
      executionId
    )
  write
    .sql(
      'UPDATE execution_data SET output = ?, error = ?, cause = ?, context = NULL WHERE execution_id = ?'
    )
    .run(
      end.output === undefined ? null : packText(write, executionId, end.output),
      end.error ?? null,
      end.cause ?? null,
      executionId
    )
}

/** A redriven execution runs again. */
export function reviveExecution(write: WriteDb, executionId: number, at: number): void {
  write
    .sql(
      `UPDATE execution SET status = ?, stopped_at = NULL, redrive_count = redrive_count + 1,
         redriven_at = ? WHERE id = ?`
    )
    .run(executionStatusCodes.RUNNING, at, executionId)
  write
    .sql(
      'UPDATE execution_data SET output = NULL, error = NULL, cause = NULL WHERE execution_id = ?'
    )
    .run(executionId)
}

/**
 * How many executions there are, by status, of one state machine or of all but the hidden ones of map
 * runs. Reads kept counters.
 */
export function countExecutions(
  db: ReadDb,
  stateMachineId?: number
): Partial<Record<ExecutionStatus, number>> {
  const rows = (
    stateMachineId === undefined
      ? db
          .sql(
            `SELECT status, sum(count) AS count FROM execution_count
             JOIN state_machine ON id = state_machine_id
             WHERE instr(name, '/') = 0 GROUP BY status`
          )
          .all()
      : db
          .sql('SELECT status, count FROM execution_count WHERE state_machine_id = ?')
          .all(stateMachineId)
  ) as { status: number; count: number }[]
  return Object.fromEntries(rows.map((row) => [executionStatusOf(row.status), row.count]))
}
