import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import { PagedList } from '../../paged-list.svelte.ts'
export type Approval = Output<'DescribeApproval'>
export type Decision = 'APPROVED' | 'REJECTED'
type ApprovalClient = Pick<Client, 'ListApprovals' | 'DescribeApproval' | 'DecideApproval'>
/** What waits for a person, what was decided, which one is open, and the decisions on their way. */
export declare class ApprovalInbox {
  #private
  readonly pending: PagedList<Approval>
  /** Newest first, of any status. */
  readonly recent: PagedList<Approval>
  /** The one that the address names. */
  selectedId: string | undefined
  constructor(client: ApprovalClient)
  readonly waiting: {
    approvalId: string
    status: 'APPROVED' | 'CANCELLED' | 'EXPIRED' | 'PENDING' | 'REJECTED'
    executionArn: string
    executionName: string
    stateMachineArn: string
    stateName: string
    title: string
    message: string
    data: unknown
    recipients: string[]
    requestedDate: number
    expiryDate?: number | undefined
    decidedDate?: number | undefined
    decidedBy?: string | undefined
    channel?: 'api' | 'cli' | 'link' | 'notification' | 'tray' | 'window' | undefined
    comment?: string | undefined
  }[]
  readonly decided: {
    approvalId: string
    status: 'APPROVED' | 'CANCELLED' | 'EXPIRED' | 'PENDING' | 'REJECTED'
    executionArn: string
    executionName: string
    stateMachineArn: string
    stateName: string
    title: string
    message: string
    data: unknown
    recipients: string[]
    requestedDate: number
    expiryDate?: number | undefined
    decidedDate?: number | undefined
    decidedBy?: string | undefined
    channel?: 'api' | 'cli' | 'link' | 'notification' | 'tray' | 'window' | undefined
    comment?: string | undefined
  }[]
  get hasLoaded(): boolean
  get error(): Error | undefined
  get isEmpty(): boolean
  get selected(): Approval | undefined
  /** Why the approval of the address can't be shown. */
  get selectedError(): Error | undefined
  reload(): Promise<void>
  /** Opens an approval; asks for it where the lists don't have it. */
  select(approvalId: string | undefined): Promise<void>
  sendingOf(approvalId: string): Decision | undefined
  failureOf(approvalId: string): string | undefined
  /**
   * Sends a decision. It counts only when the engine has confirmed it; until then the approval
   * says that it is being sent. Resolves to what the engine made of it, undefined if it refused:
   * where somebody else was faster, the approval then shows who.
   */
  decide(approvalId: string, decision: Decision, comment: string): Promise<Approval | undefined>
  dispose(): void
}
/** The inbox with this approval open. */
export declare function addressOf(approvalId: string): string
/** `by Ada in the window`: who ended it and how; empty where nobody did. */
export declare function decisionWords({ decidedBy, channel }: Approval): string
export {}
