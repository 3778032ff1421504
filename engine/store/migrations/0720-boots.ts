import type { Migration } from '../migrate.ts'

/**
 * After a power loss the files of an attempt may say less than what it has done. `is_resumed` of a
 * task is 2 where the computer has gone down under its lease.
 */
export const boots: Migration = {
  number: 720,
  purpose: 'whether the computer has gone down since the last engine run',
  sql: 'ALTER TABLE engine_state ADD COLUMN boot_id TEXT;'
}
