import type { IntegrationPattern, ScheduleTask } from '../../../asl/interpreter/command.ts'
import type { Json } from '../../../asl/json.ts'
import type { TaskStatus } from '../codes.ts'
import { taskStatusCodes, taskStatusOf } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { packText, unpackText } from './payloads.ts'

/** The scheduling history event's id is unique within its execution only. */
export interface TaskKey {
  executionId: number
  taskId: number
}

/** One attempt: a row that is kept after its end, so that late results are known for what they are. */
export interface TaskRecord extends TaskKey {
  status: TaskStatus
  /** The engine run that holds the lease, while RUNNING. */
  runId?: number
  isResumed: boolean
  /** The computer has gone down under its lease. */
  isAfterReboot: boolean
  retryCount: number
  /** Milliseconds since the epoch. */
  scheduledAt: number
  timeoutSeconds?: number
  heartbeatSeconds?: number
  pattern: IntegrationPattern
  /** The 2 of `.sync:2`. */
  syncVersion?: 2
  resource: string
  stateName: string
  token?: string
}

const COLUMNS = `execution_id, task_id, status, run_id, is_resumed, retry_count, scheduled_at,
  timeout_seconds, heartbeat_seconds, pattern, resource, state_name, token, sync_version`

interface TaskRow {
  execution_id: number
  task_id: number
  status: number
  run_id: number | null
  is_resumed: number
  retry_count: number
  scheduled_at: number
  timeout_seconds: number | null
  heartbeat_seconds: number | null
  pattern: IntegrationPattern
  resource: string
  state_name: string
  token: string | null
  sync_version: number | null
}

function toTask(row: TaskRow): TaskRecord {
  return {
    executionId: row.execution_id,
    taskId: row.task_id,
    status: taskStatusOf(row.status),
    isResumed: row.is_resumed > 0,
    isAfterReboot: row.is_resumed === 2,
    retryCount: row.retry_count,
    scheduledAt: row.scheduled_at,
    pattern: row.pattern,
    resource: row.resource,
    stateName: row.state_name,
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.timeout_seconds === null ? {} : { timeoutSeconds: row.timeout_seconds }),
    ...(row.heartbeat_seconds === null ? {} : { heartbeatSeconds: row.heartbeat_seconds }),
    ...(row.token === null ? {} : { token: row.token }),
    ...(row.sync_version === 2 ? { syncVersion: 2 } : {})
  }
}

/** The name in an activity's ARN; null for all other resources. */
function activityOf(resource: string): string | null {
  return /^arn:[^:]*:states:[^:]*:[^:]*:activity:(.+)$/.exec(resource)?.[1] ?? null
}

