import type { Migration } from '../migrate.ts'

/**
 * What the search index has yet to take in. It sees new executions by their ids, so only ends,
 * redrives and deletions are noted; children of map runs are not searched.
 */
export const changedExecutions: Migration = {
  number: 660,
  purpose: 'which executions have changed since the search index has read them',
  sql: `
    CREATE TABLE changed_execution (
      seq INTEGER PRIMARY KEY,
      execution_id INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER execution_changed AFTER UPDATE OF status ON execution
    WHEN new.status <> old.status AND new.map_run_id IS NULL BEGIN
      INSERT INTO changed_execution (execution_id) VALUES (new.id);
    END;
    CREATE TRIGGER execution_removed AFTER DELETE ON execution WHEN old.map_run_id IS NULL BEGIN
      INSERT INTO changed_execution (execution_id) VALUES (old.id);
    END;
  `
}
