import { executionStatusCodes } from '../codes.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

/** A pool, or the part of it that one key has to itself. */
export interface PoolKey {
  /** A pool's name, or `:<id>` for the limit of a state machine. */
  pool: string
  /** Empty where the rule has no key. */
  key: string
}

/** What an execution takes of a pool. */
export interface Claim extends PoolKey {
  units: number
}

/** A claim in its place. */
export interface PlacedClaim extends Claim {
  executionId: number
  seq: number
  /** Milliseconds since the epoch. */
  madeAt: number
  /** Absent: it waits. */
  heldSince?: number
}

interface Row {
  execution_id: number
  pool: string
  key: string
  units: number
  seq: number
  made_at: number
  held_since: number | null
}

function toPlaced(row: Row): PlacedClaim {
  return {
    executionId: row.execution_id,
    pool: row.pool,
    key: row.key,
    units: row.units,
    seq: row.seq,
    madeAt: row.made_at,
    ...(row.held_since === null ? {} : { heldSince: row.held_since })
  }
}

/** All claims of one execution, behind those of all others. */
export function insertClaims(
  write: WriteDb,
  executionId: number,
  claims: readonly Claim[],
  { at, isHeld }: { at: number; isHeld: boolean }
): void {
  const { last } = write.sql('SELECT max(seq) AS last FROM claim').get() as { last: number | null }
  const seq = (last ?? 0) + 1
  for (const { pool, key, units } of claims) {
    write
      .sql(
        `INSERT INTO claim (execution_id, pool, key, units, seq, made_at, held_since)
         VALUES (?, ?, ?, ?, ?, ?, ?)`
      )
      .run(executionId, pool, key, units, seq, at, isHeld ? at : null)
  }
}

/** Those of a state machine that run already count from now on. Answers how many there are. */
export function adoptRunning(
  write: WriteDb,
  { stateMachineId, pool, at }: { stateMachineId: number; pool: string; at: number }
): number {
  return write
    .sql(
      `INSERT INTO claim (execution_id, pool, key, units, seq, made_at, held_since)
       SELECT id, @pool, '', 1,
         (SELECT coalesce(max(seq), 0) FROM claim) + row_number() OVER (ORDER BY id), @at, @at
       FROM execution
       WHERE state_machine_id = @stateMachineId
         AND status = ${String(executionStatusCodes.RUNNING)}
         AND NOT EXISTS (SELECT 1 FROM claim WHERE execution_id = execution.id AND pool = @pool)`
    )
    .run({ stateMachineId, pool, at }).changes
}

export function holdClaims(write: WriteDb, executionId: number, at: number): void {
  write.sql('UPDATE claim SET held_since = ? WHERE execution_id = ?').run(at, executionId)
}

/** Gives all up; answers of what. */
export function deleteClaims(write: WriteDb, executionId: number): PoolKey[] {
  return write
    .sql('DELETE FROM claim WHERE execution_id = ? RETURNING pool, key')
    .all(executionId) as PoolKey[]
}

/** Gives up what those that wait want of others' pools than `own`; answers of what. */
export function deleteWaitingClaimsBut(write: WriteDb, own: string): PoolKey[] {
  return write
    .sql(
      `DELETE FROM claim WHERE held_since IS NULL AND pool <> @own AND execution_id IN (
         SELECT execution_id FROM claim WHERE pool = @own AND held_since IS NULL)
       RETURNING pool, key`
    )
    .all({ own }) as PoolKey[]
}

export function claimsOf(db: ReadDb, executionId: number): PlacedClaim[] {
  const rows = db.sql('SELECT * FROM claim WHERE execution_id = ?').all(executionId)
  return rows.map((row) => toPlaced(row as Row))
}

export function unitsHeld(db: ReadDb, { pool, key }: PoolKey): number {
  const row = db
    .sql(
      `SELECT coalesce(sum(units), 0) AS units FROM claim
       WHERE pool = ? AND key = ? AND held_since IS NOT NULL`
    )
    .get(pool, key) as { units: number }
  return row.units
}

/** First come first. */
export function heldClaims(db: ReadDb, { pool, key }: PoolKey, limit: number): PlacedClaim[] {
  const rows = db
    .sql(
      `SELECT * FROM claim WHERE pool = ? AND key = ? AND held_since IS NOT NULL
       ORDER BY seq LIMIT ?`
    )
    .all(pool, key, limit)
  return rows.map((row) => toPlaced(row as Row))
}

