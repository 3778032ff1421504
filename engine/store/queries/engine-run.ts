import type { ReadDb, WriteDb } from '../transaction.ts'

export interface EngineRun {
  runId: number
  /** Of the run before. */
  hasEndedInOrder: boolean
  /** The computer has gone down since the run before. */
  hasRebooted: boolean
}

/** Marks the beginning of an engine run, in the computer's run of this id. */
export function beginEngineRun(write: WriteDb, bootId = ''): EngineRun {
  const { is_running, boot_id } = write
    .sql('SELECT is_running, boot_id FROM engine_state')
    .get() as { is_running: number; boot_id: string | null }
  const { run_id } = write
    .sql(
      'UPDATE engine_state SET is_running = 1, boot_id = ?, run_id = run_id + 1 RETURNING run_id'
    )
    .get(bootId) as { run_id: number }
  const hasRebooted = boot_id !== null && boot_id !== bootId
  return { runId: run_id, hasEndedInOrder: is_running === 0, hasRebooted }
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
