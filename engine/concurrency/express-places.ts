import { ApiError } from '../../api/errors.ts'
import { stateMachineArn } from '../arns.ts'
import type { CompiledRule } from './claim-of.ts'

/** The limits of EXPRESS state machines, whose executions keep no rows: counted in memory. */
export interface ExpressPlaces {
  /**
   * Takes a place; the answer gives it back, undefined where there is no rule. Throws ApiError
   * ConcurrencyLimitReached.
   */
  take: (machine: { id: number; name: string }) => (() => void) | undefined
}

export function createExpressPlaces(
  ruleOf: (stateMachineId: number) => CompiledRule | undefined
): ExpressPlaces {
  const taken = new Map<number, number>()
  return {
    take: ({ id, name }) => {
      const limit = ruleOf(id)?.rule.limit
      if (limit === undefined) return undefined
      const before = taken.get(id) ?? 0
      if (before >= limit) {
        throw new ApiError(
          'ConcurrencyLimitReached',
          `The concurrency rule of ${stateMachineArn(name)} lets ${String(limit)} of its executions run at once, and as many run. Start it again once one has ended.`
        )
      }
      taken.set(id, before + 1)
      let isGiven = false
      return () => {
        if (isGiven) return
        isGiven = true
        taken.set(id, (taken.get(id) ?? 1) - 1)
      }
    }
  }
}
