import type { Migration } from '../migrate.ts'

export const stateMachines: Migration = {
  number: 20,
  purpose: 'state machines and the revisions of their definitions, one revision per distinct text',
  sql: `
    CREATE TABLE state_machine (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL CHECK (type IN ('STANDARD', 'EXPRESS')),
      role_arn TEXT NOT NULL,
      -- The current one; null only between the two inserts of a new state machine.
      revision_id INTEGER REFERENCES state_machine_revision (id) DEFERRABLE INITIALLY DEFERRED,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      -- Kept for its executions; a new one of the same name takes the row over.
      deleted_at INTEGER
    ) STRICT;

    CREATE TABLE state_machine_revision (
      id INTEGER PRIMARY KEY,
      state_machine_id INTEGER NOT NULL REFERENCES state_machine (id),
      created_at INTEGER NOT NULL,
      -- SHA-256 of the text, hexadecimal.
      digest TEXT NOT NULL,
      definition TEXT NOT NULL,
      UNIQUE (state_machine_id, digest)
    ) STRICT;
  `
}
