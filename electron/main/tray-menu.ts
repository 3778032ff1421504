import type { Approval, Decision, InboxState } from './inbox.ts'

export type EngineStatus = 'starting' | 'ready' | 'restarting' | 'stopped'

export interface TrayActions {
  open: (path?: string) => void
  decide: (approval: Approval, decision: Decision) => void
  quit: () => void
}

/** The part of Electron's menu template that the tray uses; plain, so that it can be tested without Electron. */
export interface MenuEntry {
  label?: string
  type?: 'separator'
  enabled?: boolean
  click?: () => void
  submenu?: MenuEntry[]
}

const ENTRIES_SHOWN = 12
const LABEL_LENGTH = 60

const statusLabels: Record<Exclude<EngineStatus, 'ready'>, string> = {
  starting: 'The engine is starting …',
  restarting: 'The engine has stopped and is started again …',
  stopped: 'The engine is not running'
}

/** A menu's label: one line, not too long, and its ampersands are text, not shortcuts. */
function toLabel(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const short = line.length > LABEL_LENGTH ? `${line.slice(0, LABEL_LENGTH - 1)}…` : line
  return short.replaceAll('&', '&&')
}

/** `No approvals waiting`, `1 approval waiting`, `3 approvals waiting`. */
export function waitingText(count: number): string {
  if (count === 0) return 'No approvals waiting'
  return count === 1 ? '1 approval waiting' : `${count} approvals waiting`
}

/** The address of an approval in the window (`/approvals/…` itself belongs to mailed links). */
export function approvalPath(approvalId: string): string {
  return `/approvals?approval=${encodeURIComponent(approvalId)}`
}

function approvalEntry(approval: Approval, actions: TrayActions): MenuEntry {
  return {
    label: toLabel(approval.title),
    submenu: [
      { label: toLabel(`${approval.executionName} · ${approval.stateName}`), enabled: false },
      { type: 'separator' },
      { label: 'Approve', click: () => actions.decide(approval, 'APPROVED') },
      { label: 'Reject', click: () => actions.decide(approval, 'REJECTED') },
      { label: 'Show', click: () => actions.open(approvalPath(approval.approvalId)) }
    ]
  }
}

/** The tray's menu: what waits for a person first, each with its answers. */
export function trayMenu(
  status: EngineStatus,
  { approvals, pendingCount }: InboxState,
  actions: TrayActions
): MenuEntry[] {
  const shown = approvals.slice(0, ENTRIES_SHOWN)
  const hidden = pendingCount - shown.length
  const waiting: MenuEntry[] =
    status === 'ready'
      ? [
          { label: waitingText(pendingCount), enabled: false },
          ...shown.map((approval) => approvalEntry(approval, actions)),
          ...(hidden > 0
            ? [{ label: `${hidden} more …`, click: () => actions.open('/approvals') }]
            : [])
        ]
      : [{ label: statusLabels[status], enabled: false }]
  return [
    ...waiting,
    { type: 'separator' },
    { label: 'Open Signalbox', click: () => actions.open() },
    { type: 'separator' },
    { label: 'Quit Signalbox', click: () => actions.quit() }
  ]
}
