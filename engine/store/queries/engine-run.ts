import type { ReadDb, WriteDb } from '../transaction.ts'

/** Marks the beginning of an engine run. Returns its number, and whether the last one ended in order. */
export function beginEngineRun(write: WriteDb): { runId: number; hasEndedInOrder: boolean } {
  const { is_running } = write.sql('SELECT is_running FROM engine_state').get() as {
    is_running: number
  }
  const { run_id } = write
    .sql('UPDATE engine_state SET is_running = 1, run_id = run_id + 1 RETURNING run_id')
    .get() as { run_id: number }
  return { runId: run_id, hasEndedInOrder: is_running === 0 }
}

export function endEngineRun(write: WriteDb): void {
  write.sql('UPDATE engine_state SET is_running = 0').run()
}

/** Size of the database, in bytes, without its log. */
export function databaseBytes(db: ReadDb): number {
  const { bytes } = db
    .sql('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get() as { bytes: number }
  return bytes
}
