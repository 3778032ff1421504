import { ApiError } from '../../../api/errors.ts'
import { toleratedFailures } from '../../../asl/states/map-limits.ts'
import { executionArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import { findRun } from '../../map-runs/find.ts'
import type { MapRuns } from '../../map-runs/map-runs.ts'
import type { Store } from '../../store/open.ts'
import { findExecutionById } from '../../store/queries/executions.ts'
import type { MapRunRecord } from '../../store/queries/map-runs.ts'
import { countChildren, countToRedrive, updateMapRun } from '../../store/queries/map-runs.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { toSeconds } from './wire.ts'

export interface MapRunHandlerServices {
  store: Store
  host: Host
  mapRuns: MapRuns
}

export function mapRunHandlers({
  store,
  host,
  mapRuns
}: MapRunHandlerServices): Pick<Handlers, 'DescribeMapRun' | 'UpdateMapRun'> {
  const db = reader(store)
  return {
    DescribeMapRun: ({ mapRunArn }) => describe(db, findRun(db, mapRunArn)),
    UpdateMapRun: async ({ mapRunArn, ...change }) => {
      await host.enqueue((write) => {
        const run = findRun(write, mapRunArn)
        if (run.status !== 'RUNNING') {
          throw new ApiError(
            'ValidationException',
            `Map Run is not in RUNNING state: '${mapRunArn}' is ${run.status}.`
          )
        }
        const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = change
        const isChanged = count !== undefined || percentage !== undefined
        const tolerated = toleratedFailures(
          {
            toleratedFailureCount: count,
            toleratedFailurePercentage: percentage,
            maxConcurrency: undefined
          },
          run.itemCount
        )
        updateMapRun(write, run.id, {
          maxConcurrency: change.maxConcurrency ?? run.maxConcurrency,
          toleratedFailureCount: count ?? run.toleratedFailureCount,
          toleratedFailurePercentage: percentage ?? run.toleratedFailurePercentage,
          toleratedFailures: isChanged ? (tolerated ?? 0) : run.toleratedFailures
        })
        mapRuns.changed(write, run.id)
      })
      return {}
    }
  }
}

/** When it began and, once it has, ended. */
export function datesOfRun({ startedAt, stoppedAt }: MapRunRecord) {
  return {
    startDate: toSeconds(startedAt),
    ...(stoppedAt === null ? {} : { stopDate: toSeconds(stoppedAt) })
  }
}

function describe(db: ReadDb, run: MapRunRecord) {
  const parent = findExecutionById(db, run.executionId)
  return {
    mapRunArn: run.arn,
    executionArn: executionArn(parent?.stateMachineName ?? '', parent?.name ?? ''),
    status: run.status,
    ...datesOfRun(run),
    maxConcurrency: run.maxConcurrency,
    toleratedFailurePercentage: run.toleratedFailurePercentage,
    toleratedFailureCount: run.toleratedFailureCount,
    itemCounts: counts(db, run, 'items'),
    executionCounts: counts(db, run, 'executions'),
    redriveCount: run.redriveCount,
    ...(run.redrivenAt === null ? {} : { redriveDate: toSeconds(run.redrivenAt) })
  }
}

/** What has no child yet is pending; how many executions that will be is known only without batches. */
function counts(db: ReadDb, run: MapRunRecord, of: 'items' | 'executions') {
  const byStatus = new Map(countChildren(db, run.id).map((one) => [one.status, one[of]]))
  const pending = run.status === 'RUNNING' && of === 'items' ? run.itemCount - run.nextItem : 0
  const started = [...byStatus.values()].reduce((sum, count) => sum + count, 0)
  const pendingRedrive = run.redriveCount === 0 ? 0 : countToRedrive(db, run.id)[of]
  const succeeded = byStatus.get('SUCCEEDED') ?? 0
  return {
    pending,
    running: byStatus.get('RUNNING') ?? 0,
    succeeded,
    failed: byStatus.get('FAILED') ?? 0,
    timedOut: byStatus.get('TIMED_OUT') ?? 0,
    aborted: byStatus.get('ABORTED') ?? 0,
    total: started + pending,
    resultsWritten: run.status === 'SUCCEEDED' ? succeeded : 0,
    ...(run.redriveCount === 0 ? {} : { pendingRedrive })
  }
}
