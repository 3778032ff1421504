import type { Migration } from '../migrate.ts'

/**
 * `start_trigger`, since TRIGGER is a word of SQL. A firing is one event: of one identity there is one
 * row, so that nothing starts twice, whatever crashes.
 */
export const triggers: Migration = {
  number: 551,
  purpose: 'triggers, what they have fired for, and the files that folder triggers know',
  sql: `
    CREATE TABLE start_trigger (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      description TEXT,
      is_enabled INTEGER NOT NULL,
      state_machine_arn TEXT NOT NULL,
      input TEXT,
      -- JSON of the API's conditions; null: none.
      conditions TEXT,
      -- JSON of the API's settings of its kind.
      settings TEXT NOT NULL,
      sealed_secret TEXT,
      -- Where its watcher goes on; JSON of the kind's own.
      cursor TEXT,
      created_at INTEGER NOT NULL,
      modified_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE firing (
      id INTEGER PRIMARY KEY,
      trigger_id INTEGER NOT NULL REFERENCES start_trigger (id),
      identity TEXT NOT NULL,
      title TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('WAITING', 'HELD', 'STARTED', 'SKIPPED', 'FAILED')),
      fired_at INTEGER NOT NULL,
      execution_id INTEGER,
      -- Known before the start, as a short execution may end within it.
      execution_arn TEXT,
      reason TEXT,
      event TEXT NOT NULL,
      -- How many firings led to this one, each from the end of an execution.
      depth INTEGER NOT NULL DEFAULT 0,
      -- 1: something is to be done once its execution has ended.
      must_follow_up INTEGER NOT NULL DEFAULT 0,
      UNIQUE (trigger_id, identity)
    ) STRICT;
    CREATE INDEX firing_by_trigger ON firing (trigger_id, id);
    CREATE INDEX firing_by_status ON firing (trigger_id, status, id);
    CREATE INDEX firing_by_execution ON firing (execution_arn);
    CREATE INDEX firing_open ON firing (status, id) WHERE status IN ('WAITING', 'HELD');
    CREATE INDEX firing_to_follow_up ON firing (execution_id) WHERE must_follow_up = 1;

    -- Kept by triggers, so that a count never scans.
    CREATE TABLE firing_count (
      trigger_id INTEGER NOT NULL,
      status TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (trigger_id, status)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER firing_counted AFTER INSERT ON firing BEGIN
      INSERT INTO firing_count VALUES (new.trigger_id, new.status, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER firing_recounted AFTER UPDATE OF status ON firing
    WHEN new.status <> old.status BEGIN
      UPDATE firing_count SET count = count - 1
        WHERE trigger_id = old.trigger_id AND status = old.status;
      INSERT INTO firing_count VALUES (new.trigger_id, new.status, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    END;

    -- The files of a folder trigger as they were last seen, by their path within the folder.
    CREATE TABLE watched_file (
      trigger_id INTEGER NOT NULL REFERENCES start_trigger (id),
      path TEXT NOT NULL,
      size INTEGER NOT NULL,
      modified_at REAL NOT NULL,
      -- Null: it was there before the trigger, and is not its business.
      sha256 TEXT,
      known_since INTEGER NOT NULL,
      PRIMARY KEY (trigger_id, path)
    ) STRICT, WITHOUT ROWID;
  `
}
