import type { Migration } from '../migrate.ts'

export const absences: Migration = {
  number: 510,
  purpose: 'when the engine was asleep or off',
  sql: `
    CREATE TABLE absence (
      -- Never used again: a digest is put away up to an id.
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      from_at INTEGER NOT NULL,
      to_at INTEGER NOT NULL,
      is_acknowledged INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX absence_open ON absence (id) WHERE is_acknowledged = 0;
    -- The last sign of life, now and then.
    ALTER TABLE engine_state ADD COLUMN seen_at INTEGER;
  `
}
