import type { Migration } from '../migrate.ts'

export const schedules: Migration = {
  number: 100,
  purpose: 'schedules and their slots: the times at which they were due, and what came of each',
  sql: `
    CREATE TABLE schedule (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      expression TEXT NOT NULL,
      time_zone TEXT NOT NULL,
      description TEXT,
      is_enabled INTEGER NOT NULL,
      start_at INTEGER,
      end_at INTEGER,
      state_machine_arn TEXT NOT NULL,
      input TEXT,
      created_at INTEGER NOT NULL,
      modified_at INTEGER NOT NULL,
      -- Null: disabled, or never due again.
      next_due_at INTEGER
    ) STRICT;
    CREATE INDEX schedule_by_due ON schedule (next_due_at) WHERE next_due_at IS NOT NULL;

    CREATE TABLE schedule_slot (
      schedule_id INTEGER NOT NULL REFERENCES schedule (id),
      slot_at INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('RUN', 'SKIPPED')),
      execution_arn TEXT,
      reason TEXT,
      PRIMARY KEY (schedule_id, slot_at)
    ) STRICT, WITHOUT ROWID;
  `
}
