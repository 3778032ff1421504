import type { Migration } from '../migrate.ts'

export const heldSlots: Migration = {
  number: 820,
  purpose: 'slots that wait until conditions of the computer are met',
  sql: `
    -- Of a held slot: when it is of no use any more.
    ALTER TABLE schedule_slot ADD COLUMN expires_at INTEGER;
    CREATE INDEX schedule_slot_held ON schedule_slot (expires_at) WHERE status = 'HELD';
    DROP INDEX schedule_slot_open;
    CREATE INDEX schedule_slot_open ON schedule_slot (schedule_id, slot_at)
      WHERE status IN ('WAITING', 'BUFFERED', 'HELD');
  `
}
