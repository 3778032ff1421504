import type { Clock } from '../../clock.ts'
import type { WebhookSettings } from './settings.ts'

/** Token buckets, one a hook: so many calls a second, some more at once after a pause. */
export interface RateLimits {
  /** Seconds to wait; undefined where the call may pass. */
  take: (triggerId: number, limit: WebhookSettings['rateLimit']) => number | undefined
}

export function createRateLimits(clock: Clock): RateLimits {
  const buckets = new Map<number, { tokens: number; at: number }>()
  return {
    take: (triggerId, limit) => {
      if (!limit) return undefined
      const { perSecond, burst = Math.max(1, Math.ceil(perSecond)) } = limit
      const now = clock.monotonic()
      const before = buckets.get(triggerId) ?? { tokens: burst, at: now }
      const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond)
      const isLet = tokens >= 1
      buckets.set(triggerId, { tokens: isLet ? tokens - 1 : tokens, at: now })
      return isLet ? undefined : Math.max(1, Math.ceil((1 - tokens) / perSecond))
    }
  }
}
