import type { Migration } from '../migrate.ts'

export const approvals: Migration = {
  number: 130,
  purpose: 'approvals, one per attempt, and their single-use links, of which only digests are kept',
  sql: `
    CREATE TABLE approval (
      id INTEGER PRIMARY KEY,
      approval_id TEXT NOT NULL UNIQUE,
      execution_id INTEGER NOT NULL,
      task_id INTEGER NOT NULL,
      status TEXT NOT NULL
        CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED')),
      state_machine_name TEXT NOT NULL,
      execution_name TEXT NOT NULL,
      state_name TEXT NOT NULL,
      title TEXT NOT NULL,
      message TEXT NOT NULL,
      data TEXT NOT NULL,
      recipients TEXT NOT NULL,
      requested_at INTEGER NOT NULL,
      expires_at INTEGER,
      decided_at INTEGER,
      decided_by TEXT,
      channel TEXT,
      comment TEXT,
      UNIQUE (execution_id, task_id)
    ) STRICT;
    CREATE INDEX approval_by_status ON approval (status, id);

    CREATE TABLE approval_link (
      -- SHA-256 of the link's token, hexadecimal.
      digest TEXT PRIMARY KEY,
      approval INTEGER NOT NULL REFERENCES approval (id),
      recipient TEXT NOT NULL,
      intention TEXT NOT NULL CHECK (intention IN ('APPROVED', 'REJECTED')),
      nonce TEXT NOT NULL,
      expires_at INTEGER,
      used_at INTEGER
    ) STRICT, WITHOUT ROWID;
  `
}
