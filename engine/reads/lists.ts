import { stateMachineArn } from '../arns.ts'
import { toWireApproval } from '../http/handlers/approvals.ts'
import { executionOf } from '../http/handlers/executions.ts'
import { toWireMail } from '../http/handlers/mails.ts'
import { datesOfRun } from '../http/handlers/map-runs.ts'
import { cutPage, isNumberKey, pageSize, pageStart } from '../http/paging.ts'
import { countPendingApprovals, listApprovals } from '../store/queries/approvals.ts'
import { listMails } from '../store/queries/mails.ts'
import type { MapRunRecord } from '../store/queries/map-runs.ts'
import { mapRunsOf } from '../store/queries/map-runs.ts'
import { findStateMachineById } from '../store/queries/state-machines.ts'
import type { ReadDb } from '../store/transaction.ts'
import type { ReadHandlers, ReadSources } from './read-handlers.ts'

export function otherReads({
  db
}: ReadSources): Pick<ReadHandlers, 'ListApprovals' | 'ListMails' | 'ListMapRuns'> {
  return {
    ListApprovals: ({ status, executionArn: arn, ...page }) => {
      const size = pageSize(page)
      const start = pageStart('approvals', page, isNumberKey)
      const filter = {
        status,
        ...(arn === undefined ? {} : { executionId: executionOf(db, arn).id }),
        ...(start ? { before: start[0] } : {})
      }
      const found = listApprovals(db, filter, size + 1)
      const { page: shown, ...next } = cutPage('approvals', found, size, ({ id }) => [id])
      return {
        approvals: shown.map(toWireApproval),
        pendingCount: countPendingApprovals(db),
        ...next
      }
    },
    ListMails: ({ status, ...page }) => {
      const size = pageSize(page)
      const start = pageStart('mails', page, isNumberKey)
      const from = start ? { before: start[0] } : {}
      const found = listMails(db, { status, ...from, limit: size + 1 })
      const { page: shown, ...next } = cutPage('mails', found, size, ({ id }) => [id])
      return { mails: shown.map(toWireMail), ...next }
    },
    ListMapRuns: ({ executionArn: arn, ...page }) => {
      const { id } = executionOf(db, arn)
      const list = `map runs of ${arn}`
      const size = pageSize(page)
      const start = pageStart(list, page, isNumberKey)
      const before = start ? { beforeId: start[0] } : {}
      const found = mapRunsOf(db, id, { ...before, limit: size + 1 })
      const { page: shown, ...next } = cutPage(list, found, size, (run) => [run.id])
      return { mapRuns: shown.map((run) => mapRunItem(db, run, arn)), ...next }
    }
  }
}

function mapRunItem(db: ReadDb, run: MapRunRecord, parentArn: string) {
  const machine = findStateMachineById(db, run.stateMachineId)
  return {
    executionArn: parentArn,
    mapRunArn: run.arn,
    stateMachineArn: stateMachineArn(machine?.name ?? ''),
    ...datesOfRun(run)
  }
}
