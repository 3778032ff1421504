import type { Migration } from '../migrate.ts'

/**
 * Events lie in the order of their commits; which rows are whose is said by ranges of rows, written for
 * many commits at once (ADR 0018). The id is the table's own, so that a VACUUM keeps it.
 */
export const historyRanges: Migration = {
  number: 800,
  purpose: 'history found by ranges of rows instead of an index entry an event',
  sql: `
    ALTER TABLE history_event RENAME TO history_event_before;
    CREATE TABLE history_event (
      id INTEGER PRIMARY KEY,
      execution_id INTEGER NOT NULL,
      event_id INTEGER NOT NULL,
      previous_event_id INTEGER NOT NULL,
      type INTEGER NOT NULL,
      at INTEGER NOT NULL,
      details TEXT
    ) STRICT;
    INSERT INTO history_event
      SELECT rowid, execution_id, event_id, previous_event_id, type, at, details
      FROM history_event_before ORDER BY rowid;
    DROP TABLE history_event_before;

    -- Events of an execution whose ids and rows both follow each other without a gap.
    CREATE TABLE history_range (
      execution_id INTEGER NOT NULL,
      first_event_id INTEGER NOT NULL,
      first_row INTEGER NOT NULL,
      event_count INTEGER NOT NULL,
      PRIMARY KEY (execution_id, first_event_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO history_range
      SELECT execution_id, min(event_id), min(id), count(*) FROM history_event
      GROUP BY execution_id, id - event_id;

    -- Rows up to this one are in ranges; the few behind it are looked through.
    ALTER TABLE engine_state ADD COLUMN last_ranged_row INTEGER NOT NULL DEFAULT 0;
    UPDATE engine_state
      SET last_ranged_row = (SELECT coalesce(max(id), 0) FROM history_event);
  `
}
