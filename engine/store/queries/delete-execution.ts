import { executionArn, stateMachineArn } from '../../arns.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { executionStatusOf } from '../codes.ts'
import { deleteEvents } from './history-ranges.ts'
import { releasePayloads } from './payloads.ts'

/**
 * Every table that mentions executions, in the order of deletion, with how its rows are found by an
 * execution's id. A test walks the schema: a new table with such a column must be here.
 */
export const rowsOfExecution: readonly { table: string; where: string }[] = [
  { table: 'snapshot', where: 'execution_id = ?' },
  { table: 'frame', where: 'execution_id = ?' },
  { table: 'timer', where: 'execution_id = ?' },
  { table: 'task', where: 'execution_id = ?' },
  { table: 'mail', where: 'execution_id = ?' },
  {
    table: 'approval_link',
    where: 'approval IN (SELECT id FROM approval WHERE execution_id = ?)'
  },
  { table: 'approval', where: 'execution_id = ?' },
  { table: 'execution_test_case', where: 'execution_id = ?' },
  { table: 'nested_execution', where: 'child_id = ?' },
  { table: 'map_run_child', where: 'execution_id = ?' },
  { table: 'map_run', where: 'execution_id = ?' },
  { table: 'schedule_run', where: 'execution_id = ?' },
  { table: 'claim', where: 'execution_id = ?' },
  { table: 'execution_data', where: 'execution_id = ?' },
  { table: 'deletion', where: 'execution_id = ?' },
  { table: 'execution', where: 'id = ?' }
]

const CHUNK = 500

/** An execution whose rows are all gone, or are about to go. */
export interface DeletedExecution {
  id: number
  executionArn: string
  stateMachineArn: string
  /** About what it took, with its files. */
  bytes: number
  mapRunIds: number[]
}

/** What a deletion may take from one transaction. */
export interface Slice {
  /** Whether it should leave the rest to a later one. */
  isOver: () => boolean
  deleted: (execution: DeletedExecution) => void
}

/**
 * Deletes an ended execution with the children of its map runs, as much as the slice allows. True
 * once all is gone; else a row says that the rest must follow. It can't be redriven from the
 * first slice on.
 */
export function deleteExecutionRows(write: WriteDb, executionId: number, slice: Slice): boolean {
  if (deleteAll(write, executionId, slice)) return true
  write.sql('INSERT OR IGNORE INTO deletion (execution_id) VALUES (?)').run(executionId)
  return false
}

function deleteAll(write: WriteDb, executionId: number, slice: Slice): boolean {
  write.sql('DELETE FROM redrive_point WHERE execution_id = ?').run(executionId)
  return deleteChildren(write, executionId, slice) && deleteOne(write, executionId, slice)
}

function deleteChildren(write: WriteDb, parentId: number, slice: Slice): boolean {
  const runs = write.sql('SELECT id FROM map_run WHERE execution_id = ?').all(parentId) as {
    id: number
  }[]
  for (const { id } of runs) {
    if (!deleteChildrenOf(write, id, slice)) return false
    const items = 'SELECT item_index FROM map_run_item WHERE map_run_id = ? LIMIT ?'
    const remove = `DELETE FROM map_run_item WHERE map_run_id = ? AND item_index IN (${items})`
    while (write.sql(remove).run(id, id, CHUNK).changes === CHUNK) if (slice.isOver()) return false
    write.sql('UPDATE engine_state SET last_map_run_id = max(last_map_run_id, ?)').run(id)
  }
  return true
}

function deleteChildrenOf(write: WriteDb, mapRunId: number, slice: Slice): boolean {
  for (;;) {
    const child = write
      .sql('SELECT execution_id AS id FROM map_run_child WHERE map_run_id = ? LIMIT 1')
      .get(mapRunId) as { id: number } | undefined
    if (!child) return true
    // A child may have map runs of its own.
    if (!deleteAll(write, child.id, slice)) return false
    if (slice.isOver()) return false
  }
}

function deleteOne(write: WriteDb, executionId: number, slice: Slice): boolean {
  while (deleteEvents(write, executionId)) if (slice.isOver()) return false
  const deleted = describe(write, executionId)
  releasePayloads(write, executionId)
  forgetInStarts(write, deleted)
  write
    .sql('UPDATE engine_state SET last_execution_id = max(last_execution_id, ?)')
    .run(executionId)
  for (const { table, where } of rowsOfExecution) {
    write.sql(`DELETE FROM ${table} WHERE ${where}`).run(executionId)
  }
  slice.deleted(deleted)
  return true
}

