import type { Migration } from '../migrate.ts'

/** Tasks of activities wait in a queue of their own: the engine's runner must not look at them. */
export const activities: Migration = {
  number: 210,
  purpose: 'activities, and the queues of their tasks',
  sql: `
    CREATE TABLE activity (
      name TEXT PRIMARY KEY,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- The activity's name; null for tasks that the engine does itself.
    ALTER TABLE task ADD COLUMN activity TEXT;
    -- Who has got the task, as it named itself.
    ALTER TABLE task ADD COLUMN worker TEXT;
    DROP INDEX task_scheduled;
    DROP INDEX task_running;
    CREATE INDEX task_scheduled ON task (id) WHERE status = 1 AND activity IS NULL;
    CREATE INDEX task_running ON task (id) WHERE status = 2 AND activity IS NULL;
    CREATE INDEX task_of_activity ON task (activity, id) WHERE status = 1 AND activity IS NOT NULL;
  `
}
