import { formatBytes, formatCount } from '../../format.ts'
import type { Execution } from './execution-view.svelte.ts'
import { detailsOf, textOf } from './visits.ts'
import type { HistoryEvent } from './visits.ts'

/** How near an execution is to one of AWS's limits. */
export interface LimitGauge {
  label: string
  value: number
  limit: number
  /** `20,000 of 25,000 events`. */
  text: string
}

/** Below this share of a limit nobody needs to think of it. */
const SHOWN_FROM = 0.5

/** The gauges that are worth showing. An engine of another version may tell no limits. */
export function nearLimits(
  limits: Execution['limits'],
  events: number,
  payloadBytes: number
): LimitGauge[] {
  if (!limits) return []
  const { historyEventsLimit, payloadLimit } = limits
  const gauges = [
    {
      label: 'History events of what AWS allows',
      value: Math.max(events, limits.historyEvents),
      limit: historyEventsLimit,
      text: `${formatCount(Math.max(events, limits.historyEvents))} of ${formatCount(historyEventsLimit)} events`
    },
    {
      label: 'Largest input or output of what AWS allows',
      value: payloadBytes,
      limit: payloadLimit,
      text: `${formatBytes(payloadBytes)} of ${formatBytes(payloadLimit)} payload`
    }
  ]
  return gauges.filter(({ value, limit }) => value > limit * SHOWN_FROM)
}

/** The largest input or output in a history that only grows: looks at each event once. */
export class PayloadMeter {
  #seen = 0
  #largest = 0
  readonly #encoder = new TextEncoder()

  /** Bytes of UTF-8. `events` begins with all that were given before. */
  largestOf(events: readonly HistoryEvent[]): number {
    for (const event of events.slice(this.#seen)) {
      for (const text of payloadsOf(event)) {
        // A character has three bytes at most: most texts need no counting.
        if (text.length * 3 <= this.#largest) continue
        this.#largest = Math.max(this.#largest, this.#encoder.encode(text).length)
      }
    }
    this.#seen = events.length
    return this.#largest
  }
}

const payloadMembers = ['input', 'output', 'parameters'] as const

function payloadsOf(event: HistoryEvent): string[] {
  const details = detailsOf(event)
  return payloadMembers.map((name) => textOf(details, name) ?? '')
}
