import type { Migration } from '../migrate.ts'

/**
 * Children of map runs are kept out of the lists' indexes instead of being skipped row by row: a run
 * of 100,000 children would stand between two executions that a page shows.
 */
export const keysetLists: Migration = {
  number: 650,
  purpose: 'every list by an index of its own, every count kept',
  sql: `
    -- Null: not a child.
    ALTER TABLE execution ADD COLUMN map_run_id INTEGER;
    UPDATE execution
      SET map_run_id = (SELECT map_run_id FROM map_run_child WHERE execution_id = execution.id)
      WHERE id IN (SELECT execution_id FROM map_run_child);

    DROP INDEX execution_by_start;
    DROP INDEX execution_by_status;
    DROP INDEX execution_by_machine;
    DROP INDEX execution_by_machine_and_status;
    CREATE INDEX execution_by_start ON execution (started_at) WHERE map_run_id IS NULL;
    CREATE INDEX execution_by_status ON execution (status, started_at) WHERE map_run_id IS NULL;
    CREATE INDEX execution_by_machine ON execution (state_machine_id, started_at)
      WHERE map_run_id IS NULL;
    CREATE INDEX execution_by_machine_and_status
      ON execution (state_machine_id, status, started_at) WHERE map_run_id IS NULL;
    CREATE INDEX execution_by_version_and_status
      ON execution (state_machine_id, version, status, started_at) WHERE version IS NOT NULL;
    CREATE INDEX execution_by_alias_and_status
      ON execution (state_machine_id, alias, status, started_at) WHERE alias IS NOT NULL;
    CREATE INDEX execution_of_map_run ON execution (map_run_id, started_at)
      WHERE map_run_id IS NOT NULL;
    CREATE INDEX execution_of_map_run_by_status ON execution (map_run_id, status, started_at)
      WHERE map_run_id IS NOT NULL;
    CREATE INDEX map_run_by_event ON map_run (execution_id, event_id);
    CREATE INDEX approval_of_execution ON approval (execution_id, id);

    CREATE TABLE map_run_count (
      map_run_id INTEGER NOT NULL,
      status INTEGER NOT NULL,
      executions INTEGER NOT NULL,
      items INTEGER NOT NULL,
      PRIMARY KEY (map_run_id, status)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO map_run_count
      SELECT child.map_run_id, status, count(*), sum(item_count) FROM map_run_child AS child
      JOIN execution ON execution.id = execution_id GROUP BY child.map_run_id, status;
    CREATE TRIGGER map_run_child_counted AFTER INSERT ON map_run_child BEGIN
      INSERT INTO map_run_count
        SELECT new.map_run_id, status, 1, new.item_count FROM execution WHERE id = new.execution_id
        ON CONFLICT DO UPDATE
          SET executions = executions + 1, items = items + excluded.items;
    END;
    CREATE TRIGGER map_run_child_recounted AFTER UPDATE OF status ON execution
    WHEN new.status <> old.status AND new.map_run_id IS NOT NULL BEGIN
      UPDATE map_run_count SET executions = executions - 1,
          items = items - (SELECT item_count FROM map_run_child WHERE execution_id = new.id)
        WHERE map_run_id = old.map_run_id AND status = old.status;
      INSERT INTO map_run_count
        SELECT new.map_run_id, new.status, 1, item_count FROM map_run_child
          WHERE execution_id = new.id
        ON CONFLICT DO UPDATE
          SET executions = executions + 1, items = items + excluded.items;
    END;
    CREATE TRIGGER map_run_uncounted AFTER DELETE ON map_run BEGIN
      DELETE FROM map_run_count WHERE map_run_id = old.id;
    END;

    CREATE TABLE approval_count (
      status TEXT PRIMARY KEY,
      count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO approval_count SELECT status, count(*) FROM approval GROUP BY status;
    CREATE TRIGGER approval_counted AFTER INSERT ON approval BEGIN
      INSERT INTO approval_count VALUES (new.status, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER approval_recounted AFTER UPDATE OF status ON approval
    WHEN new.status <> old.status BEGIN
      UPDATE approval_count SET count = count - 1 WHERE status = old.status;
      INSERT INTO approval_count VALUES (new.status, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER approval_uncounted AFTER DELETE ON approval BEGIN
      UPDATE approval_count SET count = count - 1 WHERE status = old.status;
    END;
  `
}
