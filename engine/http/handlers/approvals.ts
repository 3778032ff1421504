import { userInfo } from 'node:os'
import type { z } from 'zod'
import type { approval } from '../../../api/operations/approvals.ts'
import type { Approvals } from '../../approvals/approvals.ts'
import { executionArn, stateMachineArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import type { Store } from '../../store/open.ts'
import type { Approval } from '../../store/queries/approvals.ts'
import { countPendingApprovals, listApprovals } from '../../store/queries/approvals.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { cutPage, isNumberKey, pageSize, pageStart } from '../paging.ts'
import { executionOf } from './executions.ts'
import { toSeconds } from './wire.ts'

type Names = 'ListApprovals' | 'DescribeApproval' | 'DecideApproval'

export interface ApprovalHandlerServices {
  store: Store
  host: Host
  approvals: Approvals
}

export function approvalHandlers(services: ApprovalHandlerServices): Pick<Handlers, Names> {
  const { store, host, approvals } = services
  const db = reader(store)
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
      const cut = cutPage('approvals', found, size, ({ id }) => [id])
      return {
        approvals: cut.page.map(toWire),
        pendingCount: countPendingApprovals(db),
        ...(cut.nextToken === undefined ? {} : { nextToken: cut.nextToken })
      }
    },
    DescribeApproval: ({ approvalId }) => toWire(approvals.find(db, approvalId)),
    DecideApproval: async ({ approvalId, decision, comment, decidedBy, channel }) => {
      const request = {
        approvalId,
        decision,
        comment,
        decidedBy: decidedBy ?? userInfo().username,
        channel: channel ?? 'api'
      }
      return toWire(await host.enqueue((write) => approvals.decide(write, request)))
    }
  }
}

function toWire(found: Approval): z.output<typeof approval> {
  return {
    approvalId: found.approvalId,
    status: found.status,
    executionArn: executionArn(found.stateMachineName, found.executionName),
    executionName: found.executionName,
    stateMachineArn: stateMachineArn(found.stateMachineName),
    stateName: found.stateName,
    title: found.title,
    message: found.message,
    data: found.data,
    recipients: found.recipients,
    requestedDate: toSeconds(found.requestedAt),
    ...(found.expiresAt === undefined ? {} : { expiryDate: toSeconds(found.expiresAt) }),
    ...(found.decidedAt === undefined ? {} : { decidedDate: toSeconds(found.decidedAt) }),
    ...(found.decidedBy === undefined ? {} : { decidedBy: found.decidedBy }),
    ...(found.channel === undefined ? {} : { channel: found.channel }),
    ...(found.comment === undefined ? {} : { comment: found.comment })
  }
}
