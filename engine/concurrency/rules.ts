import { ApiError } from '../../api/errors.ts'
import { compileRule, poolOfMachine } from './claim-of.ts'
import type { Concurrency } from './concurrency.ts'
import { poolDoesNotExist } from './concurrency.ts'
import { findMachine } from '../machines/find.ts'
import type { StateMachineRecord } from '../store/queries/state-machines.ts'
import { findStateMachine } from '../store/queries/state-machines.ts'
import type { PoolKey } from '../store/queries/claims.ts'
import * as claims from '../store/queries/claims.ts'
import type { ConcurrencyRule, Pool } from '../store/queries/concurrency-rules.ts'
import * as rows from '../store/queries/concurrency-rules.ts'
import type { WriteDb } from '../store/transaction.ts'

/** What may be done with rules and pools. All throw ApiError. */
export interface Rules {
  /** Throws StateMachineDoesNotExist, PoolDoesNotExist, InvalidArn, ValidationException. */
  put: (write: WriteDb, arn: string, rule: ConcurrencyRule, at: number) => void
  /** Those that wait begin. Throws StateMachineDoesNotExist, InvalidArn. */
  remove: (write: WriteDb, arn: string) => void
  /** The rule of a state machine that was deleted: those that wait begin. */
  removeThoseOf: (write: WriteDb, stateMachineName: string) => void
  putPool: (write: WriteDb, pool: Pool) => void
  /** Throws PoolDoesNotExist, PoolInUse. */
  removePool: (write: WriteDb, name: string) => void
}

export function createRules(concurrency: Concurrency): Rules {
  const removeOf = (write: WriteDb, id: number): void => {
    const pool = poolOfMachine(id)
    rows.deleteRule(write, id)
    const given = claims.deleteWaitingClaimsBut(write, pool)
    concurrency.changed(write, distinct([{ pool, key: '' }, ...given]))
  }
  return {
    removeThoseOf: (write, stateMachineName) => {
      const machine = findStateMachine(write, stateMachineName)
      if (machine && concurrency.ruleOf(machine.id)) removeOf(write, machine.id)
    },
    put: (write, arn, rule, at) => {
      const machine = findMachine(write, arn)
      check(write, machine, rule)
      const pool = poolOfMachine(machine.id)
      const isFirst = !rows.listRules(write).some((one) => one.stateMachineId === machine.id)
      rows.putRule(write, machine.id, rule)
      if (isFirst) claims.adoptRunning(write, { stateMachineId: machine.id, pool, at })
      concurrency.changed(write, [{ pool, key: '' }])
    },
    remove: (write, arn) => removeOf(write, findMachine(write, arn).id),
    putPool: (write, pool) => {
      rows.putPool(write, pool)
      const awaited = claims.awaitedKeys(write, pool.name)
      concurrency.changed(write, awaited.length > 0 ? awaited : [{ pool: pool.name, key: '' }])
    },
    removePool: (write, name) => {
      if (!rows.findPool(write, name)) throw poolDoesNotExist(name)
      const { held, queued } = claims.poolTotals(write, name)
      const naming = rows.listRules(write).filter(({ rule }) => namesPool(rule, name))
      if (held + queued + naming.length > 0) {
        throw new ApiError(
          'PoolInUse',
          `The pool '${name}' is named by ${String(naming.length)} concurrency rules, held by ${String(held)} executions and awaited by ${String(queued)}. Take it out of the rules, then wait for the executions.`
        )
      }
      rows.deletePool(write, name)
      concurrency.changed(write, [{ pool: name, key: '' }])
    }
  }
}

export function namesPool({ pools = [] }: ConcurrencyRule, name: string): boolean {
  return pools.some(({ pool }) => pool === name)
}

function distinct(pools: readonly PoolKey[]): PoolKey[] {
  return [...new Map(pools.map((one) => [`${one.pool}\n${one.key}`, one])).values()]
}

function check(write: WriteDb, { type }: StateMachineRecord, rule: ConcurrencyRule): void {
  const { limit, pools = [], whenFull } = rule
  const invalid = (message: string): never => {
    throw new ApiError('ValidationException', message)
  }
  if (limit === undefined && pools.length === 0) {
    invalid(
      'Expected the rule to have a limit or pools, found neither: DeleteConcurrencyRule takes a rule away.'
    )
  }
  if (type === 'EXPRESS' && (pools.length > 0 || whenFull !== 'SKIP')) {
    invalid(
      'Expected a rule with a limit and whenFull SKIP alone: executions of a state machine of type EXPRESS run in memory, so that they cannot wait in a queue or hold a pool.'
    )
  }
  if (new Set(pools.map(({ pool }) => pool)).size < pools.length) {
    invalid('Expected the rule to name each pool once; units says how much of it to take.')
  }
  compileRule(rule)
  for (const { pool: name, units = 1 } of pools) {
    const pool = rows.findPool(write, name)
    if (!pool) throw poolDoesNotExist(name)
    if (units > pool.size) {
      invalid(
        `Expected at most ${String(pool.size)} units of the pool '${name}', found ${String(units)}.`
      )
    }
  }
}