function describe(db: ReadDb, executionId: number): DeletedExecution {
  const row = db
    .sql(
      `SELECT name, bytes + file_bytes AS bytes,
         (SELECT name FROM state_machine WHERE id = state_machine_id) AS machine
       FROM execution WHERE id = ?`
    )
    .get(executionId) as { name: string; bytes: number; machine: string }
  const runs = db.sql('SELECT id FROM map_run WHERE execution_id = ?').all(executionId)
  return {
    id: executionId,
    executionArn: executionArn(row.machine, row.name),
    stateMachineArn: stateMachineArn(row.machine),
    bytes: row.bytes,
    mapRunIds: (runs as { id: number }[]).map(({ id }) => id)
  }
}

/** Slots and firings stay, for they say that nothing was missed; what they had started is gone. */
function forgetInStarts(write: WriteDb, { id, executionArn: arn }: DeletedExecution): void {
  write
    .sql('UPDATE firing SET execution_id = NULL, execution_arn = NULL WHERE execution_arn = ?')
    .run(arn)
  // The name tells of the slot (schedules/slot-names.ts): no index over all ARNs is needed.
  const [, date, time, seconds] = /-(\d{8})T(\d{4})(\d{2})?Z(?:-[\da-f]{8})?$/.exec(arn) ?? []
  if (date === undefined || time === undefined) return
  const slotAt = Date.parse(
    `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)/, '$1:$2')}:${seconds ?? '00'}Z`
  )
  const slots = 'slot_at >= ? AND slot_at < ? AND execution_arn = ?'
  write
    .sql(
      `UPDATE schedule SET last_execution_id = NULL WHERE last_execution_id = ?
         AND id IN (SELECT schedule_id FROM schedule_slot WHERE ${slots})`
    )
    .run(id, slotAt, slotAt + 1000, arn)
  write
    .sql(`UPDATE schedule_slot SET execution_arn = NULL WHERE ${slots}`)
    .run(slotAt, slotAt + 1000, arn)
}

/** Deletions that have begun and are not over. */
export function unfinishedDeletions(db: ReadDb, limit: number): number[] {
  const rows = db.sql('SELECT execution_id AS id FROM deletion LIMIT ?').all(limit)
  return (rows as { id: number }[]).map(({ id }) => id)
}

/** Why an execution cannot be deleted, if anything; null where there is no such execution. */
export function findObstacle(db: ReadDb, executionId: number): string | undefined | null {
  const row = db
    .sql(
      `SELECT status,
         EXISTS (SELECT 1 FROM map_run_child WHERE execution_id = execution.id) AS isChild,
         EXISTS (SELECT 1 FROM nested_execution WHERE child_id = execution.id) AS isAwaited,
         EXISTS (SELECT 1 FROM nested_execution WHERE parent_id = execution.id) AS hasChild,
         EXISTS (SELECT 1 FROM map_run WHERE execution_id = execution.id AND (status = 'RUNNING'
           OR EXISTS (SELECT 1 FROM map_run_child WHERE map_run_id = map_run.id AND has_ended = 0)
         )) AS hasRun
       FROM execution WHERE id = ?`
    )
    .get(executionId) as
    Record<'status' | 'isChild' | 'isAwaited' | 'hasChild' | 'hasRun', number> | undefined
  if (!row) return null
  const status = executionStatusOf(row.status)
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return `it is ${status}: stop it first`
  if (row.isChild) return 'it is a child of a map run: delete the execution that the run belongs to'
  if (row.isAwaited) return 'another execution waits for its result'
  if (row.hasChild) return 'an execution that it has started is being stopped'
  if (row.hasRun) return 'children of its map run still run'
  return undefined
}

/** Ids, of those given, that no execution has. Up to the last that was deleted: others may be yet to come. */
export function deletedAmong(db: ReadDb, ids: readonly number[]): number[] {
  const rows = db
    .sql(
      `SELECT value AS id FROM json_each(?) WHERE value <= (SELECT last_execution_id FROM engine_state)
         AND NOT EXISTS (SELECT 1 FROM execution WHERE id = value)`
    )
    .all(JSON.stringify(ids))
  return (rows as { id: number }[]).map(({ id }) => id)
}

/** The same of map runs. */
export function deletedMapRunsAmong(db: ReadDb, ids: readonly number[]): number[] {
  const rows = db
    .sql(
      `SELECT value AS id FROM json_each(?) WHERE value <= (SELECT last_map_run_id FROM engine_state)
         AND NOT EXISTS (SELECT 1 FROM map_run WHERE id = value)`
    )
    .all(JSON.stringify(ids))
  return (rows as { id: number }[]).map(({ id }) => id)
}
