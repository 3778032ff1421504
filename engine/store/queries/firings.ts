import { createHash } from 'node:crypto'
import type { ReadDb, WriteDb } from '../transaction.ts'

export type FiringStatus = 'WAITING' | 'HELD' | 'STARTED' | 'SKIPPED' | 'FAILED'

/** One event of a trigger, before anything came of it. */
export interface FiringEvent {
  /** Of one identity a trigger fires once. */
  identity: string
  /** In words. */
  title: string
  /** JSON text of `$event`. */
  event: string
  firedAt: number
  depth: number
  mustFollowUp: boolean
  /** Of the execution that it is to start; empty once that is deleted. */
  executionArn: string
}

export interface Firing extends FiringEvent {
  id: number
  triggerId: number
  status: FiringStatus
  executionId?: number
  reason?: string
}

interface Row {
  id: number
  trigger_id: number
  identity: string
  title: string
  status: FiringStatus
  fired_at: number
  execution_id: number | null
  execution_arn: string | null
  reason: string | null
  event: string
  depth: number
  must_follow_up: number
}

function toFiring(row: Row): Firing {
  return {
    id: row.id,
    triggerId: row.trigger_id,
    identity: row.identity,
    title: row.title,
    executionArn: row.execution_arn ?? '',
    status: row.status,
    firedAt: row.fired_at,
    event: row.event,
    depth: row.depth,
    mustFollowUp: row.must_follow_up === 1,
    ...(row.execution_id === null ? {} : { executionId: row.execution_id }),
    ...(row.reason === null ? {} : { reason: row.reason })
  }
}

/** Undefined where there is one of this identity already. */
export function insertFiring(
  write: WriteDb,
  triggerId: number,
  firing: FiringEvent
): Firing | undefined {
  if (isForgotten(write, triggerId, firing.identity)) return undefined
  const row = write
    .sql(
      `INSERT INTO firing (trigger_id, identity, title, status, fired_at, event, depth, must_follow_up,
         execution_arn)
       VALUES (?, ?, ?, 'WAITING', ?, ?, ?, ?, ?) ON CONFLICT (trigger_id, identity) DO NOTHING
       RETURNING *`
    )
    .get(
      ...[triggerId, firing.identity, firing.title, firing.firedAt, firing.event, firing.depth],
      ...[firing.mustFollowUp ? 1 : 0, firing.executionArn]
    )
  return row ? toFiring(row as Row) : undefined
}

/** Whether it has fired, and its row was forgotten. */
function isForgotten(db: ReadDb, triggerId: number, identity: string): boolean {
  const found = db
    .sql('SELECT 1 FROM fired_identity WHERE trigger_id = ? AND digest = ?')
    .get(triggerId, digestOf(identity))
  return found !== undefined
}

function digestOf(identity: string): Buffer {
  return createHash('sha256').update(identity).digest().subarray(0, 16)
}

/** What has come of it. */
export interface FiringResult {
  status: FiringStatus
  executionId?: number
  executionArn?: string
  reason?: string
}

export function settleFiring(write: WriteDb, id: number, result: FiringResult): void {
  write
    .sql(
      `UPDATE firing SET status = ?, execution_id = ?,
         execution_arn = coalesce(?, execution_arn), reason = ? WHERE id = ?`
    )
    .run(
      ...[result.status, result.executionId ?? null, result.executionArn ?? null],
      ...[result.reason ?? null, id]
    )
}

export function findFiring(db: ReadDb, id: number): Firing | undefined {
  const row = db.sql('SELECT * FROM firing WHERE id = ?').get(id)
  return row ? toFiring(row as Row) : undefined
}

export function findFiringByIdentity(
  db: ReadDb,
  triggerId: number,
  identity: string
): Firing | undefined {
  const row = db
    .sql('SELECT * FROM firing WHERE trigger_id = ? AND identity = ?')
    .get(triggerId, identity)
  return row ? toFiring(row as Row) : undefined
}

