import type { StartMapRun } from '../../../asl/interpreter/command.ts'
import type { ExecutionStatus } from '../codes.ts'
import { executionStatusCodes, executionStatusOf } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { unpackText } from './payloads.ts'

export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED'

export type MapRunPhase = 'READING' | 'CHILDREN' | 'STOPPING' | 'WRITING'

export interface MapRunRecord {
  id: number
  arn: string
  /** The parent. */
  executionId: number
  eventId: number
  stateMachineId: number
  revisionId: number
  status: MapRunStatus
  /** Milliseconds since the epoch. */
  startedAt: number
  stoppedAt: number | null
  maxConcurrency: number
  toleratedFailureCount: number
  toleratedFailurePercentage: number
  toleratedFailures: number
  itemCount: number
  nextItem: number
  running: number
  failedItems: number
  /** What a running run is at. */
  phase: MapRunPhase
  /** What its ItemReader and ResultWriter ask for, JSON. */
  reader: string | null
  writer: string | null
  /** Why it will fail, once its results are written. */
  error: string | null
  cause: string | null
  resultsWritten: number
  redriveCount: number
  redrivenAt: number | null
}

const SELECT = `SELECT id, arn, execution_id AS executionId, event_id AS eventId,
  state_machine_id AS stateMachineId, revision_id AS revisionId, status, started_at AS startedAt,
  stopped_at AS stoppedAt, max_concurrency AS maxConcurrency,
  tolerated_failure_count AS toleratedFailureCount,
  tolerated_failure_percentage AS toleratedFailurePercentage,
  tolerated_failures AS toleratedFailures, item_count AS itemCount, next_item AS nextItem, running,
  failed_items AS failedItems, phase, reader, writer, error, cause,
  results_written AS resultsWritten, redrive_count AS redriveCount, redriven_at AS redrivenAt FROM map_run`

