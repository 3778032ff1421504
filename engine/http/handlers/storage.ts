import { ApiError } from '../../../api/errors.ts'
import type { CheckedInput } from '../../../api/index.ts'
import { parseStateMachineArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import type { Retention } from '../../retention/retention.ts'
import type { Store } from '../../store/open.ts'
import type { CandidateFilter } from '../../store/queries/retention.ts'
import { endedStatuses, findCandidates, keepExecution } from '../../store/queries/retention.ts'
import { findStateMachine } from '../../store/queries/state-machines.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { executionOf } from './executions.ts'
import { toMilliseconds } from './wire.ts'

type Names = 'DeleteExecution' | 'DeleteExecutions' | 'KeepExecution'

export interface StorageHandlerServices {
  store: Store
  host: Host
  retention: Retention
}

const MOST_DELETED_AT_ONCE = 1000

export function storageHandlers(services: StorageHandlerServices): Pick<Handlers, Names> {
  const { store, host, retention } = services
  const db = reader(store)
  return {
    DeleteExecution: async ({ executionArn: arn }) => {
      const { bytes } = await retention.deleter.deleteOne(executionOf(db, arn).id, arn)
      return { bytes }
    },
    DeleteExecutions: async ({ maxResults = MOST_DELETED_AT_ONCE, dryRun, ...wanted }) => {
      const found = findCandidates(db, filterOf(db, wanted), maxResults + 1)
      const chosen = found.slice(0, maxResults)
      const hasMore = found.length > maxResults
      if (dryRun === true) {
        const bytes = chosen.reduce((sum, one) => sum + one.bytes, 0)
        return { executions: chosen.length, bytes, hasMore }
      }
      return { ...(await retention.deleter.deleteMany(chosen.map(({ id }) => id))), hasMore }
    },
    KeepExecution: async ({ executionArn: arn, isKept }) => {
      const { id } = executionOf(db, arn)
      await host.enqueue((write) => keepExecution(write, id, isKept))
      return {}
    }
  }
}

function filterOf(
  db: ReadDb,
  {
    stateMachineArn: arn,
    status,
    startedBefore,
    includeKept
  }: Pick<
    CheckedInput<'DeleteExecutions'>,
    'stateMachineArn' | 'status' | 'startedBefore' | 'includeKept'
  >
): CandidateFilter {
  return {
    statuses: status === undefined ? endedStatuses : [status],
    includeKept: includeKept === true,
    ...(arn === undefined ? {} : { stateMachineId: machineIdOf(db, arn) }),
    ...(startedBefore === undefined ? {} : { startedBefore: toMilliseconds(startedBefore) })
  }
}

/** Also of one that is deleted: its executions are still there. */
function machineIdOf(db: ReadDb, arn: string): number {
  const machine = findStateMachine(db, parseStateMachineArn(arn))
  if (machine) return machine.id
  throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
}
