import type { Migration } from '../migrate.ts'

export const firedIdentities: Migration = {
  number: 821,
  purpose:
    'what triggers have fired for and whose rows were forgotten, so that they fire no second time',
  sql: `
    CREATE TABLE fired_identity (
      trigger_id INTEGER NOT NULL REFERENCES start_trigger (id),
      -- The first half of the identity's SHA-256.
      digest BLOB NOT NULL,
      PRIMARY KEY (trigger_id, digest)
    ) STRICT, WITHOUT ROWID;
  `
}
