import { createClient } from '../../api/client.ts'
import { followEvents } from '../../api/event-stream.ts'
import type { EngineEvent } from '../../api/events.ts'
import type { Output } from '../../api/index.ts'
import type { DigestEvent } from './digest-notice.ts'
import type { EngineAddress } from './engine-process.ts'

export type Approval = Output<'ListApprovals'>['approvals'][number]
export type Decision = 'APPROVED' | 'REJECTED'
export type FailedExecution = Extract<EngineEvent, { type: 'execution' }>

export interface InboxState {
  /** Those that wait, newest first; at most the first hundred. */
  approvals: readonly Approval[]
  pendingCount: number
}

export interface InboxOptions {
  address: EngineAddress
  onChange: (state: InboxState) => void
  onFailure: (execution: FailedExecution) => void
  onDigest: (digest: DigestEvent) => void
}

/** What the tray and the notifications know, through the same API as the window. */
export interface Inbox {
  decide: (
    approvalId: string,
    decision: Decision,
    channel: 'tray' | 'notification'
  ) => Promise<Approval>
  stop: () => void
}

const failures = new Set(['FAILED', 'TIMED_OUT'])

/** Follows an engine's approvals and failures until stopped. */
export function openInbox({ address, onChange, onFailure, onDigest }: InboxOptions): Inbox {
  const client = createClient(address)
  const stopping = new AbortController()
  const refresh = async (): Promise<void> => {
    try {
      const { approvals, pendingCount } = await client.ListApprovals(
        { status: 'PENDING' },
        { signal: stopping.signal }
      )
      if (!stopping.signal.aborted) onChange({ approvals, pendingCount })
    } catch {
      // The engine is away: asked again when the event stream is back.
    }
  }
  const onEvent = (event: EngineEvent): void => {
    if (event.type === 'approval' || event.type === 'reset') void refresh()
    if (event.type === 'execution' && failures.has(event.status)) onFailure(event)
    if (event.type === 'digest') onDigest(event)
  }
  void followEvents({
    ...address,
    signal: stopping.signal,
    onEvent,
    onConnection: (isConnected) => {
      if (isConnected) void refresh()
    }
  })
  return {
    decide: (approvalId, decision, channel) =>
      client.DecideApproval({ approvalId, decision, channel }),
    stop: () => stopping.abort()
  }
}
