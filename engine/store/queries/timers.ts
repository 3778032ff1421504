import type { StartTimer } from '../../../asl/interpreter/command.ts'
import { timerKindCodes } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

export interface TimerKey {
  executionId: number
  timerId: number
}

export function insertTimer(write: WriteDb, executionId: number, timer: StartTimer): void {
  write
    .sql('INSERT INTO timer (execution_id, timer_id, due_at, kind, task_id) VALUES (?, ?, ?, ?, ?)')
    .run(executionId, timer.timerId, timer.dueAt, timerKindCodes[timer.kind], timer.taskId ?? null)
}

/** Whether it was there still. */
export function deleteTimer(write: WriteDb, timer: TimerKey): boolean {
  const { changes } = write
    .sql('DELETE FROM timer WHERE execution_id = ? AND timer_id = ?')
    .run(timer.executionId, timer.timerId)
  return changes > 0
}

export function deleteTimersOf(write: WriteDb, executionId: number): void {
  write.sql('DELETE FROM timer WHERE execution_id = ?').run(executionId)
}

/** When the earliest timer is due: milliseconds since the epoch. */
export function nextTimerDueAt(db: ReadDb): number | undefined {
  const row = db.sql('SELECT min(due_at) AS due_at FROM timer').get() as { due_at: number | null }
  return row.due_at ?? undefined
}

/** Timers due by `now`, the longest due first. */
export function dueTimers(db: ReadDb, now: number, limit: number): TimerKey[] {
  const rows = db
    .sql('SELECT execution_id, timer_id FROM timer WHERE due_at <= ? ORDER BY due_at LIMIT ?')
    .all(now, limit) as { execution_id: number; timer_id: number }[]
  return rows.map((row) => ({ executionId: row.execution_id, timerId: row.timer_id }))
}

/** Whether the timer, if it is still there, is due by `now`: a heartbeat may have moved it. */
export function isTimerDue(db: ReadDb, timer: TimerKey, now: number): boolean {
  const row = db
    .sql('SELECT due_at FROM timer WHERE execution_id = ? AND timer_id = ?')
    .get(timer.executionId, timer.timerId) as { due_at: number } | undefined
  return row !== undefined && row.due_at <= now
}

/** Moves all timers that count from a moment. Answers how many. */
export function shiftTimers(write: WriteDb, milliseconds: number): number {
  const { changes } = write
    .sql('UPDATE timer SET due_at = due_at + ? WHERE kind <> 6')
    .run(milliseconds)
  return changes
}

/** Moves the due time of a task's heartbeat timer. */
export function moveHeartbeatTimer(
  write: WriteDb,
  task: { executionId: number; taskId: number },
  dueAt: number
): void {
  write
    .sql('UPDATE timer SET due_at = ? WHERE execution_id = ? AND task_id = ? AND kind = 4')
    .run(dueAt, task.executionId, task.taskId)
}
