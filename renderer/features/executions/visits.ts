import type { Output } from '../../../api/index.ts'
import { detailsMember } from '../../../asl/interpreter/history.ts'
import type { StateType } from '../../../asl/definition.ts'

export type HistoryEvent = Output<'GetExecutionHistory'>['events'][number]

export type VisitStatus =
  | 'RUNNING'
  | 'WAITING'
  | 'WAITING_FOR_TOKEN'
  | 'RETRYING'
  | 'SUCCEEDED'
  | 'CAUGHT'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'

/** One try of a Task state's work. Times are seconds since the epoch, payloads JSON text. */
export interface Attempt {
  /** Id of the scheduling event; names the task's log. */
  taskId: number
  status: 'SCHEDULED' | 'RUNNING' | 'SUBMITTED' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'
  scheduledAt: number
  endedAt?: number
  resource?: string
  parameters?: string
  output?: string
  error?: string
  cause?: string
}

/** One time that an execution was in a state. */
export interface Visit {
  /** Id of the StateEntered event. */
  id: number
  stateName: string
  type: StateType
  /** The Parallel or Map visit that it runs in. */
  parent: Visit | undefined
  /** The visit that led here, in the same sequence. */
  previous: Visit | undefined
  status: VisitStatus
  enteredAt: number
  exitedAt?: number
  input?: string
  output?: string
  error?: string
  cause?: string
  attempts: Attempt[]
  /** It had not ended well when the execution was redriven: what came after it counts. */
  wasRedriven?: true
  /** It was closed by the failure of what it was in: a redrive takes it up again. */
  isUnfinished?: true
  /** A redrive has taken it up again. */
  wasReopened?: true
  /** Map only. */
  items?: { total: number; succeeded: number; failed: number }
}

const activeStatuses: ReadonlySet<VisitStatus> = new Set([
  'RUNNING',
  'WAITING',
  'WAITING_FOR_TOKEN',
  'RETRYING'
])

/** Whether the visit goes on. */
export function isActive(visit: Visit): boolean {
  return activeStatuses.has(visit.status)
}

/** The details of an event, whatever member they stand in; empty where it has none. */
export function detailsOf(event: HistoryEvent): Readonly<Record<string, unknown>> {
  const member = Object.entries(detailsMember).find(([type]) => type === event.type)?.[1]
  const details = member ? event[member] : undefined
  return typeof details === 'object' && details !== null ? { ...details } : {}
}

/** A member of an event's details where it is a text. */
export function textOf(
  details: Readonly<Record<string, unknown>>,
  name: string
): string | undefined {
  const value = details[name]
  return typeof value === 'string' ? value : undefined
}
