import type { Visit } from './visits.ts'
import { isActive } from './visits.ts'

export interface TimelineBar {
  visit: Visit
  /** How deep in Parallel and Map states. */
  depth: number
  /** Of the whole time, 0 to 1. */
  start: number
  length: number
}

/** Bars are drawn for this many visits at most: the newest ones. */
export const TIMELINE_LIMIT = 400

/**
 * The visits as bars on one scale from the execution's start to its end (or now).
 * @param range seconds since the epoch
 */
export function timelineBars(
  visits: readonly Visit[],
  range: { from: number; to: number }
): TimelineBar[] {
  const span = Math.max(0.001, range.to - range.from)
  return visits.slice(-TIMELINE_LIMIT).map((visit) => {
    const end = isActive(visit) ? range.to : (visit.exitedAt ?? visit.enteredAt)
    const start = clamp((visit.enteredAt - range.from) / span)
    return { visit, depth: depthOf(visit), start, length: clamp((end - visit.enteredAt) / span) }
  })
}

/** Four to eight round times between the start and `span`, in seconds. */
export function timelineTicks(span: number): number[] {
  const steps = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1800, 3600, 21_600, 86_400]
  const step = steps.find((one) => span / one <= 8) ?? Math.ceil(span / 8 / 86_400) * 86_400
  const ticks: number[] = []
  for (let at = 0; at <= span; at += step) ticks.push(at)
  return ticks
}

function depthOf(visit: Visit): number {
  let depth = 0
  for (let at = visit.parent; at; at = at.parent) depth += 1
  return depth
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value))
}
