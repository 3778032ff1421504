import type { Migration } from '../migrate.ts'

export const connections: Migration = {
  number: 110,
  purpose: 'connections, and secrets of the engine itself; sealed values carry the id of their key',
  sql: `
    CREATE TABLE connection (
      name TEXT PRIMARY KEY,
      type TEXT NOT NULL,
      settings TEXT NOT NULL,
      -- Sealed JSON object of secrets by name; null where none is set.
      secrets TEXT,
      -- Names alone, so that a list never opens the vault.
      secret_names TEXT NOT NULL,
      is_default INTEGER NOT NULL,
      modified_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX connection_default ON connection (type) WHERE is_default = 1;

    CREATE TABLE vault_secret (
      name TEXT PRIMARY KEY,
      sealed TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `
}
