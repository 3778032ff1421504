import { ApiError } from '../../api/errors.ts'
import type { CheckedInput } from '../../api/index.ts'
import { parseStateMachineArn } from '../arns.ts'
import { executionOf, typeNotSupported } from '../http/handlers/executions.ts'
import {
  toExecutionListItem,
  toHistoryEvent,
  toMilliseconds,
  toSeconds
} from '../http/handlers/wire.ts'
import type { PageRequest } from '../http/paging.ts'
import { cutPage, isNumberKey, isNumberPair, pageSize, pageStart, toToken } from '../http/paging.ts'
import { findTarget } from '../machines/find.ts'
import { findRun } from '../map-runs/find.ts'
import type { TextSearch } from '../search/find.ts'
import { findByText, isCatchingUp, isTextSearch } from '../search/find.ts'
import { hasClaims, waitOf } from '../store/queries/claims.ts'
import type { ExecutionSummary } from '../store/queries/executions.ts'
import { readHistory } from '../store/queries/history.ts'
import type { ExecutionCursor, ExecutionFilter } from '../store/queries/search-executions.ts'
import { searchExecutions } from '../store/queries/search-executions.ts'
import { findStateMachine } from '../store/queries/state-machines.ts'
import type { ReadDb } from '../store/transaction.ts'
import type { ReadHandlers, ReadSources } from './read-handlers.ts'

export function executionReads(
  sources: ReadSources
): Pick<ReadHandlers, 'ListExecutions' | 'SearchExecutions' | 'GetExecutionHistory'> {
  const { db } = sources
  return {
    ListExecutions: ({ stateMachineArn: arn, mapRunArn, statusFilter, ...page }) => {
      const status = statusFilter ? { status: statusFilter } : {}
      if (mapRunArn !== undefined) {
        const children = { mapRunId: findRun(db, mapRunArn).id, ...status }
        return pageOfExecutions(db, `executions of ${mapRunArn}`, children, page)
      }
      if (arn === undefined) throw needsArn()
      const { machine, version, alias } = findTarget(db, arn)
      if (machine.type === 'EXPRESS') throw typeNotSupported()
      const filter = {
        stateMachineId: machine.id,
        ...(alias ? { alias: alias.name } : version ? { version: version.number } : {}),
        ...status
      }
      return pageOfExecutions(db, `executions of ${arn}`, filter, page)
    },
    SearchExecutions: (input) => search(sources, input),
    GetExecutionHistory: (input) => historyPage(db, input)
  }
}

function pageOfExecutions(db: ReadDb, list: string, filter: ExecutionFilter, page: PageRequest) {
  const start = pageStart(list, page, isNumberPair)
  const before: ExecutionCursor | undefined = start && { startedAt: start[0], id: start[1] }
  const { executions, next } = searchExecutions(db, filter, {
    ...(before ? { before } : {}),
    limit: pageSize(page)
  })
  return {
    executions: executions.map(listItemsOf(db)),
    ...(next ? { nextToken: toToken(list, [next.startedAt, next.id]) } : {})
  }
}

/** With the places of those that have not begun; where no rule makes anybody wait this asks once. */
function listItemsOf(
  db: ReadDb
): (execution: ExecutionSummary) => ReturnType<typeof toExecutionListItem> {
  const mayWait = hasClaims(db)
  return (execution) => {
    const wait = mayWait && execution.status === 'RUNNING' ? waitOf(db, execution.id) : undefined
    if (!wait) return toExecutionListItem(execution)
    const { madeAt, ...place } = wait
    return {
      ...toExecutionListItem(execution),
      queue: { queuedDate: toSeconds(madeAt), ...place }
    }
  }
}

function needsArn(): ApiError {
  return new ApiError(
    'ValidationException',
    'Expected a stateMachineArn or a mapRunArn, found neither: say whose executions to list.'
  )
}

/** Our own: over all state machines. */
function search({ db, index }: ReadSources, input: CheckedInput<'SearchExecutions'>) {
  const { stateMachineArn: arn, status, nameContains, text, startedAfter, startedBefore } = input
  const machine = arn === undefined ? undefined : findStateMachine(db, parseStateMachineArn(arn))
  if (arn !== undefined && !machine) return { executions: [] }
  const filter = {
    ...(machine ? { stateMachineId: machine.id } : {}),
    ...(status ? { status } : {}),
    ...(startedAfter === undefined ? {} : { startedAfter: toMilliseconds(startedAfter) }),
    ...(startedBefore === undefined ? {} : { startedBefore: toMilliseconds(startedBefore) })
  }
  const wanted = { ...filter, text, nameContains }
  return isTextSearch(wanted)
    ? pageOfFound(db, index(), wanted, input)
    : pageOfExecutions(db, 'executions', filter, input)
}

function pageOfFound(
  db: ReadDb,
  index: ReturnType<ReadSources['index']>,
  wanted: TextSearch,
  page: PageRequest
) {
  const start = pageStart('found executions', page, isNumberKey)
  const { executions, next } = findByText(db, index, wanted, {
    ...(start ? { before: start[0] } : {}),
    limit: pageSize(page)
  })
  return {
    executions: executions.map(listItemsOf(db)),
    ...(next === undefined ? {} : { nextToken: toToken('found executions', [next]) }),
    ...(isCatchingUp(db, index) ? { isIncomplete: true } : {})
  }
}

function historyPage(
  db: ReadDb,
  {
    executionArn: arn,
    reverseOrder,
    includeExecutionData,
    ...page
  }: CheckedInput<'GetExecutionHistory'>
) {
  const execution = executionOf(db, arn)
  const isReversed = reverseOrder ?? false
  const list = `${isReversed ? 'reversed ' : ''}history of ${arn}`
  const size = pageSize(page)
  const start = pageStart(list, page, isNumberKey)
  const events = readHistory(db, execution.id, {
    ...(start ? { after: start[0] } : {}),
    limit: size + 1,
    isReversed
  })
  const { page: shown, ...next } = cutPage(list, events, size, (event) => [event.id])
  const hasData = includeExecutionData ?? true
  return { events: shown.map((event) => toHistoryEvent(event, hasData)), ...next }
}