/** Newest first, those before `beforeId`. */
export function listFirings(
  db: ReadDb,
  triggerId: number,
  { status, beforeId, limit }: { status?: FiringStatus; beforeId?: number; limit: number }
): Firing[] {
  const before = beforeId ?? Number.MAX_SAFE_INTEGER
  const rows =
    status === undefined
      ? db
          .sql('SELECT * FROM firing WHERE trigger_id = ? AND id < ? ORDER BY id DESC LIMIT ?')
          .all(triggerId, before, limit)
      : db
          .sql(
            `SELECT * FROM firing WHERE trigger_id = ? AND status = ? AND id < ?
             ORDER BY id DESC LIMIT ?`
          )
          .all(triggerId, status, before, limit)
  return rows.map((row) => toFiring(row as Row))
}

export function firingCounts(db: ReadDb, triggerId: number): Record<string, number> {
  const rows = db
    .sql('SELECT status, count FROM firing_count WHERE trigger_id = ? AND count > 0')
    .all(triggerId) as { status: string; count: number }[]
  return Object.fromEntries(rows.map((row) => [row.status, row.count]))
}

export function lastFiredAt(db: ReadDb, triggerId: number): number | undefined {
  const row = db
    .sql('SELECT fired_at FROM firing WHERE trigger_id = ? ORDER BY id DESC LIMIT 1')
    .get(triggerId) as { fired_at: number } | undefined
  return row?.fired_at
}

/** Those that are yet to start, oldest first; of enabled triggers alone. */
export function openFirings(
  db: ReadDb,
  status: 'WAITING' | 'HELD',
  { afterId = 0, limit }: { afterId?: number; limit: number }
): Firing[] {
  const rows = db
    .sql(
      `SELECT firing.* FROM firing JOIN start_trigger ON start_trigger.id = trigger_id
       WHERE status = ? AND firing.id > ? AND is_enabled = 1 ORDER BY firing.id LIMIT ?`
    )
    .all(status, afterId, limit)
  return rows.map((row) => toFiring(row as Row))
}

/** The firing that has started an execution. */
export function firingOfExecution(db: ReadDb, executionArn: string): Firing | undefined {
  const row = db.sql('SELECT * FROM firing WHERE execution_arn = ?').get(executionArn)
  return row ? toFiring(row as Row) : undefined
}

/** Firings whose execution has ended, and of which something is yet to be done. */
export function firingsToFollowUp(db: ReadDb, limit: number): Firing[] {
  const rows = db
    .sql(
      `SELECT firing.* FROM firing JOIN execution ON execution.id = execution_id
       WHERE must_follow_up = 1 AND execution.status <> 1 LIMIT ?`
    )
    .all(limit)
  return rows.map((row) => toFiring(row as Row))
}

export function endFollowUp(write: WriteDb, id: number): void {
  write.sql('UPDATE firing SET must_follow_up = 0 WHERE id = ?').run(id)
}

/**
 * Forgets a portion of all but the newest; those that are yet to start stay. `remembers`: that each has
 * fired is known still, for it may be told of again.
 */
export function forgetOldFirings(
  write: WriteDb,
  triggerId: number,
  { kept, most, remembers }: { kept: number; most: number; remembers: boolean }
): void {
  const forgotten = write
    .sql(
      `DELETE FROM firing WHERE id IN (
         SELECT id FROM firing WHERE trigger_id = @triggerId AND must_follow_up = 0
           AND status NOT IN ('WAITING', 'HELD') AND id <= (
             SELECT id FROM firing WHERE trigger_id = @triggerId
             ORDER BY id DESC LIMIT 1 OFFSET @kept)
         ORDER BY id LIMIT @most)
       RETURNING identity`
    )
    .all({ triggerId, kept, most }) as { identity: string }[]
  if (!remembers) return
  const remember = write.sql(
    'INSERT OR IGNORE INTO fired_identity (trigger_id, digest) VALUES (?, ?)'
  )
  for (const { identity } of forgotten) remember.run(triggerId, digestOf(identity))
}

export function noteReason(write: WriteDb, id: number, reason: string): void {
  write.sql('UPDATE firing SET reason = ? WHERE id = ?').run(reason, id)
}