/** What those want that wait before `seq`; all who wait where it is left out. */
export function unitsAwaited(db: ReadDb, { pool, key }: PoolKey, seq?: number): number {
  const row = db
    .sql(
      `SELECT coalesce(sum(units), 0) AS units FROM claim
       WHERE pool = ? AND key = ? AND held_since IS NULL AND seq < ?`
    )
    .get(pool, key, seq ?? Number.MAX_SAFE_INTEGER) as { units: number }
  return row.units
}

/** First come first, those behind `afterSeq`. */
export function waitingClaims(
  db: ReadDb,
  { pool, key }: PoolKey,
  { limit, afterSeq = 0 }: { limit: number; afterSeq?: number }
): PlacedClaim[] {
  const rows = db
    .sql(
      `SELECT * FROM claim WHERE pool = ? AND key = ? AND held_since IS NULL AND seq > ?
       ORDER BY seq LIMIT ?`
    )
    .all(pool, key, afterSeq, limit)
  return rows.map((row) => toPlaced(row as Row))
}

/** How many wait for the same, up to and with `seq`. */
export function positionOf(db: ReadDb, { pool, key, seq }: PoolKey & { seq: number }): number {
  const row = db
    .sql(
      `SELECT count(*) AS position FROM claim
       WHERE pool = ? AND key = ? AND held_since IS NULL AND seq <= ?`
    )
    .get(pool, key, seq) as { position: number }
  return row.position
}

/** So far a queue is counted for a list: who stands behind has no place in it. */
const COUNTED = 1000

/** Since when an execution waits, and where in the longest queue that it waits in; undefined: it does not wait. */
export function waitOf(
  db: ReadDb,
  executionId: number
): { madeAt: number; position?: number } | undefined {
  const waiting = claimsOf(db, executionId).filter((claim) => claim.heldSince === undefined)
  const [first] = waiting
  if (!first) return undefined
  const positions = waiting.map(({ pool, key, seq }) => {
    const row = db
      .sql(
        `SELECT count(*) AS position FROM (SELECT 1 FROM claim
         WHERE pool = ? AND key = ? AND held_since IS NULL AND seq <= ? LIMIT ?)`
      )
      .get(pool, key, seq, COUNTED + 1) as { position: number }
    return row.position
  })
  const position = Math.max(...positions)
  return { madeAt: first.madeAt, ...(position > COUNTED ? {} : { position }) }
}

/** Over all keys of a pool. */
export function poolTotals(
  db: ReadDb,
  pool: string
): { held: number; units: number; queued: number } {
  const held = db
    .sql(
      `SELECT count(*) AS held, coalesce(sum(units), 0) AS units FROM claim
       WHERE pool = ? AND held_since IS NOT NULL`
    )
    .get(pool) as { held: number; units: number }
  const { queued } = db
    .sql('SELECT count(*) AS queued FROM claim WHERE pool = ? AND held_since IS NULL')
    .get(pool) as { queued: number }
  return { ...held, queued }
}

/** The keys of a pool that somebody holds or awaits. */
export function poolKeys(
  db: ReadDb,
  pool: string,
  limit: number
): { key: string; queued: number }[] {
  return db
    .sql(
      `SELECT key, sum(held_since IS NULL) AS queued FROM claim WHERE pool = ?
       GROUP BY key ORDER BY queued DESC, key LIMIT ?`
    )
    .all(pool, limit) as { key: string; queued: number }[]
}

/** All that somebody waits for. */
export function awaitedPools(db: ReadDb): PoolKey[] {
  return db.sql('SELECT DISTINCT pool, key FROM claim WHERE held_since IS NULL').all() as PoolKey[]
}

/** The keys of one pool that somebody waits for. */
export function awaitedKeys(db: ReadDb, pool: string): PoolKey[] {
  return db
    .sql('SELECT DISTINCT pool, key FROM claim WHERE pool = ? AND held_since IS NULL')
    .all(pool) as PoolKey[]
}

export function hasClaims(db: ReadDb): boolean {
  return db.sql('SELECT 1 FROM claim LIMIT 1').get() !== undefined
}

/** Executions that have ended and yet hold something: there are none, unless rows were changed by hand. */
export function strayClaims(db: ReadDb): number[] {
  const rows = db
    .sql(
      `SELECT DISTINCT execution_id FROM claim WHERE NOT EXISTS (
         SELECT 1 FROM execution
         WHERE id = execution_id AND status = ${String(executionStatusCodes.RUNNING)})`
    )
    .all()
  return (rows as { execution_id: number }[]).map((row) => row.execution_id)
}
