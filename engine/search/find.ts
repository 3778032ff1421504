import type { SearchDb } from '../store/open-search-index.ts'
import type { ExecutionSummary } from '../store/queries/executions.ts'
import { findExecutionById } from '../store/queries/executions.ts'
import type { ExecutionFilter } from '../store/queries/search-executions.ts'
import {
  executionsAfter,
  firstIdSince,
  matchingIds,
  newestExecutions,
  readProgress
} from '../store/queries/search-index.ts'
import type { ReadDb } from '../store/transaction.ts'
import { factsOf } from './document.ts'
import { toMatchExpression, toNameExpression } from './text-query.ts'

/** A search by words or by a part of the name; all else narrows it. */
export interface TextSearch extends Pick<
  ExecutionFilter,
  'stateMachineId' | 'status' | 'startedAfter' | 'startedBefore'
> {
  text?: string | undefined
  nameContains?: string | undefined
}

export interface FoundPage {
  executions: ExecutionSummary[]
  /** The next page goes on below this id. Absent on the last page. */
  next?: number
}

/** So many executions are looked at for a page: it may be short, even empty, and yet have a next one. */
const MOST_LOOKED_AT = 2000
/** So many new ones, which the index may not have yet, are compared by their names. */
const MOST_NEW = 5000
/** A clock that was set back by less than this hides nothing. */
const CLOCK_SLACK_MILLISECONDS = 3_600_000

/** Whether there is anything to search by. */
export function isTextSearch({ text, nameContains }: TextSearch): boolean {
  return (text !== undefined && toMatchExpression(text, []) !== undefined) || !!nameContains
}

/** Whether the index has yet to take in executions that were there before. */
export function isCatchingUp(db: ReadDb, index: SearchDb): boolean {
  return executionsAfter(db, readProgress(index).indexedId, MOST_NEW).length === MOST_NEW
}

/** A page of executions that match, the newest first (by id: in the order of their starts). */
export function findByText(
  db: ReadDb,
  index: SearchDb,
  search: TextSearch,
  page: { before?: number; limit: number }
): FoundPage {
  const before = page.before ?? Number.MAX_SAFE_INTEGER
  const { startedAfter } = search
  const least = startedAfter === undefined ? 0 : leastId(db, startedAfter)
  const executions: ExecutionSummary[] = []
  if (least === undefined) return { executions }
  let lookedAt = 0
  let last = before
  for (const { id, name } of candidates(db, index, search, { least, before })) {
    if (++lookedAt > MOST_LOOKED_AT) return { executions, next: last }
    const isNamed = name === undefined || hasPart(name, search.nameContains ?? '')
    const found = isNamed ? findExecutionById(db, id) : undefined
    if (found && isWanted(found, search)) {
      if (executions.length === page.limit) return { executions, next: last }
      executions.push(found)
    }
    last = id
  }
  return { executions }
}

function leastId(db: ReadDb, startedAfter: number): number | undefined {
  if (firstIdSince(db, startedAfter) === undefined) return undefined
  return firstIdSince(db, startedAfter - CLOCK_SLACK_MILLISECONDS)
}

interface Range {
  least: number
  before: number
}

interface Candidate {
  id: number
  /** Where it has to be compared. */
  name?: string
}

/** Those that may match, the highest id first. */
function* candidates(
  db: ReadDb,
  index: SearchDb,
  search: TextSearch,
  range: Range
): Generator<Candidate> {
  const facts = factsOf(search)
  const expression = search.text === undefined ? undefined : toMatchExpression(search.text, facts)
  if (expression !== undefined) {
    for (const id of matchingIds(index, 'execution_text', expression, range)) yield { id }
    return
  }
  const part = search.nameContains ?? ''
  const name = toNameExpression(part)
  if (name === undefined) {
    // One or two letters are in so many names that the newest ones are looked through.
    yield* newestExecutions(db, range.least - 1, range.before, MOST_LOOKED_AT + 1)
    return
  }
  const { indexedId } = readProgress(index)
  const tail = Math.max(indexedId, range.least - 1)
  for (const row of newestExecutions(db, tail, range.before, MOST_NEW)) {
    if (hasPart(row.name, part)) yield row
  }
  for (const id of matchingIds(index, 'execution_name', name, range)) yield { id }
}

function hasPart(name: string, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase())
}

/** The index may be behind by a moment: what is shown is as it is now. */
function isWanted(found: ExecutionSummary, search: TextSearch): boolean {
  const { stateMachineId, status, nameContains, startedAfter, startedBefore } = search
  return (
    (stateMachineId === undefined || found.stateMachineId === stateMachineId) &&
    (status === undefined || found.status === status) &&
    (startedAfter === undefined || found.startedAt >= startedAfter) &&
    (startedBefore === undefined || found.startedAt <= startedBefore) &&
    (!nameContains || hasPart(found.name, nameContains))
  )
}
