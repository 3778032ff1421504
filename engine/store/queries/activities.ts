import type { Json } from '../../../asl/json.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { unpackText } from './payloads.ts'
import type { TaskKey } from './tasks.ts'

export interface Activity {
  name: string
  /** Milliseconds since the epoch. */
  createdAt: number
}

interface ActivityRow {
  name: string
  created_at: number
}

function toActivity(row: ActivityRow): Activity {
  return { name: row.name, createdAt: row.created_at }
}

export function findActivity(db: ReadDb, name: string): Activity | undefined {
  const row = db.sql('SELECT name, created_at FROM activity WHERE name = ?').get(name)
  return row ? toActivity(row as ActivityRow) : undefined
}

/** By name, those after `afterName`, at most `limit`. */
export function listActivities(
  db: ReadDb,
  page: { afterName?: string; limit: number }
): Activity[] {
  const rows = db
    .sql('SELECT name, created_at FROM activity WHERE name > ? ORDER BY name LIMIT ?')
    .all(page.afterName ?? '', page.limit)
  return rows.map((row) => toActivity(row as ActivityRow))
}

export function insertActivity(write: WriteDb, { name, createdAt }: Activity): void {
  write.sql('INSERT INTO activity (name, created_at) VALUES (?, ?)').run(name, createdAt)
}

export function deleteActivity(write: WriteDb, name: string): void {
  write.sql('DELETE FROM activity WHERE name = ?').run(name)
}

/** A task as its worker gets it. */
export interface QueuedTask extends TaskKey {
  token: string
  input: Json
}

/**
 * Leases the oldest task that waits in an activity to a worker; undefined where none waits. The lease
 * outlives the engine's runs: it ends with the task's token or its time-outs.
 */
export function leaseQueuedTask(
  write: WriteDb,
  activity: string,
  worker: string | undefined
): QueuedTask | undefined {
  const row = write
    .sql(
      `SELECT id, execution_id, task_id, token, parameters FROM task
       WHERE activity = ? AND status = 1 ORDER BY id LIMIT 1`
    )
    .get(activity) as
    | { id: number; execution_id: number; task_id: number; token: string; parameters: string }
    | undefined
  if (!row) return undefined
  write.sql('UPDATE task SET status = 2, worker = ? WHERE id = ?').run(worker ?? null, row.id)
  return {
    executionId: row.execution_id,
    taskId: row.task_id,
    token: row.token,
    input: JSON.parse(unpackText(write, row.parameters)) as Json
  }
}

/** Whether a task waits in the activity. */
export function hasQueuedTask(db: ReadDb, activity: string): boolean {
  return (
    db.sql('SELECT 1 FROM task WHERE activity = ? AND status = 1 LIMIT 1').get(activity) !==
    undefined
  )
}
