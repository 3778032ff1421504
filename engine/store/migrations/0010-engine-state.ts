import type { Migration } from '../migrate.ts'

export const engineState: Migration = {
  number: 10,
  purpose: 'one row of what the engine itself must remember',
  sql: `
    CREATE TABLE engine_state (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      commit_number INTEGER NOT NULL DEFAULT 0,
      http_port INTEGER,
      is_running INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    INSERT INTO engine_state (only_row) VALUES (1);
  `
}
