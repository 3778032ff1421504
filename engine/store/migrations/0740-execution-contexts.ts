import type { Migration } from '../migrate.ts'

/**
 * The part of a snapshot's head that never changes, written once: each step rewrites the head, and what
 * it takes of a page is what a group of commits writes to the log. Heads of before have it in them.
 */
export const executionContexts: Migration = {
  number: 740,
  purpose: 'the context of running executions apart from their heads',
  sql: `
    -- JSON; null once the execution has ended.
    ALTER TABLE execution_data ADD COLUMN context TEXT;
  `
}
