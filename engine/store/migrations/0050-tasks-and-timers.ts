import type { Migration } from '../migrate.ts'

/**
 * `status` and `kind` are codes of `store/codes.ts`: task status 1 SCHEDULED, 2 RUNNING,
 * 3 SUBMITTED, more for ended ones; timer kind 4 is heartbeat.
 */
export const tasksAndTimers: Migration = {
  number: 50,
  purpose: 'attempts of tasks with their leases, and timers',
  sql: `
    ALTER TABLE engine_state ADD COLUMN run_id INTEGER NOT NULL DEFAULT 0;

    CREATE TABLE task (
      id INTEGER PRIMARY KEY,
      execution_id INTEGER NOT NULL REFERENCES execution (id),
      task_id INTEGER NOT NULL,
      status INTEGER NOT NULL,
      -- The engine run that holds the lease; null unless RUNNING.
      run_id INTEGER,
      -- 1: it had been started by an engine run that has ended.
      is_resumed INTEGER NOT NULL DEFAULT 0,
      retry_count INTEGER NOT NULL,
      scheduled_at INTEGER NOT NULL,
      ended_at INTEGER,
      timeout_seconds REAL,
      heartbeat_seconds REAL,
      pattern TEXT NOT NULL,
      resource TEXT NOT NULL,
      state_name TEXT NOT NULL,
      token TEXT,
      -- JSON; null once ended (the history has it).
      parameters TEXT,
      UNIQUE (execution_id, task_id)
    ) STRICT;
    CREATE UNIQUE INDEX task_by_token ON task (token) WHERE token IS NOT NULL;
    CREATE INDEX task_scheduled ON task (id) WHERE status = 1;
    CREATE INDEX task_running ON task (id) WHERE status = 2;

    CREATE TABLE timer (
      execution_id INTEGER NOT NULL,
      timer_id INTEGER NOT NULL,
      due_at INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      task_id INTEGER,
      PRIMARY KEY (execution_id, timer_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX timer_by_due ON timer (due_at);
    CREATE INDEX timer_of_heartbeat ON timer (execution_id, task_id) WHERE kind = 4;
  `
}
