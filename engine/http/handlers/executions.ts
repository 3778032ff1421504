import { ApiError } from '../../../api/errors.ts'
import { parseExecutionArn, parseStateMachineArn } from '../../arns.ts'
import { LARGEST_DATA_BYTES } from '../../../asl/data/limit.ts'
import type { Concurrency } from '../../concurrency/concurrency.ts'
import type { Host } from '../../host/host.ts'
import type { Store } from '../../store/open.ts'
import type { ExecutionSummary } from '../../store/queries/executions.ts'
import {
  countExecutions,
  findExecution,
  findExecutionById,
  readExecutionData
} from '../../store/queries/executions.ts'
import { lastEventId } from '../../store/queries/history-ranges.ts'
import { findStateMachine } from '../../store/queries/state-machines.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { queueMember } from './concurrency.ts'
import { toExecutionListItem, toSeconds } from './wire.ts'

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
    historyEvents: lastEventId(db, executionId),
    historyEventsLimit: HISTORY_EVENTS_LIMIT,
    payloadLimit: LARGEST_DATA_BYTES
  }
}

type Names =
  'StartExecution' | 'StopExecution' | 'RedriveExecution' | 'DescribeExecution' | 'CountExecutions'

export function executionHandlers(services: {
  store: Store
  host: Host
  concurrencyRules: Concurrency
}): Pick<Handlers, Names> {
  const { store, host } = services
  const db = reader(store)
  return {
    StartExecution: async ({ stateMachineArn: arn, name, input }) => {
      const request = {
        stateMachineArn: arn,
        ...(name === undefined ? {} : { name }),
        ...(input === undefined ? {} : { input })
      }
      // A flood of one state machine's starts does not hold up another one's.
      const started = await host.enqueue((write) => host.start(write, request), arn)
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
        ...queueMember(services.concurrencyRules.placeOf(db, execution.id)),
        limits: limitsOf(db, execution.id)
      }
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
