import { ApiError } from '../../../api/errors.ts'
import { parseExecutionArn, parseStateMachineArn } from '../../arns.ts'
import { LARGEST_DATA_BYTES } from '../../../asl/data/limit.ts'
import type { CheckedInput } from '../../../api/index.ts'
import type { Host } from '../../host/host.ts'
import { findTarget } from '../../machines/find.ts'
import { findRun } from '../../map-runs/find.ts'
import type { Store } from '../../store/open.ts'
import type { ExecutionSummary } from '../../store/queries/executions.ts'
import {
  countExecutions,
  findExecution,
  findExecutionById,
  readExecutionData
} from '../../store/queries/executions.ts'
import { countHistory, readHistory } from '../../store/queries/history.ts'
import type { ExecutionCursor, ExecutionFilter } from '../../store/queries/search-executions.ts'
import { searchExecutions } from '../../store/queries/search-executions.ts'
import { findStateMachine } from '../../store/queries/state-machines.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import type { PageRequest } from '../paging.ts'
import { cutPage, isNumberKey, isNumberPair, pageSize, pageStart, toToken } from '../paging.ts'
import { toExecutionListItem, toHistoryEvent, toMilliseconds, toSeconds } from './wire.ts'

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const HISTORY_EVENTS_LIMIT = 25_000

/** The execution of an ARN. Throws ApiError InvalidArn or ExecutionDoesNotExist. */
export function executionOf(db: ReadDb, arn: string): ExecutionSummary {
  const found = findExecution(db, parseExecutionArn(arn))
  if (found) return found
  throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
}

/** What only the other type of state machine can do. */
export function typeNotSupported(): ApiError {
  return new ApiError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine'
  )
}

function redriveMembers({ status, mapRunArn }: ExecutionSummary) {
  const isRedrivable = status === 'FAILED' || status === 'ABORTED' || status === 'TIMED_OUT'
  return isRedrivable
    ? ({ redriveStatus: mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' } as const)
    : {
        redriveStatus: 'NOT_REDRIVABLE' as const,
        redriveStatusReason: `Execution is ${status} and cannot be redriven`
      }
}

function redrivenByItsRun(status: ExecutionSummary['status']): ApiError {
  return new ApiError('ExecutionNotRedrivable', `Execution is ${status} and cannot be redriven`, {
    hint: 'It is a child of a map run: redrive the execution that the run belongs to.'
  })
}

/** How near an execution is to AWS's limits, without reading its history. */
function limitsOf(db: ReadDb, executionId: number) {
  return {
    historyEvents: countHistory(db, executionId),
    historyEventsLimit: HISTORY_EVENTS_LIMIT,
    payloadLimit: LARGEST_DATA_BYTES
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
    executions: executions.map(toExecutionListItem),
    ...(next ? { nextToken: toToken(list, [next.startedAt, next.id]) } : {})
  }
}

type Names =
  | 'StartExecution'
  | 'StopExecution'
  | 'RedriveExecution'
  | 'DescribeExecution'
  | 'ListExecutions'
  | 'GetExecutionHistory'
  | 'SearchExecutions'
  | 'CountExecutions'

export function executionHandlers(services: { store: Store; host: Host }): Pick<Handlers, Names> {
  const { store, host } = services
  const db = reader(store)
  return {
    ...searchHandlers(db),
    StartExecution: async ({ stateMachineArn: arn, name, input }) => {
      const request = {
        stateMachineArn: arn,
        ...(name === undefined ? {} : { name }),
        ...(input === undefined ? {} : { input })
      }
      const started = await host.enqueue((write) => host.start(write, request))
      return { executionArn: started.executionArn, startDate: toSeconds(started.startedAt) }
    },
    StopExecution: ({ executionArn: arn, error, cause }) => stop(services, arn, error, cause),
    RedriveExecution: async ({ executionArn: arn }) => {
      const { id, mapRunArn, status } = executionOf(db, arn)
      if (mapRunArn !== undefined) throw redrivenByItsRun(status)
      const at = await host.enqueue((write) => host.redrive(write, id))
      return { redriveDate: toSeconds(at) }
    },
    DescribeExecution: ({ executionArn: arn, includedData }) => {
      const execution = executionOf(db, arn)
      const { input, output, error, cause } = readExecutionData(db, execution.id)
      const hasData = includedData !== 'METADATA_ONLY'
      const { itemCount: _, ...facts } = toExecutionListItem(execution)
      return {
        ...facts,
        ...(hasData ? { input } : {}),
        inputDetails: { included: hasData },
        ...(output === undefined
          ? {}
          : { ...(hasData ? { output } : {}), outputDetails: { included: hasData } }),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
        redriveCount: execution.redriveCount,
        ...redriveMembers(execution),
        limits: limitsOf(db, execution.id)
      }
    },
    ListExecutions: ({ stateMachineArn: arn, mapRunArn, statusFilter, ...page }) => {
      const status = statusFilter ? { status: statusFilter } : {}
      if (mapRunArn !== undefined) {
        const { id: mapRunId, stateMachineId } = findRun(db, mapRunArn)
        const children = { mapRunId, stateMachineId, ...status }
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
    GetExecutionHistory: (input) => historyPage(db, input)
  }
}

function needsArn(): ApiError {
  return new ApiError(
    'ValidationException',
    'Expected a stateMachineArn or a mapRunArn, found neither: say whose executions to list.'
  )
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

/** Our own: over all state machines. */
function searchHandlers(db: ReadDb): Pick<Handlers, 'SearchExecutions' | 'CountExecutions'> {
  return {
    SearchExecutions: ({ stateMachineArn: arn, status, nameContains, ...rest }) => {
      const { startedAfter, startedBefore, ...page } = rest
      const machine =
        arn === undefined ? undefined : findStateMachine(db, parseStateMachineArn(arn))
      if (arn !== undefined && !machine) return { executions: [] }
      return pageOfExecutions(
        db,
        'executions',
        {
          ...(machine ? { stateMachineId: machine.id } : { withoutChildren: true }),
          ...(status ? { status } : {}),
          ...(nameContains ? { nameContains } : {}),
          ...(startedAfter === undefined ? {} : { startedAfter: toMilliseconds(startedAfter) }),
          ...(startedBefore === undefined ? {} : { startedBefore: toMilliseconds(startedBefore) })
        },
        page
      )
    },
    CountExecutions: ({ stateMachineArn: arn }) => {
      const machine =
        arn === undefined ? undefined : findStateMachine(db, parseStateMachineArn(arn))
      if (arn !== undefined && !machine) return { counts: {} }
      return { counts: countExecutions(db, machine?.id) }
    }
  }
}

async function stop(
  { store, host }: { store: Store; host: Host },
  arn: string,
  error: string | undefined,
  cause: string | undefined
): Promise<{ stopDate: number }> {
  const found = executionOf(reader(store), arn)
  const moment = host.moment()
  const stoppedAt = await host.enqueue((write) => {
    host.apply(write, found.id, {
      type: 'execution-stopped',
      ...moment,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause })
    })
    return findExecutionById(write, found.id)?.stoppedAt
  })
  return { stopDate: toSeconds(stoppedAt ?? moment.at) }
}
