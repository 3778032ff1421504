import type { Migration } from '../migrate.ts'

/** The user's own folder that a state machine's tasks start in; null: the one in the data folder. */
export const workFolders: Migration = {
  number: 330,
  purpose: 'the folder that the tasks of a state machine start in',
  sql: 'ALTER TABLE state_machine ADD COLUMN work_folder TEXT;'
}
