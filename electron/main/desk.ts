import { ApiError } from '../../api/errors.ts'
import { showDigest } from './digest-notice.ts'
import type { EngineAddress } from './engine-process.ts'
import { openInbox } from './inbox.ts'
import type { Approval, Decision, FailedExecution, Inbox, InboxState } from './inbox.ts'
import type { Notifier } from './notifications.ts'
import type { AppTray } from './tray.ts'
import { approvalPath } from './tray-menu.ts'
import type { EngineStatus } from './tray-menu.ts'

export interface DeskOptions {
  tray: AppTray
  notifier: Notifier
  open: (path?: string) => void
}

const nothingWaits: InboxState = { approvals: [], pendingCount: 0 }
const approvalKey = (approvalId: string): string => `approval:${approvalId}`

/** What waits for a person, on the desktop: keeps tray and notifications in step with the engine. */
export class Desk {
  readonly #options: DeskOptions
  #inbox: Inbox | undefined
  #state = nothingWaits
  /** Approvals already announced; undefined until the first list, which is not news. */
  #known: Set<string> | undefined

  constructor(options: DeskOptions) {
    this.#options = options
    this.show('starting')
  }

  /** Shows the engine's status; what waited is unknown while it is away. */
  show(status: EngineStatus): void {
    this.#options.tray.show(status, this.#state)
  }

  /** Follows this engine from now on. */
  follow(address: EngineAddress): void {
    this.#inbox?.stop()
    this.show('ready')
    this.#inbox = openInbox({
      address,
      onChange: (state) => this.#change(state),
      onFailure: (execution) => this.#announceFailure(execution),
      onDigest: (digest) => showDigest(digest, this.#options.notifier, this.#options.open)
    })
  }

  /** Decides an approval; a refusal (someone was faster) is shown as a notice. */
  async decide(
    approval: Approval,
    decision: Decision,
    channel: 'tray' | 'notification'
  ): Promise<void> {
    try {
      await this.#inbox?.decide(approval.approvalId, decision, channel)
    } catch (error) {
      const reason = error instanceof ApiError ? error.message : 'The engine does not answer.'
      this.#options.notifier.show({
        key: approvalKey(approval.approvalId),
        title: `Not decided: ${approval.title}`,
        body: reason,
        buttons: [],
        onAnswer: () => this.#options.open(approvalPath(approval.approvalId))
      })
    }
  }

  stop(): void {
    this.#inbox?.stop()
  }

  #change(state: InboxState): void {
    const waiting = new Set(state.approvals.map(({ approvalId }) => approvalId))
    for (const { approvalId } of this.#state.approvals)
      if (!waiting.has(approvalId)) this.#options.notifier.withdraw(approvalKey(approvalId))
    const known = this.#known
    if (known)
      for (const approval of state.approvals)
        if (!known.has(approval.approvalId)) this.#announce(approval)
    this.#known = waiting
    this.#state = state
    this.show('ready')
  }

  #announce(approval: Approval): void {
    this.#options.notifier.show({
      key: approvalKey(approval.approvalId),
      title: approval.title,
      body: approval.message,
      buttons: [
        { id: 'approve', label: 'Approve' },
        { id: 'reject', label: 'Reject' }
      ],
      onAnswer: (id) => {
        if (id === 'approve') void this.decide(approval, 'APPROVED', 'notification')
        else if (id === 'reject') void this.decide(approval, 'REJECTED', 'notification')
        else this.#options.open(approvalPath(approval.approvalId))
      }
    })
  }

  #announceFailure({ executionArn, name, status }: FailedExecution): void {
    this.#options.notifier.show({
      key: `execution:${executionArn}`,
      title: status === 'TIMED_OUT' ? `Execution timed out: ${name}` : `Execution failed: ${name}`,
      body: 'Open it to see which state failed, and why.',
      buttons: [],
      onAnswer: () => this.#options.open(`/executions/${encodeURIComponent(executionArn)}`)
    })
  }
}
