import type { ReadDb, WriteDb } from '../transaction.ts'
import type { TaskKey } from './tasks.ts'

/** An execution and the task of another one that waits for it. */
export interface NestedExecution {
  childId: number
  parent: TaskKey
  /** The task waits no more: the child is to be stopped. */
  mustStop: boolean
}

const COLUMNS = 'child_id, parent_id, parent_task_id, must_stop'

interface Row {
  child_id: number
  parent_id: number
  parent_task_id: number
  must_stop: number
}

function toNested(row: Row): NestedExecution {
  return {
    childId: row.child_id,
    parent: { executionId: row.parent_id, taskId: row.parent_task_id },
    mustStop: row.must_stop === 1
  }
}

export function insertNested(write: WriteDb, childId: number, parent: TaskKey): void {
  write
    .sql('INSERT INTO nested_execution (child_id, parent_id, parent_task_id) VALUES (?, ?, ?)')
    .run(childId, parent.executionId, parent.taskId)
}

export function findNestedByChild(db: ReadDb, childId: number): NestedExecution | undefined {
  const row = db.sql(`SELECT ${COLUMNS} FROM nested_execution WHERE child_id = ?`).get(childId)
  return row ? toNested(row as Row) : undefined
}

export function findNestedByParent(db: ReadDb, parent: TaskKey): NestedExecution | undefined {
  const row = db
    .sql(`SELECT ${COLUMNS} FROM nested_execution WHERE parent_id = ? AND parent_task_id = ?`)
    .get(parent.executionId, parent.taskId)
  return row ? toNested(row as Row) : undefined
}

/** All whose child has ended or is to be stopped; few, and only after a crash. */
export function nestedToSettle(db: ReadDb): NestedExecution[] {
  const rows = db
    .sql(
      `SELECT ${COLUMNS} FROM nested_execution JOIN execution ON execution.id = child_id
       WHERE status <> 1 OR must_stop = 1`
    )
    .all()
  return rows.map((row) => toNested(row as Row))
}

export function markToStop(write: WriteDb, childId: number): void {
  write.sql('UPDATE nested_execution SET must_stop = 1 WHERE child_id = ?').run(childId)
}

export function deleteNested(write: WriteDb, childId: number): void {
  write.sql('DELETE FROM nested_execution WHERE child_id = ?').run(childId)
}
