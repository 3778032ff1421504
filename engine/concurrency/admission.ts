import { ApiError } from '../../api/errors.ts'
import { stateMachineArn } from '../arns.ts'
import type { Activation } from '../../asl/interpreter/activation.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import type { Claim } from '../store/queries/claims.ts'
import * as rows from '../store/queries/claims.ts'
import type { ConcurrencyRule } from '../store/queries/concurrency-rules.ts'
import { machineOfPool, poolOfMachine } from './claim-of.ts'

const MOST_QUEUED = 100_000

/** How large a pool is now: a rule's limit, or what the pool's row says. */
export type SizeOf = (pool: string) => number

/** Who asks to begin. */
export interface Candidate {
  executionId: number
  stateMachine: { id: number; name: string }
  claims: readonly Claim[]
  at: number
}

export type Stop = (write: WriteDb, executionId: number, activation: Activation) => void

export interface AdmissionParts {
  sizeOf: SizeOf
  stop: Stop
  seed: () => string
}

/**
 * Whether a claim fits beside those that hold the pool and those that have waited for it longer: a later
 * one begins only where it takes nothing that an earlier one waits for. `seq`: its place in the queue;
 * absent: behind all. What is larger than its whole pool, since that was made smaller, fits alone.
 */
export function fits(db: ReadDb, claim: Claim, sizeOf: SizeOf, seq?: number): boolean {
  const size = sizeOf(claim.pool)
  if (size === Infinity) return true
  const held = rows.unitsHeld(db, claim)
  // Of a full pool the queue may be long, and need not be looked at.
  if (held > 0 && held + claim.units > size) return false
  const taken = held + rows.unitsAwaited(db, claim, seq)
  return taken === 0 || taken + claim.units <= size
}

/**
 * Lets the execution begin and hold its claims, or puts it in the queue; answers whether it may begin.
 * Throws ApiError ConcurrencyLimitReached where it may do neither.
 */
export function admit(
  write: WriteDb,
  rule: ConcurrencyRule,
  candidate: Candidate,
  parts: AdmissionParts
): boolean {
  const { executionId, claims, at } = candidate
  const full = claims.filter((claim) => !fits(write, claim, parts.sizeOf))
  if (full.length > 0) {
    const { whenFull = 'QUEUE' } = rule
    if (whenFull === 'QUEUE') {
      checkQueue(write, rule.maxQueued ?? MOST_QUEUED, candidate)
      rows.insertClaims(write, executionId, claims, { at, isHeld: false })
      return false
    }
    if (whenFull === 'SKIP') throw limitReached(write, full, candidate, parts.sizeOf)
    for (const claim of full) makeRoom(write, claim, candidate, parts)
  }
  rows.insertClaims(write, executionId, claims, { at, isHeld: true })
  return true
}

function checkQueue(write: WriteDb, most: number, { stateMachine }: Candidate): void {
  const { queued } = rows.poolTotals(write, poolOfMachine(stateMachine.id))
  if (queued < most) return
  throw new ApiError(
    'ConcurrencyLimitReached',
    `Expected at most ${String(most)} executions of ${stateMachineArn(stateMachine.name)} to wait for their turn, found ${String(queued)}. Start it again later, or raise maxQueued of its concurrency rule.`
  )
}

function limitReached(
  db: ReadDb,
  full: readonly Claim[],
  { stateMachine }: Candidate,
  sizeOf: SizeOf
): ApiError {
  const what = full
    .map((claim) => {
      const held = rows.unitsHeld(db, claim)
      return `${wordsFor(claim, sizeOf)} (${String(held)} taken)`
    })
    .join(' and ')
  return new ApiError(
    'ConcurrencyLimitReached',
    `The concurrency rule of ${stateMachineArn(stateMachine.name)} does not let another execution start now: it has reached ${what}. Start it again once one has ended, or let its rule QUEUE.`
  )
}

/** `the limit of 2 executions`, `the pool gpu of 4 for 'a/b'`. */
export function wordsFor({ pool, key }: rows.PoolKey, sizeOf: SizeOf): string {
  const size = sizeOf(pool)
  if (machineOfPool(pool) !== undefined) {
    if (size === Infinity) return 'its turn'
    return size === 1 ? 'the limit of 1 execution' : `the limit of ${String(size)} executions`
  }
  return `the pool ${pool} of ${String(size)}${key === '' ? '' : ` for '${key}'`}`
}

/** Stops the oldest holders, in this transaction, until the claim fits. */
function makeRoom(write: WriteDb, claim: Claim, candidate: Candidate, parts: AdmissionParts): void {
  for (;;) {
    const held = rows.unitsHeld(write, claim)
    if (held === 0 || held + claim.units <= parts.sizeOf(claim.pool)) return
    const [oldest] = rows.heldClaims(write, claim, 1)
    if (!oldest) return
    parts.stop(write, oldest.executionId, {
      type: 'execution-stopped',
      at: candidate.at,
      seed: parts.seed(),
      error: 'Signalbox.Replaced',
      cause: `A newer execution of ${stateMachineArn(candidate.stateMachine.name)} has taken its place: ${wordsFor(claim, parts.sizeOf)} was reached, and the concurrency rule is REPLACE.`
    })
    // An end gives up its claims by itself; this is for one that could not be ended.
    rows.deleteClaims(write, oldest.executionId)
  }
}
