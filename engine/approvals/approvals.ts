import { ApiError } from '../../api/errors.ts'
import type { ApprovalLinks, ApprovalRequest } from '../../plugins/contract/context.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import type { Clock } from '../clock.ts'
import type { HostControl } from '../host/host.ts'
import type { Ids } from '../ids.ts'
import type { Approval, ApprovalChannel, Decision } from '../store/queries/approvals.ts'
import * as rows from '../store/queries/approvals.ts'
import { findTask } from '../store/queries/tasks.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import type {
  ApprovalService,
  AttemptIdentity,
  TaskEnd,
  TaskEndListener
} from '../tasks/services.ts'
import type { Tasks } from '../tasks/tasks.ts'
import type { ApprovalTokens } from './links.ts'

export interface DecisionRequest {
  approvalId: string
  decision: Decision
  decidedBy: string
  channel: ApprovalChannel
  comment?: string | undefined
}

/** Tasks that wait for a person: one record, many doors. */
export interface Approvals extends ApprovalService {
  /** Throws ApiError ApprovalDoesNotExist. */
  find: (db: ReadDb, approvalId: string) => Approval
  /**
   * Decides, and ends the task with the decision, in one transaction. Throws ApiError
   * ApprovalDoesNotExist, or ApprovalAlreadyDecided that says who, when and through which door.
   */
  decide: (write: WriteDb, request: DecisionRequest) => Approval
  /** A task's end takes its approval along. */
  taskEnded: TaskEndListener
}

export interface ApprovalsOptions {
  host: Pick<HostControl, 'persist'>
  clock: Clock
  ids: Ids
  tasks: Tasks
  tokens: ApprovalTokens
  /** The engine's own address, as links need it. */
  url: () => string
}

export function createApprovals(options: ApprovalsOptions): Approvals {
  const { host, clock, tasks } = options
  return {
    request: (attempt, request) =>
      // A full disk is no fault of the task: it waits until asking can be stored.
      host.persist((write) => ask(write, attempt, request, options)),
    find: findOrRefuse,
    decide: (write, request) => {
      const approval = findOrRefuse(write, request.approvalId)
      if (approval.status !== 'PENDING') throw alreadyDecided(approval)
      // A person is not asked twice, however little the state machine is worth keeping.
      write.require('full')
      const at = clock.now()
      const { decision, decidedBy, channel, comment } = request
      rows.endApproval(write, approval.id, { status: decision, at, decidedBy, channel, comment })
      notify(write, approval.approvalId, decision)
      const token = findTask(write, approval)?.token
      if (token === undefined) throw new Error(`Approval ${approval.approvalId} has no task token`)
      const decidedAt = new Date(at).toISOString()
      tasks.completeByToken(write, token, {
        type: 'succeeded',
        output: { decision, comment: comment ?? '', decidedBy, channel, decidedAt }
      })
      return findOrRefuse(write, approval.approvalId)
    },
    taskEnded: (write, task, end) => {
      const approval = rows.findApprovalOfTask(write, task)
      if (approval?.status !== 'PENDING') return
      const status = end === 'timed-out' ? 'EXPIRED' : 'CANCELLED'
      const comment = endings[end]
      rows.endApproval(write, approval.id, { status, at: clock.now(), comment })
      notify(write, approval.approvalId, status)
    }
  }
}

/** Why a pending approval was no longer wanted. */
const endings: Record<TaskEnd, string> = {
  succeeded: 'The task was ended with its task token.',
  failed: 'The task has failed.',
  'timed-out': 'Nobody decided in time.',
  aborted: 'The execution was stopped, or went on without this task.'
}

