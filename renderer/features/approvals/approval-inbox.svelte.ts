import type { Client } from '../../../api/client.ts'
import { ApiError } from '../../../api/errors.ts'
import type { Output } from '../../../api/index.ts'
import { PagedList } from '../../paged-list.svelte.ts'

export type Approval = Output<'DescribeApproval'>
export type Decision = 'APPROVED' | 'REJECTED'

type ApprovalClient = Pick<Client, 'ListApprovals' | 'DescribeApproval' | 'DecideApproval'>

const PAGE_SIZE = 50

/** What waits for a person, what was decided, which one is open, and the decisions on their way. */
export class ApprovalInbox {
  readonly pending: PagedList<Approval>
  /** Newest first, of any status. */
  readonly recent: PagedList<Approval>
  /** The one that the address names. */
  selectedId = $state<string | undefined>()
  /** The open one where neither list has it. */
  #other = $state.raw<Approval | undefined>()
  #missing = $state.raw<Error | undefined>()
  /** Decisions that the engine has not confirmed yet. */
  #sending = $state.raw<Readonly<Record<string, Decision>>>({})
  #failures = $state.raw<Readonly<Record<string, string>>>({})
  readonly #client: ApprovalClient

  constructor(client: ApprovalClient) {
    this.#client = client
    const keyOf = (approval: Approval): string => approval.approvalId
    this.pending = new PagedList<Approval>({
      keyOf,
      loadPage: (nextToken, signal) => this.#page({ status: 'PENDING', nextToken }, signal)
    })
    this.recent = new PagedList<Approval>({
      keyOf,
      loadPage: (nextToken, signal) => this.#page({ nextToken }, signal)
    })
  }

  readonly waiting = $derived.by(() => this.pending.items)
  readonly decided = $derived.by(() =>
    this.recent.items.filter((approval) => approval.status !== 'PENDING')
  )

  get hasLoaded(): boolean {
    return this.pending.hasLoaded && this.recent.hasLoaded
  }

  get error(): Error | undefined {
    return this.pending.error ?? this.recent.error
  }

  get isEmpty(): boolean {
    return this.hasLoaded && this.waiting.length === 0 && this.recent.items.length === 0
  }

  get selected(): Approval | undefined {
    const id = this.selectedId
    if (id === undefined) return undefined
    const isIt = (approval: Approval): boolean => approval.approvalId === id
    return (
      this.recent.items.find(isIt) ??
      this.pending.items.find(isIt) ??
      (this.#other && isIt(this.#other) ? this.#other : undefined)
    )
  }

  /** Why the approval of the address can't be shown. */
  get selectedError(): Error | undefined {
    return this.selected ? undefined : this.#missing
  }

  async reload(): Promise<void> {
    await Promise.all([this.pending.reload(), this.recent.refreshHead()])
    if (this.#other) await this.#describe(this.#other.approvalId)
  }

  /** Opens an approval; asks for it where the lists don't have it. */
  async select(approvalId: string | undefined): Promise<void> {
    if (approvalId === this.selectedId) return
    this.selectedId = approvalId
    this.#missing = undefined
    if (approvalId !== undefined && !this.selected) await this.#describe(approvalId)
  }

  sendingOf(approvalId: string): Decision | undefined {
    return this.#sending[approvalId]
  }

  failureOf(approvalId: string): string | undefined {
    return this.#failures[approvalId]
  }

  /**
   * Sends a decision. It counts only when the engine has confirmed it; until then the approval
   * says that it is being sent. Resolves to what the engine made of it, undefined if it refused:
   * where somebody else was faster, the approval then shows who.
   */
  async decide(
    approvalId: string,
    decision: Decision,
    comment: string
  ): Promise<Approval | undefined> {
    if (this.#sending[approvalId]) return undefined
    this.#sending = { ...this.#sending, [approvalId]: decision }
    this.#failures = without(this.#failures, approvalId)
    try {
      const decided = await this.#client.DecideApproval({
        approvalId,
        decision,
        channel: 'window',
        ...(comment.trim() ? { comment: comment.trim() } : {})
      })
      this.#accept(decided)
      return decided
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#failures = { ...this.#failures, [approvalId]: message }
      const isLate = error instanceof ApiError && error.errorName === 'ApprovalAlreadyDecided'
      if (isLate) await this.reload()
      return undefined
    } finally {
      this.#sending = without(this.#sending, approvalId)
    }
  }

  dispose(): void {
    this.pending.dispose()
    this.recent.dispose()
  }

  #accept(decided: Approval): void {
    this.pending.items = this.pending.items.filter(
      ({ approvalId }) => approvalId !== decided.approvalId
    )
    if (!this.recent.replace(decided)) this.#other = decided
  }

  async #describe(approvalId: string): Promise<void> {
    try {
      this.#other = await this.#client.DescribeApproval({ approvalId })
    } catch (error) {
      if (this.selectedId !== approvalId) return
      this.#missing = error instanceof Error ? error : new Error(String(error))
    }
  }

  async #page(
    { status, nextToken }: { status?: 'PENDING'; nextToken: string | undefined },
    signal: AbortSignal
  ): Promise<{ items: Approval[]; nextToken: string | undefined }> {
    const answer = await this.#client.ListApprovals(
      {
        maxResults: PAGE_SIZE,
        ...(status ? { status } : {}),
        ...(nextToken ? { nextToken } : {})
      },
      { signal }
    )
    return { items: answer.approvals, nextToken: answer.nextToken }
  }
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}

/** The inbox with this approval open. */
export function addressOf(approvalId: string): string {
  return `/approvals?approval=${encodeURIComponent(approvalId)}`
}

const channelWords = {
  window: 'in the window',
  tray: 'from the tray',
  notification: 'from a notification',
  cli: 'on the command line',
  link: 'through the link in the mail',
  api: 'through the API'
} as const satisfies Record<NonNullable<Approval['channel']>, string>

/** `by Ada in the window`: who ended it and how; empty where nobody did. */
export function decisionWords({ decidedBy, channel }: Approval): string {
  return [decidedBy ? `by ${decidedBy}` : '', channel ? channelWords[channel] : '']
    .filter(Boolean)
    .join(' ')
}
