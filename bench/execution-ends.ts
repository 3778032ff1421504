import type { EngineEvent } from '../api/events.ts'
import { isOfMapRun } from '../engine/arns.ts'
import type { Store } from '../engine/store/open.ts'

/** Executions end by a notice after their commit; whoever waits for one is woken by it. */
export function executionEnds(store: Store): (executionArn: string) => Promise<void> {
  const waiting = new Map<string, () => void>()
  const ended = new Set<string>()
  store.listeners.add((_commit, events: readonly EngineEvent[]) => {
    for (const event of events) {
      if (event.type !== 'execution' || event.status === 'RUNNING') continue
      // Nobody waits for a map run's children, and there are many.
      if (isOfMapRun(event.stateMachineArn)) continue
      const wake = waiting.get(event.executionArn)
      if (wake) wake()
      else ended.add(event.executionArn)
      waiting.delete(event.executionArn)
    }
  })
  return (executionArn) =>
    ended.delete(executionArn)
      ? Promise.resolve()
      : new Promise((resolve) => waiting.set(executionArn, resolve))
}
