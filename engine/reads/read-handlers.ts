import type { CheckedInput, Output } from '../../api/index.ts'
import type { SearchDb } from '../store/open-search-index.ts'
import type { ReadDb } from '../store/transaction.ts'
import { executionReads } from './executions.ts'
import { otherReads } from './lists.ts'
import type { ReadName } from './read-names.ts'

/** What answers are read from. */
export interface ReadSources {
  db: ReadDb
  /** Asked for with each search: an index that was damaged is made anew. */
  index: () => SearchDb
}

/** Functions of what the database holds, and of nothing else. */
export type ReadHandlers = { [K in ReadName]: (input: CheckedInput<K>) => Output<K> }

export function createReadHandlers(sources: ReadSources): ReadHandlers {
  return { ...executionReads(sources), ...otherReads(sources) }
}
