import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { arn, paging, timestamp } from './shapes.ts'

export const approvalStatus = z.enum(['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED'])
export const approvalChannel = z.enum(['window', 'tray', 'notification', 'cli', 'link', 'api'])

export const approval = z.object({
  approvalId: z.string(),
  status: approvalStatus,
  executionArn: z.string(),
  executionName: z.string(),
  stateMachineArn: z.string(),
  stateName: z.string(),
  title: z.string(),
  message: z.string(),
  /** What is asked about, as the workflow gave it: any JSON. */
  data: z.unknown(),
  /** Who was asked: mail addresses; empty where only window, tray and CLI ask. */
  recipients: z.array(z.string()),
  requestedDate: timestamp,
  /** When the task times out, where it does. */
  expiryDate: timestamp.optional(),
  /** Present once decided. */
  decidedDate: timestamp.optional(),
  decidedBy: z.string().optional(),
  channel: approvalChannel.optional(),
  comment: z.string().optional()
})

export const listApprovals = defineOperation({
  service: 'Signalbox',
  name: 'ListApprovals',
  summary: 'Approvals, newest first; by status or of one execution.',
  input: z.object({
    status: approvalStatus.optional(),
    executionArn: arn.optional(),
    ...paging
  }),
  output: z.object({
    approvals: z.array(approval),
    pendingCount: z.number().int(),
    nextToken: z.string().optional()
  }),
  errors: ['InvalidToken']
})

export const describeApproval = defineOperation({
  service: 'Signalbox',
  name: 'DescribeApproval',
  summary: 'One approval.',
  input: z.object({ approvalId: z.string().min(1).max(64) }),
  output: approval,
  errors: ['ApprovalDoesNotExist']
})

export const decideApproval = defineOperation({
  service: 'Signalbox',
  name: 'DecideApproval',
  summary: 'Approves or rejects, once; a second decision is refused and told who decided and when.',
  input: z.object({
    approvalId: z.string().min(1).max(64),
    decision: z.enum(['APPROVED', 'REJECTED']),
    comment: z.string().max(4096).optional(),
    decidedBy: z.string().max(256).optional(),
    channel: approvalChannel.exclude(['link']).optional()
  }),
  output: approval,
  errors: ['ApprovalAlreadyDecided', 'ApprovalDoesNotExist']
})
