import type { Migration } from '../migrate.ts'

export const testCases: Migration = {
  number: 200,
  purpose: 'which executions answer from a test case of the mock configuration file',
  sql: `
    CREATE TABLE execution_test_case (
      execution_id INTEGER PRIMARY KEY REFERENCES execution (id),
      test_case TEXT NOT NULL
    ) STRICT;
  `
}
