import { executionStatusCodes } from '../store/codes.ts'
import type { ExecutionStatus } from '../store/codes.ts'
import { findExecutionById, readExecutionData } from '../store/queries/executions.ts'
import type { SearchDocument } from '../store/queries/search-index.ts'
import type { ReadDb } from '../store/transaction.ts'
import { EVERY } from './text-query.ts'

/** So much of each text is searched, from its beginning. */
const LONGEST_TEXT = 32 * 1024

/** Terms by which the index itself keeps to a state machine and a status. */
export function factsOf(facts: {
  stateMachineId?: number | undefined
  status?: ExecutionStatus | undefined
}): string[] {
  const { stateMachineId, status } = facts
  return [
    ...(stateMachineId === undefined ? [] : [`m${String(stateMachineId)}`]),
    ...(status === undefined ? [] : [`s${String(executionStatusCodes[status])}`])
  ]
}

/** An execution as it is searched now; undefined where there is none any more. */
export function documentOf(db: ReadDb, executionId: number): SearchDocument | undefined {
  const found = findExecutionById(db, executionId)
  if (!found) return undefined
  const { input, output = '', error = '', cause = '' } = readExecutionData(db, executionId)
  const head = (text: string): string => text.slice(0, LONGEST_TEXT)
  return {
    name: found.name,
    ...{ input: head(input), output: head(output), error: head(error), cause: head(cause) },
    facts: [EVERY, ...factsOf(found)].join(' ')
  }
}
