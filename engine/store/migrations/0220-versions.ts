import type { Migration } from '../migrate.ts'

/**
 * A revision's name is AWS's revisionId: empty for the one that a state machine was created with.
 * Versions freeze all that an execution takes from a state machine.
 */
export const versions: Migration = {
  number: 220,
  purpose: 'configuration of state machines, their versions, aliases and tags; redrives',
  sql: `
    ALTER TABLE state_machine ADD COLUMN revision_name TEXT NOT NULL DEFAULT '';
    UPDATE state_machine
      SET revision_name = printf('00000000-0000-4000-8000-%012x', revision_id)
      WHERE updated_at <> created_at;
    -- JSON as in the API; null: off.
    ALTER TABLE state_machine ADD COLUMN logging TEXT;
    ALTER TABLE state_machine ADD COLUMN is_traced INTEGER NOT NULL DEFAULT 0;
    -- Numbers of deleted versions are not used again.
    ALTER TABLE state_machine ADD COLUMN next_version INTEGER NOT NULL DEFAULT 1;

    CREATE TABLE state_machine_version (
      state_machine_id INTEGER NOT NULL REFERENCES state_machine (id),
      number INTEGER NOT NULL,
      revision_id INTEGER NOT NULL REFERENCES state_machine_revision (id),
      revision_name TEXT NOT NULL,
      description TEXT,
      role_arn TEXT NOT NULL,
      logging TEXT,
      is_traced INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (state_machine_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE state_machine_alias (
      id INTEGER PRIMARY KEY,
      state_machine_id INTEGER NOT NULL REFERENCES state_machine (id),
      name TEXT NOT NULL,
      description TEXT,
      -- JSON: one or two { version, weight }, the weights sum up to 100.
      routes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      UNIQUE (state_machine_id, name)
    ) STRICT;

    CREATE TABLE tag (
      resource_arn TEXT NOT NULL,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (resource_arn, key)
    ) STRICT, WITHOUT ROWID;

    -- What the execution was started by, besides the state machine.
    ALTER TABLE execution ADD COLUMN version INTEGER;
    ALTER TABLE execution ADD COLUMN alias TEXT;
    ALTER TABLE execution ADD COLUMN redrive_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE execution ADD COLUMN redriven_at INTEGER;
    CREATE INDEX execution_by_version ON execution (state_machine_id, version, started_at)
      WHERE version IS NOT NULL;
    CREATE INDEX execution_by_alias ON execution (state_machine_id, alias, started_at)
      WHERE alias IS NOT NULL;
  `
}
