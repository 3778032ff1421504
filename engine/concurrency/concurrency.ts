import { ApiError } from '../../api/errors.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import type { PoolKey } from '../store/queries/claims.ts'
import * as rows from '../store/queries/claims.ts'
import type { ExecutionSummary } from '../store/queries/executions.ts'
import { findExecutionById, readExecutionData } from '../store/queries/executions.ts'
import { listPools, listRules } from '../store/queries/concurrency-rules.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import { admit, wordsFor } from './admission.ts'
import type { AdmissionParts } from './admission.ts'
import type { CompiledRule } from './claim-of.ts'
import { claimsFor, compileRule, machineOfPool } from './claim-of.ts'
import type { QueuePlace } from './turns.ts'
import { beginNext, placeOf } from './turns.ts'

/** What a start under a rule is about. */
export interface Start {
  executionId: number
  stateMachine: { id: number; name: string }
  input: string
  at: number
  seed: string
}

/** Rules on every start: who may begin, who waits, and whose turn it is when one has ended. */
export interface Concurrency {
  /** Of most state machines there is none: then nothing here is asked again. */
  ruleOf: (stateMachineId: number) => CompiledRule | undefined
  /**
   * Whether the execution may begin now; otherwise it is in the queue. Throws ApiError
   * ConcurrencyLimitReached, InvalidExecutionInput.
   */
  admit: (write: WriteDb, rule: CompiledRule, start: Start) => boolean
  /**
   * Inside the transaction that takes an execution up again: it holds what it held, or may not go on.
   * Throws ApiError ConcurrencyLimitReached.
   */
  redriven: (write: WriteDb, executionId: number) => void
  /** Inside the transaction that ends an execution: frees what it held. */
  executionEnded: (write: WriteDb, executionId: number) => void
  /** Undefined: it is not in a queue. */
  placeOf: (db: ReadDb, executionId: number) => QueuePlace | undefined
  /** In words, as in `placeOf`. */
  wordsFor: (pool: PoolKey) => string
  /** After the commit, the rules are read again and whoever may begin now does: of `pools`. */
  changed: (write: WriteDb, pools: readonly PoolKey[]) => void
  /** Verifies what a crash has left, and lets those begin whose turn it is. */
  recover: (write: WriteDb) => void
}

export interface ConcurrencyOptions {
  store: Store
  log: Log
  host: Pick<HostControl, 'apply' | 'moment' | 'persist' | 'begin'>
}

export function createConcurrency(options: ConcurrencyOptions): Concurrency {
  const { store, log, host } = options
  const known = readKnown(reader(store))
  const { sizeOf } = known
  const parts: AdmissionParts = {
    sizeOf,
    stop: (write, id, activation) => host.apply(write, id, activation),
    seed: () => host.moment().seed
  }
  const letBegin = (write: WriteDb, pools: readonly PoolKey[]): void => {
    if (pools.length === 0) return
    write.afterCommit(() => {
      // Refused only while the engine stops: its next start lets them begin.
      host.persist((own) => beginWaiting(own, pools)).catch(() => undefined)
    })
  }
  const beginWaiting = (write: WriteDb, pools: readonly PoolKey[]): void => {
    const begin = (claims: rows.PlacedClaim[]): void => {
      if (claims[0]) host.begin(write, claims[0].executionId)
      tell(write, claims)
    }
    letBegin(write, beginNext(write, pools, { sizeOf, begin, at: host.moment().at }))
  }
  return {
    ruleOf: (stateMachineId) => known.ruleOf(stateMachineId),
    admit: (write, { rule, ...compiled }, { stateMachine, executionId, ...start }) => {
      const claims = claimsFor(stateMachine.id, { rule, ...compiled }, start)
      const candidate = { executionId, stateMachine, claims, at: start.at }
      const isAdmitted = admit(write, rule, candidate, parts)
      tell(write, claims)
      return isAdmitted
    },
    redriven: (write, executionId) => holdAgain(write, executionId, { host, known, parts }),
    executionEnded: (write, executionId) => {
      if (!known.isUsed()) return
      const freed = rows.deleteClaims(write, executionId)
      tell(write, freed)
      letBegin(write, freed)
    },
    placeOf: (db, executionId) => (known.isUsed() ? placeOf(db, executionId, sizeOf) : undefined),
    wordsFor: (pool) => wordsFor(pool, sizeOf),
    changed: (write, pools) => {
      tell(write, pools)
      write.afterCommit(known.readAgain)
      letBegin(write, pools)
    },
    recover: (write) => {
      if (!known.isUsed()) return
      for (const executionId of rows.strayClaims(write)) {
        log.error('An execution that has ended held its places; they are free now', { executionId })
        rows.deleteClaims(write, executionId)
      }
      letBegin(write, rows.awaitedPools(write))
    }
  }
}

/** Rules and sizes in memory, as they were committed last. */
interface Known {
  ruleOf: (stateMachineId: number) => CompiledRule | undefined
  sizeOf: (pool: string) => number
  /** Where there never was a rule, an end costs nothing. */
  isUsed: () => boolean
  readAgain: () => void
}

function readKnown(db: ReadDb): Known {
  let rules = new Map<number, CompiledRule>()
  let sizes = new Map<string, number>()
  let isUsed = rows.hasClaims(db)
  const readAgain = (): void => {
    const stored = listRules(db)
    rules = new Map(stored.map(({ stateMachineId, rule }) => [stateMachineId, compileRule(rule)]))
    sizes = new Map(listPools(db).map(({ name, size }) => [name, size]))
    isUsed ||= rules.size > 0
  }
  readAgain()
  return {
    ruleOf: (stateMachineId) => rules.get(stateMachineId),
    sizeOf: (pool) => {
      const machineId = machineOfPool(pool)
      if (machineId === undefined) return sizes.get(pool) ?? 1
      return rules.get(machineId)?.rule.limit ?? Infinity
    },
    isUsed: () => isUsed,
    readAgain
  }
}

function holdAgain(
  write: WriteDb,
  executionId: number,
  { host, known, parts }: Pick<ConcurrencyOptions, 'host'> & { known: Known; parts: AdmissionParts }
): void {
  if (!known.isUsed()) return
  const { stateMachineId, stateMachineName } = summaryOf(write, executionId)
  const compiled = known.ruleOf(stateMachineId)
  if (!compiled) return
  const { input } = readExecutionData(write, executionId)
  const { at, seed } = host.moment()
  const claims = claimsFor(stateMachineId, compiled, { input, at, seed })
  const stateMachine = { id: stateMachineId, name: stateMachineName }
  // What has begun cannot wait in the queue of those that have not.
  const whenFull = compiled.rule.whenFull === 'REPLACE' ? 'REPLACE' : 'SKIP'
  admit(write, { ...compiled.rule, whenFull }, { executionId, stateMachine, claims, at }, parts)
  tell(write, claims)
}

function summaryOf(db: ReadDb, executionId: number): ExecutionSummary {
  const found = findExecutionById(db, executionId)
  if (!found) throw new Error(`Execution ${String(executionId)} is not in the database`)
  return found
}

function tell(write: WriteDb, pools: readonly PoolKey[]): void {
  for (const pool of new Set(pools.map((one) => one.pool))) {
    write.notify({ type: 'pool', name: machineOfPool(pool) === undefined ? pool : '' })
  }
}

/** A rule names a pool that is not there. */
export function poolDoesNotExist(name: string): ApiError {
  return new ApiError('PoolDoesNotExist', `There is no pool '${name}'. Make it with PutPool.`)
}
