import type { Migration } from '../migrate.ts'

export const mapRuns: Migration = {
  number: 310,
  purpose: 'map runs and their child executions, which are executions of a hidden state machine',
  sql: `
    CREATE TABLE map_run (
      id INTEGER PRIMARY KEY,
      arn TEXT NOT NULL UNIQUE,
      execution_id INTEGER NOT NULL REFERENCES execution (id),
      -- The id of the event MapRunStarted.
      event_id INTEGER NOT NULL,
      -- The hidden one of the children, named <machine>/<label>.
      state_machine_id INTEGER NOT NULL REFERENCES state_machine (id),
      revision_id INTEGER NOT NULL REFERENCES state_machine_revision (id),
      status TEXT NOT NULL CHECK (status IN ('RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED')),
      started_at INTEGER NOT NULL,
      stopped_at INTEGER,
      -- 0: no limit but the engine's own.
      max_concurrency INTEGER NOT NULL,
      tolerated_failure_count INTEGER NOT NULL,
      tolerated_failure_percentage REAL NOT NULL,
      -- So many items may fail: what the two above come to.
      tolerated_failures INTEGER NOT NULL,
      item_count INTEGER NOT NULL,
      -- The first item that no child has been started for.
      next_item INTEGER NOT NULL DEFAULT 0,
      running INTEGER NOT NULL DEFAULT 0,
      failed_items INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX map_run_by_execution ON map_run (execution_id, id);
    CREATE INDEX map_run_running ON map_run (id) WHERE status = 'RUNNING';

    CREATE TABLE map_run_child (
      execution_id INTEGER PRIMARY KEY REFERENCES execution (id),
      map_run_id INTEGER NOT NULL REFERENCES map_run (id),
      first_item INTEGER NOT NULL,
      item_count INTEGER NOT NULL,
      has_ended INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX map_run_child_by_item ON map_run_child (map_run_id, first_item);
    CREATE INDEX map_run_child_running ON map_run_child (map_run_id) WHERE has_ended = 0;
  `
}
