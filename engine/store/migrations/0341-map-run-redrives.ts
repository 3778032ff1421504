import type { Migration } from '../migrate.ts'

export const mapRunRedrives: Migration = {
  number: 341,
  purpose: 'map runs that are redriven: their failed children run again',
  sql: `
    ALTER TABLE map_run ADD COLUMN redrive_count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE map_run ADD COLUMN redriven_at INTEGER;
    -- 1: its run was redriven and it has not been yet.
    ALTER TABLE map_run_child ADD COLUMN must_redrive INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX map_run_child_to_redrive ON map_run_child (map_run_id, first_item)
      WHERE must_redrive = 1;
  `
}
