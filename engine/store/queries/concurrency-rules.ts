import type { ReadDb, WriteDb } from '../transaction.ts'

/** What a state machine's execution takes of a pool while it runs. */
export interface PoolUse {
  pool: string
  units?: number | undefined
  /** JSONata over `$input`. */
  key?: string | undefined
}

/** A rule on the starts of a state machine, as the API has it. */
export interface ConcurrencyRule {
  limit?: number | undefined
  pools?: PoolUse[] | undefined
  whenFull?: 'QUEUE' | 'SKIP' | 'REPLACE' | undefined
  maxQueued?: number | undefined
}

export interface Pool {
  name: string
  size: number
  description?: string
  /** Milliseconds since the epoch. */
  modifiedAt: number
}

interface PoolRow {
  name: string
  size: number
  description: string | null
  modified_at: number
}

function toPool(row: PoolRow): Pool {
  return {
    name: row.name,
    size: row.size,
    modifiedAt: row.modified_at,
    ...(row.description === null ? {} : { description: row.description })
  }
}

export function listRules(db: ReadDb): { stateMachineId: number; rule: ConcurrencyRule }[] {
  const rows = db.sql('SELECT state_machine_id, rule FROM concurrency_rule').all()
  return (rows as { state_machine_id: number; rule: string }[]).map((row) => ({
    stateMachineId: row.state_machine_id,
    rule: JSON.parse(row.rule) as ConcurrencyRule
  }))
}

export function putRule(write: WriteDb, stateMachineId: number, rule: ConcurrencyRule): void {
  write
    .sql(
      `INSERT INTO concurrency_rule (state_machine_id, rule) VALUES (?, ?)
       ON CONFLICT DO UPDATE SET rule = excluded.rule`
    )
    .run(stateMachineId, JSON.stringify(rule))
}

export function deleteRule(write: WriteDb, stateMachineId: number): void {
  write.sql('DELETE FROM concurrency_rule WHERE state_machine_id = ?').run(stateMachineId)
}

export function findPool(db: ReadDb, name: string): Pool | undefined {
  const row = db.sql('SELECT * FROM pool WHERE name = ?').get(name)
  return row ? toPool(row as PoolRow) : undefined
}

export function listPools(db: ReadDb): Pool[] {
  const rows = db.sql('SELECT * FROM pool ORDER BY name').all()
  return rows.map((row) => toPool(row as PoolRow))
}

export function putPool(write: WriteDb, pool: Pool): void {
  write
    .sql(
      `INSERT INTO pool (name, size, description, modified_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET size = excluded.size, description = excluded.description,
         modified_at = excluded.modified_at`
    )
    .run(pool.name, pool.size, pool.description ?? null, pool.modifiedAt)
}

export function deletePool(write: WriteDb, name: string): void {
  write.sql('DELETE FROM pool WHERE name = ?').run(name)
}
