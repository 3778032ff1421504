import type { Migration } from '../migrate.ts'

/**
 * Long texts are stored once, however many events carry them (ADR 0012). Which executions use a
 * payload is rows, not a count: they cannot drift, and the last one to go takes it along.
 */
export const payloads: Migration = {
  number: 600,
  purpose: 'long texts by the digest of their content, and which executions use them',
  sql: `
    CREATE TABLE payload (
      id INTEGER PRIMARY KEY,
      -- The first 16 bytes of the text's SHA-256.
      digest BLOB NOT NULL UNIQUE,
      -- The text; a BLOB where it is compressed (Zstandard).
      content ANY NOT NULL
    ) STRICT;

    CREATE TABLE payload_use (
      execution_id INTEGER NOT NULL,
      payload_id INTEGER NOT NULL,
      PRIMARY KEY (execution_id, payload_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX payload_use_by_payload ON payload_use (payload_id);
  `
}
