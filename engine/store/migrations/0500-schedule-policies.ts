import type { Migration } from '../migrate.ts'

export const schedulePolicies: Migration = {
  number: 500,
  purpose: 'schedules with policies; a row for every slot that did not run, with its reason',
  sql: `
    -- JSON: what is not the default of further expressions, window, exclusions and policies.
    ALTER TABLE schedule ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE schedule ADD COLUMN remaining_runs INTEGER;
    -- The slot that next_due_at belongs to.
    ALTER TABLE schedule ADD COLUMN next_slot_at INTEGER;
    -- The slot after which the next one is still to be found.
    ALTER TABLE schedule ADD COLUMN settle_from INTEGER;
    -- The latest slot that was decided: later than now where the clock was set back.
    ALTER TABLE schedule ADD COLUMN last_slot_at INTEGER;
    ALTER TABLE schedule ADD COLUMN paused_at INTEGER;
    ALTER TABLE schedule ADD COLUMN paused_by TEXT;
    ALTER TABLE schedule ADD COLUMN pause_note TEXT;
    -- The last of its executions to end.
    ALTER TABLE schedule ADD COLUMN last_execution_id INTEGER;
    UPDATE schedule SET next_slot_at = next_due_at;
    UPDATE schedule SET paused_at = modified_at, paused_by = 'USER' WHERE is_enabled = 0;
    UPDATE schedule SET last_slot_at =
      (SELECT max(slot_at) FROM schedule_slot WHERE schedule_id = schedule.id);
    CREATE INDEX schedule_to_settle ON schedule (settle_from) WHERE settle_from IS NOT NULL;

    ALTER TABLE schedule_slot RENAME TO old_schedule_slot;
    CREATE TABLE schedule_slot (
      schedule_id INTEGER NOT NULL REFERENCES schedule (id),
      -- Of a row for many: the last of them.
      slot_at INTEGER NOT NULL,
      status TEXT NOT NULL,
      reason TEXT,
      cause TEXT NOT NULL,
      due_at INTEGER,
      started_at INTEGER,
      execution_arn TEXT,
      error TEXT,
      -- Instead of the schedule's own.
      overlap TEXT,
      -- Of a row for many.
      first_at INTEGER,
      count INTEGER NOT NULL DEFAULT 1,
      is_least INTEGER NOT NULL DEFAULT 0,
      absence_id INTEGER,
      PRIMARY KEY (schedule_id, slot_at)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO schedule_slot (schedule_id, slot_at, status, reason, cause, execution_arn, error)
      SELECT schedule_id, slot_at,
        CASE WHEN status = 'RUN' THEN 'RAN' WHEN reason LIKE 'Missed%' THEN 'MISSED' ELSE 'REFUSED' END,
        CASE WHEN status = 'RUN' THEN NULL WHEN reason LIKE 'Missed%' THEN 'ENGINE_OFF' ELSE 'START_REFUSED' END,
        'SCHEDULED', execution_arn,
        CASE WHEN status = 'RUN' OR reason LIKE 'Missed%' THEN NULL ELSE reason END
      FROM old_schedule_slot;
    DROP TABLE old_schedule_slot;
    CREATE INDEX schedule_slot_by_time ON schedule_slot (slot_at);
    CREATE INDEX schedule_slot_waiting ON schedule_slot (due_at) WHERE status = 'WAITING';
    CREATE INDEX schedule_slot_open ON schedule_slot (schedule_id, slot_at)
      WHERE status IN ('WAITING', 'BUFFERED');
    CREATE INDEX schedule_slot_by_absence ON schedule_slot (absence_id)
      WHERE absence_id IS NOT NULL;

    -- Running executions that a schedule has started.
    CREATE TABLE schedule_run (
      execution_id INTEGER PRIMARY KEY,
      schedule_id INTEGER NOT NULL,
      -- 1: started beside others (ALLOW_ALL): no later slot waits for it.
      is_beside INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX schedule_run_by_schedule ON schedule_run (schedule_id);

    CREATE TABLE exclusion_calendar (
      name TEXT PRIMARY KEY,
      description TEXT,
      rules TEXT NOT NULL,
      modified_at INTEGER NOT NULL
    ) STRICT;
  `
}
