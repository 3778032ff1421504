import type { Migration } from '../migrate.ts'

export const mails: Migration = {
  number: 120,
  purpose: 'the outbox: mails are stored before they are sent',
  sql: `
    CREATE TABLE mail (
      id INTEGER PRIMARY KEY,
      mail_id TEXT NOT NULL UNIQUE,
      execution_id INTEGER NOT NULL,
      task_id INTEGER NOT NULL,
      key TEXT NOT NULL,
      execution_arn TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('WAITING', 'SENT', 'FAILED')),
      -- The connection that the task named; null: the default one.
      connection TEXT,
      message_id TEXT NOT NULL,
      subject TEXT NOT NULL,
      recipients TEXT NOT NULL,
      sender TEXT,
      -- The whole mail as JSON, sealed: decision links in it are secrets.
      sealed TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      sent_at INTEGER,
      attempts INTEGER NOT NULL DEFAULT 0,
      last_error TEXT,
      accepted TEXT NOT NULL DEFAULT '[]',
      rejected TEXT NOT NULL DEFAULT '[]',
      -- Null: waits for a connection or for a person, or is over.
      due_at INTEGER,
      UNIQUE (execution_id, task_id, key)
    ) STRICT;
    CREATE INDEX mail_by_due ON mail (due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX mail_by_status ON mail (status, id);
  `
}
