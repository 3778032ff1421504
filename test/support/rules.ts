/** Executions under concurrency rules: makes rules, starts, stops and looks. */
import type { ConcurrencyRule } from '../../engine/store/queries/concurrency-rules.ts'
import { createRules } from '../../engine/concurrency/rules.ts'
import type { TestCore } from './core.ts'

/** Runs until it is stopped. */
export const waiting = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 86_400, End: true } }
}

export function rulesOf(core: TestCore) {
  const { host } = core
  const rules = createRules(core.concurrencyRules)
  return {
    put: (arn: string, rule: ConcurrencyRule): Promise<void> =>
      host.enqueue((write) => rules.put(write, arn, rule, host.moment().at)),
    remove: (arn: string): Promise<void> => host.enqueue((write) => rules.remove(write, arn)),
    putPool: (name: string, size: number): Promise<void> =>
      host.enqueue((write) => rules.putPool(write, { name, size, modifiedAt: host.moment().at })),
    removePool: (name: string): Promise<void> =>
      host.enqueue((write) => rules.removePool(write, name)),
    start: async (arn: string, input: unknown = {}, name?: string): Promise<string> => {
      const request = { stateMachineArn: arn, input: JSON.stringify(input) }
      const started = await host.enqueue((write) =>
        host.start(write, { ...request, ...(name === undefined ? {} : { name }) })
      )
      return started.executionArn
    },
    stop: (executionArn: string): Promise<void> =>
      host.submit(core.describe(executionArn).id, { type: 'execution-stopped' }),
    /** Where it stands in a queue. */
    place: (executionArn: string) =>
      core.concurrencyRules.placeOf(core.db, core.describe(executionArn).id)
  }
}