/** Returns the row's id. */
export function insertMapRun(
  write: WriteDb,
  run: StartMapRun & {
    executionId: number
    stateMachineId: number
    revisionId: number
    startedAt: number
  }
): number {
  const { lastInsertRowid } = write
    .sql(
      `INSERT INTO map_run (id, arn, execution_id, event_id, state_machine_id, revision_id, status,
         started_at, max_concurrency, tolerated_failure_count, tolerated_failure_percentage,
         tolerated_failures, item_count, phase, reader, writer)
       VALUES (max(coalesce((SELECT max(id) FROM map_run), 0),
         (SELECT last_map_run_id FROM engine_state)) + 1, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      ...[run.mapRunArn, run.executionId, run.mapRunId, run.stateMachineId, run.revisionId],
      ...[run.startedAt, run.maxConcurrency, run.toleratedFailureCount],
      ...[run.toleratedFailurePercentage, run.toleratedFailures, run.itemCount],
      run.reader === undefined ? 'CHILDREN' : 'READING',
      run.reader === undefined ? null : JSON.stringify(run.reader),
      run.writer === undefined ? null : JSON.stringify(run.writer)
    )
  return Number(lastInsertRowid)
}

export function findMapRun(db: ReadDb, id: number): MapRunRecord | undefined {
  return db.sql(`${SELECT} WHERE id = ?`).get(id) as MapRunRecord | undefined
}

export function findMapRunByArn(db: ReadDb, arn: string): MapRunRecord | undefined {
  return db.sql(`${SELECT} WHERE arn = ?`).get(arn) as MapRunRecord | undefined
}

/** Newest first, those before the row `beforeId`. */
export function mapRunsOf(
  db: ReadDb,
  executionId: number,
  page: { beforeId?: number; limit: number }
): MapRunRecord[] {
  return db
    .sql(`${SELECT} WHERE execution_id = ? AND id < ? ORDER BY id DESC LIMIT ?`)
    .all(executionId, page.beforeId ?? Number.MAX_SAFE_INTEGER, page.limit) as MapRunRecord[]
}

export function runningMapRuns(db: ReadDb): MapRunRecord[] {
  return db.sql(`${SELECT} WHERE status = 'RUNNING' ORDER BY id`).all() as MapRunRecord[]
}

/** Runs that are over while children of theirs still run: after a crash only. */
export function mapRunsToStop(db: ReadDb): number[] {
  const rows = db
    .sql(
      `SELECT DISTINCT map_run_id AS id FROM map_run_child
       JOIN map_run ON map_run.id = map_run_id WHERE has_ended = 0 AND status <> 'RUNNING'`
    )
    .all() as { id: number }[]
  return rows.map(({ id }) => id)
}

export function endMapRun(write: WriteDb, id: number, status: MapRunStatus, at: number): void {
  write.sql('UPDATE map_run SET status = ?, stopped_at = ? WHERE id = ?').run(status, at, id)
}

/** All its items are read and stored; its children may start. */
export function itemsAreRead(
  write: WriteDb,
  id: number,
  read: Pick<MapRunRecord, 'itemCount' | 'toleratedFailures'>
): void {
  write
    .sql(
      "UPDATE map_run SET phase = 'CHILDREN', item_count = ?, tolerated_failures = ? WHERE id = ?"
    )
    .run(read.itemCount, read.toleratedFailures, id)
}

/** It goes on to this, and will fail where a failure is given. */
export function enterPhase(
  write: WriteDb,
  id: number,
  phase: MapRunPhase,
  failure?: { error: string; cause: string }
): void {
  write
    .sql(
      'UPDATE map_run SET phase = ?, error = coalesce(?, error), cause = coalesce(?, cause) WHERE id = ?'
    )
    .run(phase, failure?.error ?? null, failure?.cause ?? null, id)
}

export function noteResultsWritten(write: WriteDb, id: number, count: number): void {
  write.sql('UPDATE map_run SET results_written = ? WHERE id = ?').run(count, id)
}

/** The map run of the parent's event MapRunStarted. */
export function findMapRunByEvent(
  db: ReadDb,
  executionId: number,
  eventId: number
): MapRunRecord | undefined {
  return db.sql(`${SELECT} WHERE execution_id = ? AND event_id = ?`).get(executionId, eventId) as
    MapRunRecord | undefined
}

/** The runs of an execution that are not over. */
export function runningMapRunsOf(db: ReadDb, executionId: number): MapRunRecord[] {
  return db
    .sql(`${SELECT} WHERE execution_id = ? AND status = 'RUNNING'`)
    .all(executionId) as MapRunRecord[]
}

/** What UpdateMapRun changes. */
export function updateMapRun(
  write: WriteDb,
  id: number,
  change: Pick<
    MapRunRecord,
    'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage' | 'toleratedFailures'
  >
): void {
  write
    .sql(
      `UPDATE map_run SET max_concurrency = ?, tolerated_failure_count = ?,
         tolerated_failure_percentage = ?, tolerated_failures = ? WHERE id = ?`
    )
    .run(
      ...[change.maxConcurrency, change.toleratedFailureCount],
      ...[change.toleratedFailurePercentage, change.toleratedFailures, id]
    )
}

/** A child is about to take its first step. */
export function insertChild(
  write: WriteDb,
  child: { executionId: number; mapRunId: number; firstItem: number; itemCount: number }
): void {
  write
    .sql(
      'INSERT INTO map_run_child (execution_id, map_run_id, first_item, item_count) VALUES (?, ?, ?, ?)'
    )
    .run(child.executionId, child.mapRunId, child.firstItem, child.itemCount)
  write
    .sql('UPDATE map_run SET running = running + 1, next_item = ? WHERE id = ?')
    .run(child.firstItem + child.itemCount, child.mapRunId)
}

/** A run that has not ended well goes on: what was not done, and the children that have failed. */
export function reviveMapRun(write: WriteDb, id: number, at: number): void {
  write
    .sql(
      `UPDATE map_run SET status = 'RUNNING', stopped_at = NULL, failed_items = 0,
         phase = CASE WHEN phase = 'READING' OR (phase = 'WRITING' AND error IS NULL) THEN phase
           ELSE 'CHILDREN' END,
         error = NULL, cause = NULL, redrive_count = redrive_count + 1, redriven_at = ?
       WHERE id = ?`
    )
    .run(at, id)
  write
    .sql(
      `UPDATE map_run_child SET must_redrive = 1 WHERE map_run_id = ? AND has_ended = 1
         AND (SELECT status FROM execution WHERE id = execution_id) <> ?`
    )
    .run(id, executionStatusCodes.SUCCEEDED)
}

export interface ChildToRedrive {
  executionId: number
  itemCount: number
}

/** Children that wait to be redriven, in the order of their items. */
export function childrenToRedrive(db: ReadDb, mapRunId: number, limit: number): ChildToRedrive[] {
  return db
    .sql(
      `SELECT execution_id AS executionId, item_count AS itemCount FROM map_run_child
       WHERE map_run_id = ? AND must_redrive = 1 ORDER BY first_item LIMIT ?`
    )
    .all(mapRunId, limit) as ChildToRedrive[]
}

/** How many children wait to be redriven, and how many items they have. */
export function countToRedrive(
  db: ReadDb,
  mapRunId: number
): { executions: number; items: number } {
  return db
    .sql(
      `SELECT count(*) AS executions, coalesce(sum(item_count), 0) AS items FROM map_run_child
       WHERE map_run_id = ? AND must_redrive = 1`
    )
    .get(mapRunId) as { executions: number; items: number }
}

/** A child runs again. */
export function noteChildRedriven(write: WriteDb, mapRunId: number, executionId: number): void {
  write
    .sql('UPDATE map_run_child SET must_redrive = 0, has_ended = 0 WHERE execution_id = ?')
    .run(executionId)
  write.sql('UPDATE map_run SET running = running + 1 WHERE id = ?').run(mapRunId)
}

/** A child cannot be redriven: its items have failed for good. */
export function noteNotRedrivable(
  write: WriteDb,
  mapRunId: number,
  { executionId, itemCount }: ChildToRedrive
): void {
  write.sql('UPDATE map_run_child SET must_redrive = 0 WHERE execution_id = ?').run(executionId)
  write
    .sql('UPDATE map_run SET failed_items = failed_items + ? WHERE id = ?')
    .run(itemCount, mapRunId)
}

/** Counts the end of a child, once; the id of its run, or undefined where it is no child. */
export function countChildEnd(write: WriteDb, executionId: number): number | undefined {
  const child = write
    .sql(
      `UPDATE map_run_child SET has_ended = 1 WHERE execution_id = ? AND has_ended = 0
       RETURNING map_run_id AS mapRunId, item_count AS itemCount`
    )
    .get(executionId) as { mapRunId: number; itemCount: number } | undefined
  if (!child) return undefined
  const row = write.sql('SELECT status FROM execution WHERE id = ?').get(executionId) as {
    status: number
  }
  const failed = executionStatusOf(row.status) === 'SUCCEEDED' ? 0 : child.itemCount
  write
    .sql('UPDATE map_run SET running = running - 1, failed_items = failed_items + ? WHERE id = ?')
    .run(failed, child.mapRunId)
  return child.mapRunId
}

export function runningChildren(db: ReadDb, mapRunId: number, limit: number): number[] {
  const rows = db
    .sql(
      'SELECT execution_id AS id FROM map_run_child WHERE map_run_id = ? AND has_ended = 0 LIMIT ?'
    )
    .all(mapRunId, limit) as { id: number }[]
  return rows.map(({ id }) => id)
}

/**
 * Outputs of the children that have succeeded, in the order of their items, as JSON texts. Stops once
 * they are longer than `most` characters together: a state's output cannot be so long.
 */
export function childOutputs(db: ReadDb, mapRunId: number, most: number): string[] {
  const rows = db
    .sql(
      `SELECT output FROM map_run_child
       JOIN execution_data ON execution_data.execution_id = map_run_child.execution_id
       WHERE map_run_id = ? AND output IS NOT NULL ORDER BY first_item`
    )
    .iterate(mapRunId) as IterableIterator<{ output: string }>
  const outputs: string[] = []
  let length = 0
  for (const row of rows) {
    const output = unpackText(db, row.output)
    outputs.push(output)
    length += output.length
    if (length > most) break
  }
  return outputs
}

/** Children of a run by status, with their items. Reads kept counters. */
export function countChildren(
  db: ReadDb,
  mapRunId: number
): { status: ExecutionStatus; executions: number; items: number }[] {
  const rows = db
    .sql(
      'SELECT status, executions, items FROM map_run_count WHERE map_run_id = ? AND executions > 0'
    )
    .all(mapRunId) as { status: number; executions: number; items: number }[]
  return rows.map(({ status, ...counts }) => ({ status: executionStatusOf(status), ...counts }))
}
