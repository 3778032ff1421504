/** Rules of retention and forecasts, in words. */
import type { Output } from '../../../api/index.ts'
import { formatBytes, formatCount } from '../../format.ts'

export type Storage = Output<'DescribeStorage'>
export type RetentionRule = Storage['rule']

const DAY = 86_400
const FAILED_DAYS = 14

function several(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${formatCount(count)} ${many}`
}

/** `30 days, the newest 1,000, at most 2.0 GB; failed ones 14 days longer` */
export function ruleText(rule: RetentionRule): string {
  const limits = [
    rule.days === undefined ? '' : `for ${several(rule.days, 'day', 'days')}`,
    rule.executions === undefined ? '' : `the newest ${formatCount(rule.executions)}`,
    rule.bytes === undefined ? '' : `at most ${formatBytes(rule.bytes)}`
  ].filter(Boolean)
  if (limits.length === 0) return 'Kept for good'
  const failed = `those that failed at least ${several(rule.failedDays ?? FAILED_DAYS, 'day', 'days')}`
  return `Kept ${limits.join(', ')}; ${failed}`
}

/** When something is full at the present pace. Seconds since the epoch. */
export function fullText(date: number | undefined, now: number): string {
  if (date === undefined) return 'not within ten years'
  const days = Math.max(0, Math.round((date - now) / DAY))
  if (days === 0) return 'today'
  if (days < 60) return `in ${several(days, 'day', 'days')}`
  const months = Math.round(days / 30.4)
  return months < 24 ? `in ${String(months)} months` : `in ${String(Math.round(days / 365))} years`
}

/** The parts of the data folder with a name each, the largest first; empty ones are left out. */
export function partsOf(storage: Storage): { label: string; bytes: number }[] {
  const { database, files } = storage
  return [
    { label: 'Database', bytes: database.bytes - database.freeBytes },
    { label: 'Free space in the database', bytes: database.freeBytes },
    { label: 'Write-ahead log', bytes: database.logBytes },
    { label: 'Logs and files of tasks', bytes: files.taskBytes },
    { label: 'Logs of state machines', bytes: files.logBytes },
    { label: 'Buckets and files of plugins', bytes: files.pluginBytes },
    { label: 'Work folders', bytes: files.workBytes },
    { label: 'Other', bytes: files.otherBytes }
  ]
    .filter(({ bytes }) => bytes > 0)
    .sort((one, other) => other.bytes - one.bytes)
}

/** How far a pruning is, between 0 and 1. */
export function shareOf(progress: { doneExecutions: number; expectedExecutions: number }): number {
  const { doneExecutions, expectedExecutions } = progress
  return expectedExecutions === 0 ? 0 : Math.min(1, doneExecutions / expectedExecutions)
}
