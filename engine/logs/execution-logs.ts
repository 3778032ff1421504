import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { HistoryEvent } from '../../asl/interpreter/history.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Log } from '../log.ts'
import { readLogging } from '../machines/configuration.ts'
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
  /** The last write of each file: lines keep their order. */
  const writes = new Map<string, Promise<void>>()
  const append = (file: string, text: string): void => {
    const before = writes.get(file) ?? mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const after = before
      .then(() => appendFile(file, text, { mode: 0o600 }))
      .catch((error: unknown) => {
        log.error('Events could not be logged', { file, error: String(error) })
      })
      .then(() => {
        if (writes.get(file) === after) writes.delete(file)
      })
    writes.set(file, after)
  }
  return {
    of: (stateMachineName, { logging }) => {
      const { level, includeExecutionData } = readLogging(logging)
      if (level === 'OFF') return nothing
      const file = folder.executionLog(stateMachineName)
      return (executionArn, events, redriveCount) => {
        const lines = events
          .filter(({ type }) => isLogged(type, level))
          .map((event) => toLine(event, { executionArn, redriveCount, includeExecutionData }))
        if (lines.length > 0) append(file, `${lines.join('\n')}\n`)
      }
    },
    flush: async () => {
      await Promise.all(writes.values())
    }
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
