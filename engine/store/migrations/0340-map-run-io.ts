import type { Migration } from '../migrate.ts'

export const mapRunIo: Migration = {
  number: 340,
  purpose: 'items that map runs read, and where their results are written',
  sql: `
    -- What a running run is at: READING its items, running its CHILDREN, STOPPING those of a run that
    -- has failed, WRITING its results.
    ALTER TABLE map_run ADD COLUMN phase TEXT NOT NULL DEFAULT 'CHILDREN'
      CHECK (phase IN ('READING', 'CHILDREN', 'STOPPING', 'WRITING'));
    -- What its ItemReader and ResultWriter ask for, JSON; NULL where the state has none.
    ALTER TABLE map_run ADD COLUMN reader TEXT;
    ALTER TABLE map_run ADD COLUMN writer TEXT;
    -- Why it fails, once its results are written.
    ALTER TABLE map_run ADD COLUMN error TEXT;
    ALTER TABLE map_run ADD COLUMN cause TEXT;
    ALTER TABLE map_run ADD COLUMN results_written INTEGER NOT NULL DEFAULT 0;

    CREATE TABLE map_run_item (
      map_run_id INTEGER NOT NULL REFERENCES map_run (id),
      item_index INTEGER NOT NULL,
      -- JSON.
      value TEXT NOT NULL,
      -- Where the dataset is a JSON object.
      key TEXT,
      PRIMARY KEY (map_run_id, item_index)
    ) STRICT, WITHOUT ROWID;
  `
}
