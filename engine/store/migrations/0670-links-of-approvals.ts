import type { Migration } from '../migrate.ts'

export const linksOfApprovals: Migration = {
  number: 670,
  purpose: 'the links of an approval, for its deletion',
  sql: 'CREATE INDEX approval_link_of_approval ON approval_link (approval);'
}
