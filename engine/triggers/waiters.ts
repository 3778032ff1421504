import type { Clock } from '../clock.ts'

/** Those who wait for the end of an execution, each for a while. */
export interface Waiters {
  untilEnded: (executionArn: string, milliseconds: number) => Promise<void>
  has: (executionArn: string) => boolean
  release: (executionArn: string) => void
  /** Nobody waits any more: the engine stops. */
  releaseAll: () => void
}

export function createWaiters(clock: Clock): Waiters {
  const waiting = new Map<string, Set<() => void>>()
  const release = (arn: string): void => {
    for (const end of waiting.get(arn) ?? []) end()
  }
  return {
    release,
    releaseAll: () => {
      for (const arn of waiting.keys()) release(arn)
    },
    has: (arn) => waiting.has(arn),
    untilEnded: (arn, milliseconds) =>
      new Promise((resolve) => {
        const own = waiting.get(arn) ?? new Set()
        waiting.set(arn, own)
        const end = (): void => {
          cancel()
          own.delete(end)
          if (own.size === 0) waiting.delete(arn)
          resolve()
        }
        const cancel = clock.after(milliseconds, end)
        own.add(end)
      })
  }
}
