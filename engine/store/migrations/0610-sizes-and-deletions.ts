import type { Migration } from '../migrate.ts'

/**
 * Sizes are kept with each execution and summed up by triggers, so that neither a look at the
 * storage nor a retention rule ever scans. Old executions are measured here, once.
 */
export const sizesAndDeletions: Migration = {
  number: 610,
  purpose: 'how large executions are, which are kept by hand, and which are being deleted',
  sql: `
    -- About: rows, payloads of its own. Set when it ends.
    ALTER TABLE execution ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    -- Logs and files of its tasks, as measured last.
    ALTER TABLE execution ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 0;
    -- 1: not deleted unless somebody asks for just that.
    ALTER TABLE execution ADD COLUMN is_kept INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE execution_count ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE execution_count ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 0;

    -- Ids are not given again: folders and memory go by them.
    ALTER TABLE engine_state ADD COLUMN last_execution_id INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE engine_state ADD COLUMN last_map_run_id INTEGER NOT NULL DEFAULT 0;

    -- Deletions that are under way: the rest follows, also after a crash.
    CREATE TABLE deletion (
      execution_id INTEGER PRIMARY KEY
    ) STRICT;

    DROP TRIGGER execution_counted;
    DROP TRIGGER execution_recounted;
    CREATE TRIGGER execution_counted AFTER INSERT ON execution BEGIN
      INSERT INTO execution_count (state_machine_id, status, count, bytes)
        VALUES (new.state_machine_id, new.status, 1, new.bytes)
        ON CONFLICT DO UPDATE SET count = count + 1, bytes = bytes + new.bytes;
    END;
    CREATE TRIGGER execution_recounted AFTER UPDATE OF status, bytes, file_bytes ON execution
    WHEN new.status <> old.status OR new.bytes <> old.bytes OR new.file_bytes <> old.file_bytes
    BEGIN
      UPDATE execution_count SET count = count - 1, bytes = bytes - old.bytes,
          file_bytes = file_bytes - old.file_bytes
        WHERE state_machine_id = old.state_machine_id AND status = old.status;
      INSERT INTO execution_count (state_machine_id, status, count, bytes, file_bytes)
        VALUES (new.state_machine_id, new.status, 1, new.bytes, new.file_bytes)
        ON CONFLICT DO UPDATE SET count = count + 1, bytes = bytes + excluded.bytes,
          file_bytes = file_bytes + excluded.file_bytes;
    END;
    CREATE TRIGGER execution_uncounted AFTER DELETE ON execution BEGIN
      UPDATE execution_count SET count = count - 1, bytes = bytes - old.bytes,
          file_bytes = file_bytes - old.file_bytes
        WHERE state_machine_id = old.state_machine_id AND status = old.status;
    END;

    UPDATE execution SET bytes = 400 + coalesce(
        (SELECT sum(octet_length(coalesce(details, '')) + 40) FROM history_event
         WHERE execution_id = execution.id), 0)
      WHERE status <> 1;
  `
}