/** A task of an activity waits in its queue, all others for the runner. */
export function insertTask(write: WriteDb, executionId: number, command: ScheduleTask): void {
  write
    .sql(
      `INSERT INTO task (execution_id, task_id, status, retry_count, scheduled_at, timeout_seconds,
         heartbeat_seconds, pattern, resource, state_name, token, parameters, activity, sync_version)
       VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      executionId,
      command.taskId,
      command.retryCount,
      command.scheduledAt,
      command.timeoutSeconds ?? null,
      command.heartbeatSeconds ?? null,
      command.pattern,
      command.resource,
      command.stateName,
      command.taskToken ?? null,
      // A long one is the same text as in the history: nothing is stored twice.
      packText(write, executionId, JSON.stringify(command.parameters)),
      activityOf(command.resource),
      command.syncVersion ?? null
    )
}

export function findTask(db: ReadDb, key: TaskKey): TaskRecord | undefined {
  const row = db
    .sql(`SELECT ${COLUMNS} FROM task WHERE execution_id = ? AND task_id = ?`)
    .get(key.executionId, key.taskId)
  return row ? toTask(row as TaskRow) : undefined
}

export function findTaskByToken(db: ReadDb, token: string): TaskRecord | undefined {
  const row = db.sql(`SELECT ${COLUMNS} FROM task WHERE token = ?`).get(token)
  return row ? toTask(row as TaskRow) : undefined
}

/** The effective input of a task that has not ended. */
export function readTaskParameters(db: ReadDb, key: TaskKey): Json {
  const row = db
    .sql('SELECT parameters FROM task WHERE execution_id = ? AND task_id = ?')
    .get(key.executionId, key.taskId) as { parameters: string | null } | undefined
  return row?.parameters ? (JSON.parse(unpackText(db, row.parameters)) as Json) : null
}

/** Tasks that wait for the engine's runner, oldest first; those of activities wait for workers. */
export function scheduledTasks(db: ReadDb, limit: number): TaskRecord[] {
  const rows = db
    .sql(`SELECT ${COLUMNS} FROM task WHERE status = 1 AND activity IS NULL ORDER BY id LIMIT +?`)
    .all(limit)
  return rows.map((row) => toTask(row as TaskRow))
}

/** Tasks under a lease of an engine run; a worker's lease does not end with it. */
export function runningTasks(db: ReadDb): TaskRecord[] {
  const rows = db
    .sql(`SELECT ${COLUMNS} FROM task WHERE status = 2 AND activity IS NULL ORDER BY id`)
    .all()
  return rows.map((row) => toTask(row as TaskRow))
}

/** Takes the lease of a SCHEDULED task; false where it is not to be had any more. */
export function leaseTask(write: WriteDb, key: TaskKey, runId: number): boolean {
  const { changes } = write
    .sql(
      'UPDATE task SET status = 2, run_id = ? WHERE execution_id = ? AND task_id = ? AND status = 1'
    )
    .run(runId, key.executionId, key.taskId)
  return changes > 0
}

/** A task whose engine run has ended is to be run again. */
export function rescheduleTask(
  write: WriteDb,
  key: TaskKey,
  { hasRebooted }: { hasRebooted: boolean }
): void {
  write
    .sql(
      `UPDATE task SET status = 1, run_id = NULL, is_resumed = max(is_resumed, ?)
       WHERE execution_id = ? AND task_id = ? AND status = 2`
    )
    .run(hasRebooted ? 2 : 1, key.executionId, key.taskId)
}

/** The same for tasks that an orderly stop had left, before the computer went down. */
export function noteReboot(write: WriteDb): void {
  write.sql('UPDATE task SET is_resumed = 2 WHERE status = 1 AND is_resumed = 1').run()
}

/** Its action has returned; it waits for its token. */
export function submitTask(write: WriteDb, key: TaskKey): void {
  write
    .sql(
      `UPDATE task SET status = 3, run_id = NULL, parameters = NULL
       WHERE execution_id = ? AND task_id = ?`
    )
    .run(key.executionId, key.taskId)
}

/** False where it had ended before. */
export function endTask(
  write: WriteDb,
  key: TaskKey,
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED',
  at: number
): boolean {
  const { changes } = write
    .sql(
      `UPDATE task SET status = ?, ended_at = ?, run_id = NULL, parameters = NULL
       WHERE execution_id = ? AND task_id = ? AND status <= 3`
    )
    .run(taskStatusCodes[status], at, key.executionId, key.taskId)
  return changes > 0
}

/** Tasks of an execution that have not ended. */
export function openTasksOf(db: ReadDb, executionId: number): TaskRecord[] {
  const rows = db
    .sql(`SELECT ${COLUMNS} FROM task WHERE execution_id = ? AND status <= 3`)
    .all(executionId)
  return rows.map((row) => toTask(row as TaskRow))
}

/** How many tasks of the same state were scheduled before this one in its execution. */
export function countEarlierTasks(db: ReadDb, task: TaskRecord): number {
  const row = db
    .sql(
      `SELECT count(*) AS count FROM task
       WHERE execution_id = ? AND state_name = ? AND task_id < ?`
    )
    .get(task.executionId, task.stateName, task.taskId) as { count: number }
  return row.count
}
