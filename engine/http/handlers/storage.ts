import { ApiError } from '../../../api/errors.ts'
import type { CheckedInput, Output } from '../../../api/index.ts'
import { parseStateMachineArn, stateMachineArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import type { Progress } from '../../retention/pruning.ts'
import type { Retention } from '../../retention/retention.ts'
import type { Usage } from '../../retention/storage.ts'
import { compactionBytes } from '../../store/compact.ts'
import type { Store } from '../../store/open.ts'
import type { CandidateFilter } from '../../store/queries/retention.ts'
import {
  ENGINE_RULE,
  endedStatuses,
  findCandidates,
  keepExecution,
  putRetentionRule,
  retentionRules
} from '../../store/queries/retention.ts'
import {
  databaseSize,
  machineSizes,
  planCompaction,
  setBudget
} from '../../store/queries/storage.ts'
import { findStateMachine } from '../../store/queries/state-machines.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { executionOf } from './executions.ts'
import { toMilliseconds, toSeconds } from './wire.ts'

type Names =
  | 'DescribeStorage'
  | 'PutStorageBudget'
  | 'CompactDatabase'
  | 'DescribeRetention'
  | 'PutRetention'
  | 'PruneExecutions'
  | 'DeleteExecution'
  | 'DeleteExecutions'
  | 'KeepExecution'

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
    ...retentionHandlers(services),
    DescribeStorage: () => describeStorage(db, retention),
    PutStorageBudget: async ({ bytes }) => {
      await host.enqueue((write) => setBudget(write, bytes))
      return {}
    },
    CompactDatabase: async ({ cancel = false }) => {
      await host.enqueue((write) => planCompaction(write, !cancel))
      const { bytes, freeBytes } = databaseSize(db)
      const neededBytes = compactionBytes(bytes - freeBytes)
      return { isPlanned: !cancel, neededBytes, freedBytes: freeBytes }
    },
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

function retentionHandlers({
  store,
  host,
  retention
}: StorageHandlerServices): Pick<
  Handlers,
  'DescribeRetention' | 'PutRetention' | 'PruneExecutions'
> {
  const db = reader(store)
  const idOf = (arn: string | undefined): number =>
    arn === undefined ? ENGINE_RULE : machineIdOf(db, arn)
  return {
    DescribeRetention: ({ stateMachineArn: arn }) => {
      const rules = retentionRules(db)
      const rule = rules.get(idOf(arn))
      return { ...(rule ? { rule } : {}), effective: rule ?? rules.get(ENGINE_RULE) ?? {} }
    },
    PutRetention: async ({ stateMachineArn: arn, rule }) => {
      const id = idOf(arn)
      await host.enqueue((write) => putRetentionRule(write, id, rule))
      return {}
    },
    PruneExecutions: async ({ dryRun = false, inBackground = false }) => {
      const { pruning } = retention
      const pruned = await (dryRun || inBackground ? pruning.foresee() : pruning.prune())
      if (inBackground && !dryRun) pruning.pruneInBackground()
      return {
        executions: pruned.reduce((sum, one) => sum + one.executions, 0),
        bytes: pruned.reduce((sum, one) => sum + one.bytes, 0),
        stateMachines: pruned.map(({ name, executions, bytes }) => ({
          ...{ stateMachineArn: stateMachineArn(name), name, executions, bytes }
        }))
      }
    }
  }
}

function describeStorage(db: ReadDb, retention: Retention): Output<'DescribeStorage'> {
  const usage = retention.usage()
  const { database, folders, budget, forecast } = usage
  const rules = retentionRules(db)
  return {
    usedBytes: usage.usedBytes,
    database: {
      ...{ bytes: database.bytes, freeBytes: database.freeBytes, logBytes: database.logBytes },
      givesBack: database.isIncremental,
      ...heldLogMember(database.heldLog)
    },
    files: {
      ...{ taskBytes: usage.taskBytes, ...folders },
      ...(usage.measuredAt === undefined ? {} : { measuredDate: toSeconds(usage.measuredAt) })
    },
    disk: usage.disk,
    budget: {
      ...{ bytes: budget.bytes, isDefault: budget.isDefault },
      share: usage.usedBytes / budget.bytes,
      ...(budget.enforcedAt === undefined ? {} : { enforcedDate: toSeconds(budget.enforcedAt) })
    },
    forecast: forecastMembers(forecast),
    days: usage.days.map(({ measuredAt, usedBytes }) => ({
      ...{ date: toSeconds(measuredAt), usedBytes }
    })),
    stateMachines: machineSizes(db).map(({ stateMachineId, name, ...sizes }) => {
      const rule = rules.get(stateMachineId)
      return { stateMachineArn: stateMachineArn(name), name, ...sizes, ...(rule ? { rule } : {}) }
    }),
    rule: rules.get(ENGINE_RULE) ?? {},
    pruning: pruningMember(retention),
    warnings: usage.warnings.map(({ text }) => text)
  }
}

function pruningMember({ pruning }: Retention): Output<'DescribeStorage'>['pruning'] {
  const { at, executions, bytes } = pruning.pruned()
  const current = pruning.progress()
  return {
    ...(at === undefined ? {} : { lastDate: toSeconds(at) }),
    ...{ deletedExecutions: executions, deletedBytes: bytes },
    ...(current ? { current: currentMember(current) } : {})
  }
}

function currentMember({ startedAt, ...sums }: Progress) {
  return { startDate: toSeconds(startedAt), ...sums }
}

function heldLogMember(
  held: Usage['database']['heldLog']
): Pick<Output<'DescribeStorage'>['database'], 'heldLog'> {
  if (!held) return {}
  return { heldLog: { sinceDate: toSeconds(held.since), programs: [...held.holders] } }
}

function forecastMembers({ bytesPerDay, budgetFullAt, diskFullAt }: Usage['forecast']) {
  return {
    ...(bytesPerDay === undefined ? {} : { bytesPerDay }),
    ...(budgetFullAt === undefined ? {} : { budgetFullDate: toSeconds(budgetFullAt) }),
    ...(diskFullAt === undefined ? {} : { diskFullDate: toSeconds(diskFullAt) })
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
