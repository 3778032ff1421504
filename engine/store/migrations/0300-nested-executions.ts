import type { Migration } from '../migrate.ts'

export const nestedExecutions: Migration = {
  number: 300,
  purpose: 'executions that a task of another one waits for',
  sql: `
    -- The 2 of .sync:2; null for all else.
    ALTER TABLE task ADD COLUMN sync_version INTEGER;

    CREATE TABLE nested_execution (
      child_id INTEGER PRIMARY KEY REFERENCES execution (id),
      parent_id INTEGER NOT NULL,
      parent_task_id INTEGER NOT NULL,
      -- 1: nobody waits for it any more, it is to be stopped.
      must_stop INTEGER NOT NULL DEFAULT 0,
      UNIQUE (parent_id, parent_task_id)
    ) STRICT;
  `
}
