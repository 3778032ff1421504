import type { ReadDb, WriteDb } from '../transaction.ts'

export function insertTestCase(write: WriteDb, executionId: number, testCase: string): void {
  write.sql('INSERT INTO execution_test_case VALUES (?, ?)').run(executionId, testCase)
}

/** Undefined where the execution belongs to no test case. */
export function findTestCase(
  db: ReadDb,
  executionId: number
): { testCase: string; stateMachineName: string } | undefined {
  return db
    .sql(
      `SELECT test_case AS testCase, (SELECT name FROM state_machine WHERE id =
           (SELECT state_machine_id FROM execution WHERE execution.id = execution_id)) AS stateMachineName
       FROM execution_test_case WHERE execution_id = ?`
    )
    .get(executionId) as { testCase: string; stateMachineName: string } | undefined
}
