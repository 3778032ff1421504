import type { Migration } from '../migrate.ts'

/**
 * A claim is what an execution takes of a pool, from its start to its end. `pool` is a pool's name, or
 * `:<id>` for the limit of a state machine. Both orders of `seq` are first come, first served.
 */
export const concurrency: Migration = {
  number: 550,
  purpose: 'rules on starts, pools, and who holds and awaits them',
  sql: `
    CREATE TABLE concurrency_rule (
      state_machine_id INTEGER PRIMARY KEY REFERENCES state_machine (id),
      -- JSON of the API's concurrencyRule.
      rule TEXT NOT NULL
    ) STRICT;

    CREATE TABLE pool (
      name TEXT PRIMARY KEY,
      size INTEGER NOT NULL,
      description TEXT,
      modified_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE claim (
      execution_id INTEGER NOT NULL REFERENCES execution (id),
      pool TEXT NOT NULL,
      -- What the rule's key expression yields; empty where it has none.
      key TEXT NOT NULL,
      units INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      -- When the execution was queued, or started where it never waited.
      made_at INTEGER NOT NULL,
      -- Null: it waits.
      held_since INTEGER,
      PRIMARY KEY (execution_id, pool, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX claim_by_seq ON claim (seq);
    CREATE INDEX claim_held ON claim (pool, key, seq, units) WHERE held_since IS NOT NULL;
    CREATE INDEX claim_waiting ON claim (pool, key, seq, units) WHERE held_since IS NULL;
  `
}
