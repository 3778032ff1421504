import type { Migration } from '../migrate.ts'

export const retention: Migration = {
  number: 620,
  purpose: 'how long executions are kept, how much the data folder may take, and how it has grown',
  sql: `
    -- JSON as in the API. The row 0 is the engine's own, for all without one.
    CREATE TABLE retention_rule (
      state_machine_id INTEGER PRIMARY KEY,
      rule TEXT NOT NULL
    ) STRICT;

    -- What the data folder took, measured last on each day (days since the epoch).
    CREATE TABLE storage_day (
      day INTEGER PRIMARY KEY,
      measured_at INTEGER NOT NULL,
      used_bytes INTEGER NOT NULL,
      -- JSON: bytes of the folders that are not kept with executions.
      folders TEXT NOT NULL
    ) STRICT;

    -- Null: the default.
    ALTER TABLE engine_state ADD COLUMN budget_bytes INTEGER;
    -- Since when the budget is nearly used up; null: it is not.
    ALTER TABLE engine_state ADD COLUMN budget_warned_at INTEGER;
    -- 1: the next start rewrites the database without its free pages.
    ALTER TABLE engine_state ADD COLUMN must_compact INTEGER NOT NULL DEFAULT 0;
  `
}
