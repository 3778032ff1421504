import type { HistoryEvent, Visit } from './visits.ts'
import { detailsOf, textOf } from './visits.ts'

export type EventKind = 'execution' | 'state' | 'task' | 'failure'

export interface HistoryRow {
  event: HistoryEvent
  kind: EventKind
  /** The type in words: "Task state entered". */
  title: string
  stateName: string | undefined
  /** What matters most of the details, in one line. */
  summary: string | undefined
  /** Seconds since the execution's start. */
  sinceStart: number
}

const failureType = /(?:Failed|TimedOut|Aborted)$/

/** Which of the four filters an event falls under. */
export function kindOf(type: string): EventKind {
  if (failureType.test(type)) return 'failure'
  if (type.startsWith('Execution')) return 'execution'
  if (/^(?:Task(?!State)|LambdaFunction|Activity)/.test(type)) return 'task'
  return 'state'
}

/** `TaskStateEntered` → `Task state entered`. */
export function titleOf(type: string): string {
  const words = type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The row of an event. @param startedAt of the execution, seconds since the epoch */
export function historyRow(
  event: HistoryEvent,
  visit: Visit | undefined,
  startedAt: number
): HistoryRow {
  const details = detailsOf(event)
  const error = textOf(details, 'error')
  const cause = textOf(details, 'cause')?.split('\n')[0]
  const service = textOf(details, 'resourceType')
  const resource = textOf(details, 'resource')
  const named = service && resource ? `${service}:${resource}` : undefined
  return {
    event,
    kind: kindOf(event.type),
    title: titleOf(event.type),
    stateName: textOf(details, 'name') ?? visit?.stateName,
    summary: error === undefined ? named : cause ? `${error}: ${cause}` : error,
    sinceStart: event.timestamp - startedAt
  }
}

/** Whether a row fits the filter: its kind, and a text in its title, state or summary. */
export function fitsFilter(
  row: HistoryRow,
  filter: { kind: EventKind | 'all'; text: string }
): boolean {
  if (filter.kind !== 'all' && row.kind !== filter.kind) return false
  const wanted = filter.text.trim().toLowerCase()
  if (wanted === '') return true
  return [row.title, row.event.type, row.stateName, row.summary].some((part) =>
    part?.toLowerCase().includes(wanted)
  )
}
