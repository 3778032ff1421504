import type { Migration } from '../migrate.ts'

/**
 * Appended by rowid with one small integer index: a clustered key would rewrite a page per live
 * execution and commit. No foreign key, as it would cost a look-up a row. `type` is a code of
 * `store/codes.ts`.
 */
export const history: Migration = {
  number: 40,
  purpose: 'history events, append only',
  sql: `
    CREATE TABLE history_event (
      execution_id INTEGER NOT NULL,
      event_id INTEGER NOT NULL,
      previous_event_id INTEGER NOT NULL,
      type INTEGER NOT NULL,
      at INTEGER NOT NULL,
      details TEXT
    ) STRICT;
    CREATE UNIQUE INDEX history_event_by_execution ON history_event (execution_id, event_id);
  `
}
