/** Running executions that schedules have started. */
import type { ReadDb, WriteDb } from '../transaction.ts'

export function insertScheduleRun(
  write: WriteDb,
  run: { executionId: number; scheduleId: number; isBeside: boolean }
): void {
  write
    .sql('INSERT INTO schedule_run (execution_id, schedule_id, is_beside) VALUES (?, ?, ?)')
    .run(run.executionId, run.scheduleId, run.isBeside ? 1 : 0)
}

/** Forgets the run. Returns the schedule's id; undefined where no schedule has started it. */
export function takeScheduleRun(write: WriteDb, executionId: number): number | undefined {
  const row = write
    .sql('DELETE FROM schedule_run WHERE execution_id = ? RETURNING schedule_id')
    .get(executionId) as { schedule_id: number } | undefined
  return row?.schedule_id
}

/** The executions that a slot must not overlap with. */
export function runningOf(db: ReadDb, scheduleId: number): number[] {
  const rows = db
    .sql('SELECT execution_id FROM schedule_run WHERE schedule_id = ? AND is_beside = 0')
    .all(scheduleId) as { execution_id: number }[]
  return rows.map((row) => row.execution_id)
}

export function scheduleRunIds(db: ReadDb): number[] {
  const rows = db.sql('SELECT execution_id FROM schedule_run').all() as { execution_id: number }[]
  return rows.map((row) => row.execution_id)
}
