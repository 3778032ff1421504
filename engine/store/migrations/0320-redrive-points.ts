import type { Migration } from '../migrate.ts'

export const redrivePoints: Migration = {
  number: 320,
  purpose: 'from where executions that have not ended well can be redriven',
  sql: `
    CREATE TABLE redrive_point (
      execution_id INTEGER PRIMARY KEY REFERENCES execution (id),
      -- The last head of the snapshot.
      head TEXT NOT NULL
    ) STRICT;
  `
}
