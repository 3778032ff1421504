import type { OperationName } from '../../api/index.ts'

/**
 * Operations whose answers may be large or take long to find. A small one costs less than the way to
 * the reader thread and back, so `Describe…` and the kept counts stay where the engine writes.
 */
export const readNames = [
  'GetExecutionHistory',
  'ListApprovals',
  'ListExecutions',
  'ListMails',
  'ListMapRuns',
  'SearchExecutions'
] as const satisfies readonly OperationName[]

export type ReadName = (typeof readNames)[number]

const known: ReadonlySet<string> = new Set(readNames)

export function isReadName(name: OperationName): name is ReadName {
  return known.has(name)
}
