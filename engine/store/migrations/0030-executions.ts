import type { Migration } from '../migrate.ts'

/**
 * Small rows that lists scan apart from the large values and from the snapshot that each step
 * rewrites. `status` is a code of `store/codes.ts`. Newest first is (started_at, id) downwards.
 */
export const executions: Migration = {
  number: 30,
  purpose: 'executions, their snapshots and their counts by status',
  sql: `
    CREATE TABLE execution (
      id INTEGER PRIMARY KEY,
      state_machine_id INTEGER NOT NULL REFERENCES state_machine (id),
      revision_id INTEGER NOT NULL REFERENCES state_machine_revision (id),
      status INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      stopped_at INTEGER,
      name TEXT NOT NULL,
      UNIQUE (state_machine_id, name)
    ) STRICT;
    CREATE INDEX execution_by_start ON execution (started_at);
    CREATE INDEX execution_by_status ON execution (status, started_at);
    CREATE INDEX execution_by_machine ON execution (state_machine_id, started_at);
    CREATE INDEX execution_by_machine_and_status ON execution (state_machine_id, status, started_at);

    CREATE TABLE execution_data (
      execution_id INTEGER PRIMARY KEY REFERENCES execution (id),
      input TEXT NOT NULL,
      output TEXT,
      error TEXT,
      cause TEXT
    ) STRICT;

    -- The head of the snapshot without frames and input; only while the execution runs.
    CREATE TABLE snapshot (
      execution_id INTEGER PRIMARY KEY REFERENCES execution (id),
      -- 1: the last step asked to be continued, which is yet to be done.
      must_continue INTEGER NOT NULL DEFAULT 0,
      head TEXT NOT NULL
    ) STRICT;
    CREATE INDEX snapshot_to_continue ON snapshot (execution_id) WHERE must_continue = 1;

    CREATE TABLE frame (
      execution_id INTEGER NOT NULL,
      frame_id INTEGER NOT NULL,
      frame TEXT NOT NULL,
      PRIMARY KEY (execution_id, frame_id)
    ) STRICT, WITHOUT ROWID;

    -- Kept by triggers, so that a count never scans.
    CREATE TABLE execution_count (
      state_machine_id INTEGER NOT NULL,
      status INTEGER NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (state_machine_id, status)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER execution_counted AFTER INSERT ON execution BEGIN
      INSERT INTO execution_count VALUES (new.state_machine_id, new.status, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER execution_recounted AFTER UPDATE OF status ON execution
    WHEN new.status <> old.status BEGIN
      UPDATE execution_count SET count = count - 1
        WHERE state_machine_id = old.state_machine_id AND status = old.status;
      INSERT INTO execution_count VALUES (new.state_machine_id, new.status, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    END;
  `
}
