import { userInfo } from 'node:os'
import type { z } from 'zod'
import type { approval } from '../../../api/operations/approvals.ts'
import type { Approvals } from '../../approvals/approvals.ts'
import { executionArn, stateMachineArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import type { Store } from '../../store/open.ts'
import type { Approval } from '../../store/queries/approvals.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { toSeconds } from './wire.ts'

type Names = 'DescribeApproval' | 'DecideApproval'

export interface ApprovalHandlerServices {
  store: Store
  host: Host
  approvals: Approvals
}

export function approvalHandlers(services: ApprovalHandlerServices): Pick<Handlers, Names> {
  const { store, host, approvals } = services
  const db = reader(store)
  return {
    DescribeApproval: ({ approvalId }) => toWireApproval(approvals.find(db, approvalId)),
    DecideApproval: async ({ approvalId, decision, comment, decidedBy, channel }) => {
      const request = {
        approvalId,
        decision,
        comment,
        decidedBy: decidedBy ?? userInfo().username,
        channel: channel ?? 'api'
      }
      return toWireApproval(await host.enqueue((write) => approvals.decide(write, request)))
    }
  }
}

/** As the API shows it. */
export function toWireApproval(found: Approval): z.output<typeof approval> {
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
