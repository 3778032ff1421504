import type { HistoryEvent } from '../../asl/interpreter/history.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Log } from '../log.ts'
import { readLogging } from '../machines/configuration.ts'
import { createLogFiles } from './log-files.ts'
import { isLogged } from './log-level.ts'

/** Logs events of an execution. */
export type LogTo = (
  executionArn: string,
  events: readonly HistoryEvent[],
  redriveCount: number
) => void

/** The log files of state machines. */
export interface ExecutionLogs {
  /** The log of a state machine, by its configuration (or a version's) at this time. */
  of: (stateMachineName: string, configuration: { logging?: string }) => LogTo
  /** Resolves once all lines are written. */
  flush: () => Promise<void>
}

/** What `includeExecutionData: false` leaves out. */
const dataMembers: ReadonlySet<string> = new Set([
  ...['input', 'output', 'parameters', 'inputDetails', 'outputDetails', 'assignedVariables'],
  'assignedVariablesDetails'
])

const nothing: LogTo = () => undefined

export function createExecutionLogs(folder: DataFolder, log: Log): ExecutionLogs {
  const files = createLogFiles(log)
  return {
    of: (stateMachineName, { logging }) => {
      const { level, includeExecutionData } = readLogging(logging)
      if (level === 'OFF') return nothing
      const file = folder.executionLog(stateMachineName)
      return (executionArn, events, redriveCount) => {
        const lines = events
          .filter(({ type }) => isLogged(type, level))
          .map((event) => toLine(event, { executionArn, redriveCount, includeExecutionData }))
        if (lines.length > 0) files.append(file, `${lines.join('\n')}\n`)
      }
    },
    flush: () => files.flush()
  }
}

interface LineOptions {
  executionArn: string
  redriveCount: number
  includeExecutionData: boolean
}

/** One event with the names and texts that CloudWatch Logs gets. */
function toLine(event: HistoryEvent, options: LineOptions): string {
  const { executionArn, redriveCount, includeExecutionData } = options
  const details = Object.entries(event.details ?? {}).filter(
    ([name]) => includeExecutionData || !dataMembers.has(name)
  )
  return JSON.stringify({
    id: String(event.id),
    type: event.type,
    ...(event.details === undefined ? {} : { details: Object.fromEntries(details) }),
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestamp),
    execution_arn: executionArn,
    redrive_count: String(redriveCount)
  })
}
