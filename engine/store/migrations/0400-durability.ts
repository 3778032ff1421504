import type { Migration } from '../migrate.ts'

/** `full` or `normal`; null: as the engine's `--durability` says. */
export const durability: Migration = {
  number: 400,
  purpose: "how durable a state machine's executions are",
  sql: 'ALTER TABLE state_machine ADD COLUMN durability TEXT;'
}
