/** https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-log-level */
import type { HistoryEventType } from '../../asl/interpreter/history.ts'
import type { FullLogging } from '../machines/configuration.ts'

const fatal: ReadonlySet<string> = new Set([
  'ExecutionAborted',
  'ExecutionFailed',
  'ExecutionTimedOut'
])

/** Whether an event of this type is logged at a level. */
export function isLogged(type: HistoryEventType, level: FullLogging['level']): boolean {
  if (level === 'OFF') return false
  if (level === 'ALL' || fatal.has(type)) return true
  return (
    level === 'ERROR' && (type === 'FailStateEntered' || /(Failed|TimedOut|Aborted)$/.test(type))
  )
}
