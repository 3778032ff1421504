import type { PlacedClaim, PoolKey } from '../store/queries/claims.ts'
import * as rows from '../store/queries/claims.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import type { SizeOf } from './admission.ts'
import { fits, wordsFor } from './admission.ts'

/** Where a queued execution stands. */
export interface QueuePlace {
  /** 1: the next of those that wait for the same. */
  position: number
  /** Milliseconds since the epoch. */
  queuedAt: number
  /** In words. */
  waitsFor: string
}

/** So many begin in one transaction, then others get their turn. */
const PORTION = 50
/** So many of a queue are read at once. */
const PAGE = 100

/**
 * Lets those of `pools` begin whose turn it is. Who begins may end at once, and makes another one the
 * next in its other pools: these are looked at too. Answers the pools that are left to look at.
 */
export function beginNext(
  write: WriteDb,
  pools: readonly PoolKey[],
  { sizeOf, begin, at }: { sizeOf: SizeOf; begin: (claims: PlacedClaim[]) => void; at: number }
): PoolKey[] {
  const left = [...pools]
  for (let begun = 0; begun < PORTION; begun++) {
    let claims: PlacedClaim[] | undefined
    let pool = left[0]
    while (pool && !(claims = nextOf(write, pool, sizeOf))) {
      left.shift()
      pool = left[0]
    }
    if (!pool || !claims) return []
    const [{ executionId } = { executionId: 0 }] = claims
    rows.holdClaims(write, executionId, at)
    begin(claims)
    for (const claim of claims) {
      if (!left.some((one) => one.pool === claim.pool && one.key === claim.key)) left.push(claim)
    }
  }
  return left
}

/** All claims of the first in the pool's queue that may begin. */
function nextOf(db: ReadDb, pool: PoolKey, sizeOf: SizeOf): PlacedClaim[] | undefined {
  const size = sizeOf(pool.pool)
  let taken = rows.unitsHeld(db, pool)
  let afterSeq = 0
  for (;;) {
    const page = rows.waitingClaims(db, pool, { limit: PAGE, afterSeq })
    for (const waiting of page) {
      // Whoever waits behind takes no less room, and may not pass.
      if (taken > 0 && taken + waiting.units > size) return undefined
      const claims = rows.claimsOf(db, waiting.executionId)
      if (claims.every((claim) => fits(db, claim, sizeOf, claim.seq))) return claims
      taken += waiting.units
      afterSeq = waiting.seq
    }
    if (page.length < PAGE) return undefined
  }
}

/** Undefined: it does not wait. */
export function placeOf(db: ReadDb, executionId: number, sizeOf: SizeOf): QueuePlace | undefined {
  const waiting = rows.claimsOf(db, executionId).filter((claim) => claim.heldSince === undefined)
  const [first] = waiting
  if (!first) return undefined
  const lacking = waiting.filter((claim) => !fits(db, claim, sizeOf, claim.seq))
  const shown = lacking.length > 0 ? lacking : waiting
  return {
    position: Math.max(...shown.map((claim) => rows.positionOf(db, claim))),
    queuedAt: first.madeAt,
    waitsFor: shown.map((claim) => wordsFor(claim, sizeOf)).join(' and ')
  }
}
