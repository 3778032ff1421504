/** How values look on the wire. */
import type { z } from 'zod'
import type { executionListItem } from '../../../api/operations/executions.ts'
import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import { detailsMember } from '../../../asl/interpreter/history.ts'
import { executionArn, qualifiedArn, stateMachineArn } from '../../arns.ts'
import type { ExecutionSummary } from '../../store/queries/executions.ts'

/** Milliseconds since the epoch as AWS JSON's seconds. */
export function toSeconds(milliseconds: number): number {
  return milliseconds / 1000
}

/** AWS JSON's seconds as milliseconds since the epoch. */
export function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000)
}

export function toExecutionListItem(
  execution: ExecutionSummary
): Omit<z.output<typeof executionListItem>, 'queue'> {
  return {
    executionArn: executionArn(execution.stateMachineName, execution.name),
    stateMachineArn: stateMachineArn(execution.stateMachineName),
    name: execution.name,
    status: execution.status,
    startDate: toSeconds(execution.startedAt),
    ...(execution.stoppedAt === undefined ? {} : { stopDate: toSeconds(execution.stoppedAt) }),
    redriveCount: execution.redriveCount,
    ...(execution.redrivenAt === undefined ? {} : { redriveDate: toSeconds(execution.redrivenAt) }),
    ...(execution.mapRunArn === undefined ? {} : { mapRunArn: execution.mapRunArn }),
    ...(execution.itemCount === undefined ? {} : { itemCount: execution.itemCount }),
    ...(execution.isKept ? { isKept: true } : {}),
    ...(execution.version === undefined
      ? {}
      : { stateMachineVersionArn: qualifiedArn(execution.stateMachineName, execution.version) }),
    ...(execution.alias === undefined
      ? {}
      : { stateMachineAliasArn: qualifiedArn(execution.stateMachineName, execution.alias) })
  }
}

/** What `includeExecutionData: false` leaves out. */
const dataMembers = new Set(['input', 'output', 'parameters', 'inputDetails', 'outputDetails'])

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export function toHistoryEvent(
  event: HistoryEvent,
  hasData: boolean
): { id: number; previousEventId: number; timestamp: number; type: string } {
  const member = detailsMember[event.type]
  const base = {
    timestamp: toSeconds(event.timestamp),
    type: event.type,
    id: event.id,
    previousEventId: event.previousEventId
  }
  if (member === null || event.details === undefined) return base
  const details = hasData
    ? event.details
    : Object.fromEntries(Object.entries(event.details).filter(([name]) => !dataMembers.has(name)))
  return { ...base, [member]: details }
}

/** Our words for durability on the wire, in the manner of AWS's. */
export const wireDurability = { full: 'FULL', normal: 'NORMAL' } as const