function ask(
  write: WriteDb,
  attempt: AttemptIdentity,
  request: ApprovalRequest,
  options: ApprovalsOptions
): { approvalId: string; expiresAt?: number; links: ApprovalLinks[] } {
  const approval =
    rows.findApprovalOfTask(write, attempt) ?? insert(write, attempt, request, options)
  const { tokens, url } = options
  const links = approval.recipients.map((recipient) => {
    const linkFor = (intention: Decision): string =>
      `${url()}/approvals/${tokens.issue(write, approval, recipient, intention)}`
    return { recipient, approveUrl: linkFor('APPROVED'), rejectUrl: linkFor('REJECTED') }
  })
  const { approvalId, expiresAt } = approval
  return { approvalId, ...(expiresAt === undefined ? {} : { expiresAt }), links }
}

function insert(
  write: WriteDb,
  attempt: AttemptIdentity,
  request: ApprovalRequest,
  { clock, ids }: ApprovalsOptions
): Approval {
  const task = findTask(write, attempt)
  if (task?.token === undefined) {
    throw new TaskFailure(
      'Signalbox.ApprovalNeedsTaskToken',
      `Expected the state '${attempt.stateName}' to wait for its task token, as an approval ends the task later. Put '.waitForTaskToken' at the end of its Resource.`
    )
  }
  if (task.status !== 'RUNNING') {
    throw new TaskFailure(
      'Signalbox.TaskIsOver',
      `The task of the state '${attempt.stateName}' is over, nobody is asked any more.`
    )
  }
  const approvalId = ids.uuid()
  rows.insertApproval(write, {
    approvalId,
    executionId: attempt.executionId,
    taskId: attempt.taskId,
    stateMachineName: attempt.stateMachineName,
    executionName: attempt.executionName,
    stateName: attempt.stateName,
    title: request.title,
    message: request.message,
    data: request.data,
    recipients: [...new Set(request.recipients)],
    requestedAt: clock.now(),
    ...(attempt.expiresAt === undefined ? {} : { expiresAt: attempt.expiresAt })
  })
  notify(write, approvalId, 'PENDING')
  return findOrRefuse(write, approvalId)
}

function findOrRefuse(db: ReadDb, approvalId: string): Approval {
  const approval = rows.findApproval(db, approvalId)
  if (approval) return approval
  throw new ApiError('ApprovalDoesNotExist', `There is no approval '${approvalId}'.`)
}

function notify(write: WriteDb, approvalId: string, status: Approval['status']): void {
  const pendingCount = rows.countPendingApprovals(write)
  write.notify({ type: 'approval', approvalId, status, pendingCount })
}

/** `Approved by ada@example.org through the mail's link on 2026-11-23 at 12:00:05 UTC`. */
export function describeEnd(approval: Approval): string {
  const at = new Date(approval.decidedAt ?? approval.requestedAt).toISOString()
  const when = `on ${at.slice(0, 10)} at ${at.slice(11, 19)} UTC`
  if (approval.status === 'EXPIRED') return `Expired ${when}: nobody decided in time`
  if (approval.status === 'CANCELLED') {
    return `Cancelled ${when}: ${(approval.comment ?? '').replace(/\.$/, '')}`
  }
  const verb = approval.status === 'APPROVED' ? 'Approved' : 'Rejected'
  return `${verb} by ${approval.decidedBy ?? 'somebody'} through the ${doors[approval.channel ?? 'api']} ${when}`
}

const doors: Record<ApprovalChannel, string> = {
  window: 'window',
  tray: 'tray',
  notification: 'notification',
  cli: 'command line',
  link: "mail's link",
  api: 'API'
}

function alreadyDecided(approval: Approval): ApiError {
  return new ApiError(
    'ApprovalAlreadyDecided',
    `The approval '${approval.title}' is decided already. ${describeEnd(approval)}.`,
    {
      status: approval.status,
      ...(approval.decidedAt === undefined ? {} : { decidedDate: approval.decidedAt / 1000 }),
      ...(approval.decidedBy === undefined ? {} : { decidedBy: approval.decidedBy }),
      ...(approval.channel === undefined ? {} : { channel: approval.channel })
    }
  )
}
