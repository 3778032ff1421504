import type { Candidate, RetentionRule } from '../store/queries/retention.ts'

const DAY = 24 * 3600 * 1000

/** So long a failed execution can be redriven, and stays unless a rule says otherwise. */
const FAILED_DAYS = 14

/** What has ended well may go at once; the others not within their days. */
export function mayGo(candidate: Candidate, rule: RetentionRule, now: number): boolean {
  if (candidate.status === 'SUCCEEDED') return true
  return candidate.stoppedAt < now - (rule.failedDays ?? FAILED_DAYS) * DAY
}

/** What a state machine has more than its rule allows, counted down as executions are chosen. */
export interface Excess {
  /** Ended before this: milliseconds since the epoch. */
  before: number
  executions: number
  bytes: number
}

export function excessOf(
  rule: RetentionRule,
  has: { executions: number; bytes: number },
  now: number
): Excess {
  return {
    before: rule.days === undefined ? -Infinity : now - rule.days * DAY,
    executions: rule.executions === undefined ? 0 : Math.max(0, has.executions - rule.executions),
    bytes: rule.bytes === undefined ? 0 : Math.max(0, has.bytes - rule.bytes)
  }
}

/** Whether an execution exceeds the rule: the oldest are asked about first. */
export function exceeds(excess: Excess, candidate: Candidate): boolean {
  return excess.executions > 0 || excess.bytes > 0 || candidate.stoppedAt < excess.before
}

export function without(excess: Excess, candidate: Candidate): Excess {
  return {
    before: excess.before,
    executions: excess.executions - 1,
    bytes: excess.bytes - candidate.bytes
  }
}

/** Whether one that has started then, or later, can exceed it at all. */
export function isSatisfied(excess: Excess, startedAt: number): boolean {
  return excess.executions <= 0 && excess.bytes <= 0 && startedAt >= excess.before
}
