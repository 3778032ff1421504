import type { z } from 'zod'
import type { Output } from '../../../api/index.ts'
import type { queuePlace } from '../../../api/operations/concurrency.ts'
import { executionArn, stateMachineArn } from '../../arns.ts'
import type { Clock } from '../../clock.ts'
import { poolOfMachine } from '../../concurrency/claim-of.ts'
import type { Concurrency } from '../../concurrency/concurrency.ts'
import { poolDoesNotExist } from '../../concurrency/concurrency.ts'
import type { Rules } from '../../concurrency/rules.ts'
import { namesPool } from '../../concurrency/rules.ts'
import type { QueuePlace } from '../../concurrency/turns.ts'
import type { Host } from '../../host/host.ts'
import { findMachine } from '../../machines/find.ts'
import type { Store } from '../../store/open.ts'
import type { PlacedClaim, PoolKey } from '../../store/queries/claims.ts'
import * as claims from '../../store/queries/claims.ts'
import type { ConcurrencyRule, Pool } from '../../store/queries/concurrency-rules.ts'
import { findPool, listPools, listRules } from '../../store/queries/concurrency-rules.ts'
import { findExecutionById } from '../../store/queries/executions.ts'
import { findStateMachineById } from '../../store/queries/state-machines.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { toSeconds } from './wire.ts'

type Names =
  | 'PutConcurrencyRule'
  | 'GetConcurrencyRule'
  | 'DeleteConcurrencyRule'
  | 'ListConcurrencyRules'
  | 'PutPool'
  | 'ListPools'
  | 'DescribePool'
  | 'DeletePool'

export interface ConcurrencyServices {
  store: Store
  host: Host
  clock: Clock
  concurrencyRules: Concurrency
  rules: Rules
}

/** How much of a list one answer shows. */
const SHOWN = 100

export function concurrencyHandlers(services: ConcurrencyServices): Pick<Handlers, Names> {
  return { ...ruleHandlers(services), ...poolHandlers(services) }
}

type RuleNames =
  'PutConcurrencyRule' | 'GetConcurrencyRule' | 'DeleteConcurrencyRule' | 'ListConcurrencyRules'

function ruleHandlers(services: ConcurrencyServices): Pick<Handlers, RuleNames> {
  const { store, host, clock, rules, concurrencyRules } = services
  const db = reader(store)
  const stateOf = (id: number, name: string, rule: ConcurrencyRule) => {
    const { held, queued } = claims.poolTotals(db, poolOfMachine(id))
    return { stateMachineArn: stateMachineArn(name), rule, running: held, queued }
  }
  return {
    PutConcurrencyRule: async ({ stateMachineArn: arn, rule }) => {
      await host.enqueue((write) => rules.put(write, arn, rule, clock.now()))
      const { id, name } = findMachine(db, arn)
      return stateOf(id, name, rule)
    },
    GetConcurrencyRule: ({ stateMachineArn: arn }) => {
      const { id, name } = findMachine(db, arn)
      const queue = queueOf(db, { pool: poolOfMachine(id), key: '' }, concurrencyRules)
      return { ...stateOf(id, name, concurrencyRules.ruleOf(id)?.rule ?? {}), queue }
    },
    DeleteConcurrencyRule: async ({ stateMachineArn: arn }) => {
      await host.enqueue((write) => rules.remove(write, arn))
      return {}
    },
    ListConcurrencyRules: () => ({
      rules: listRules(db).flatMap(({ stateMachineId, rule }) => {
        const machine = findStateMachineById(db, stateMachineId)
        return machine ? [stateOf(machine.id, machine.name, rule)] : []
      })
    })
  }
}

type PoolNames = 'PutPool' | 'ListPools' | 'DescribePool' | 'DeletePool'

function poolHandlers(services: ConcurrencyServices): Pick<Handlers, PoolNames> {
  const { store, host, clock, rules, concurrencyRules } = services
  const db = reader(store)
  return {
    PutPool: async ({ name, size, description }) => {
      const pool = {
        ...{ name, size, modifiedAt: clock.now() },
        ...(description === undefined ? {} : { description })
      }
      await host.enqueue((write) => rules.putPool(write, pool))
      return toPool(db, pool)
    },
    ListPools: () => ({ pools: listPools(db).map((pool) => toPool(db, pool)) }),
    DescribePool: ({ name }) => {
      const pool = findPool(db, name)
      if (!pool) throw poolDoesNotExist(name)
      const keys = claims.poolKeys(db, name, SHOWN).map(({ key, queued }) => ({
        ...{ key, queued, unitsHeld: claims.unitsHeld(db, { pool: name, key }) },
        holders: claims.heldClaims(db, { pool: name, key }, SHOWN).map((claim) => ({
          executionArn: arnOf(db, claim),
          units: claim.units,
          since: toSeconds(claim.heldSince ?? claim.madeAt)
        })),
        queue: queueOf(db, { pool: name, key }, concurrencyRules)
      }))
      return { pool: toPool(db, pool), keys }
    },
    DeletePool: async ({ name }) => {
      await host.enqueue((write) => rules.removePool(write, name))
      return {}
    }
  }
}

function toPool(db: ReadDb, pool: Pool): Output<'PutPool'> {
  const { units, queued } = claims.poolTotals(db, pool.name)
  const naming = listRules(db).filter(({ rule }) => namesPool(rule, pool.name))
  return {
    name: pool.name,
    size: pool.size,
    ...(pool.description === undefined ? {} : { description: pool.description }),
    ...{ unitsHeld: units, queued },
    stateMachineArns: naming.flatMap(({ stateMachineId }) => {
      const machine = findStateMachineById(db, stateMachineId)
      return machine ? [stateMachineArn(machine.name)] : []
    }),
    lastModificationDate: toSeconds(pool.modifiedAt)
  }
}

function queueOf(db: ReadDb, pool: PoolKey, concurrency: Concurrency) {
  return claims.waitingClaims(db, pool, { limit: SHOWN }).map((claim, index) => ({
    executionArn: arnOf(db, claim),
    position: index + 1,
    queuedDate: toSeconds(claim.madeAt),
    waitsFor: concurrency.placeOf(db, claim.executionId)?.waitsFor ?? concurrency.wordsFor(pool)
  }))
}

function arnOf(db: ReadDb, { executionId }: PlacedClaim): string {
  const execution = findExecutionById(db, executionId)
  return execution ? executionArn(execution.stateMachineName, execution.name) : ''
}

/** `queue` of an execution, where it waits. */
export function queueMember(place: QueuePlace | undefined): {
  queue?: z.output<typeof queuePlace>
} {
  if (!place) return {}
  const { position, queuedAt, waitsFor } = place
  return { queue: { position, queuedDate: toSeconds(queuedAt), waitsFor } }
}
