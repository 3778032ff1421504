import type { ReadDb, WriteDb } from '../transaction.ts'

/** A frozen state machine: what an execution that is started by it takes. */
export interface VersionRecord {
  stateMachineId: number
  number: number
  revisionId: number
  revisionName: string
  description?: string
  roleArn: string
  /** JSON of the API's loggingConfiguration; absent: off. */
  logging?: string
  isTraced: boolean
  /** Milliseconds since the epoch. */
  createdAt: number
}

interface VersionRow {
  state_machine_id: number
  number: number
  revision_id: number
  revision_name: string
  description: string | null
  role_arn: string
  logging: string | null
  is_traced: number
  created_at: number
}

function toVersion(row: VersionRow): VersionRecord {
  return {
    stateMachineId: row.state_machine_id,
    number: row.number,
    revisionId: row.revision_id,
    revisionName: row.revision_name,
    roleArn: row.role_arn,
    isTraced: row.is_traced === 1,
    createdAt: row.created_at,
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.logging === null ? {} : { logging: row.logging })
  }
}

export function findVersion(
  db: ReadDb,
  stateMachineId: number,
  number: number
): VersionRecord | undefined {
  const row = db
    .sql('SELECT * FROM state_machine_version WHERE state_machine_id = ? AND number = ?')
    .get(stateMachineId, number)
  return row ? toVersion(row as VersionRow) : undefined
}

/** The newest version of a revision. */
export function findVersionOfRevision(
  db: ReadDb,
  stateMachineId: number,
  revisionName: string
): VersionRecord | undefined {
  const row = db
    .sql(
      `SELECT * FROM state_machine_version WHERE state_machine_id = ? AND revision_name = ?
       ORDER BY number DESC LIMIT 1`
    )
    .get(stateMachineId, revisionName)
  return row ? toVersion(row as VersionRow) : undefined
}

/** Newest first, those below `before`, at most `limit`. */
export function listVersions(
  db: ReadDb,
  stateMachineId: number,
  page: { before?: number; limit: number }
): VersionRecord[] {
  const rows = db
    .sql(
      `SELECT * FROM state_machine_version WHERE state_machine_id = ? AND number < ?
       ORDER BY number DESC LIMIT ?`
    )
    .all(stateMachineId, page.before ?? Number.MAX_SAFE_INTEGER, page.limit)
  return rows.map((row) => toVersion(row as VersionRow))
}

/** Stores a version under the state machine's next number, which it returns. */
export function insertVersion(write: WriteDb, version: Omit<VersionRecord, 'number'>): number {
  const { next_version: next } = write
    .sql(
      'UPDATE state_machine SET next_version = next_version + 1 WHERE id = ? RETURNING next_version'
    )
    .get(version.stateMachineId) as { next_version: number }
  write
    .sql(
      `INSERT INTO state_machine_version (state_machine_id, number, revision_id, revision_name,
         description, role_arn, logging, is_traced, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      version.stateMachineId,
      next - 1,
      version.revisionId,
      version.revisionName,
      version.description ?? null,
      version.roleArn,
      version.logging ?? null,
      version.isTraced ? 1 : 0,
      version.createdAt
    )
  return next - 1
}

export function deleteVersion(write: WriteDb, stateMachineId: number, number: number): void {
  write
    .sql('DELETE FROM state_machine_version WHERE state_machine_id = ? AND number = ?')
    .run(stateMachineId, number)
}

/** With its state machine; a new one of the name starts with version 1. */
export function deleteVersionsOf(write: WriteDb, stateMachineId: number): void {
  write.sql('DELETE FROM state_machine_version WHERE state_machine_id = ?').run(stateMachineId)
  write.sql('UPDATE state_machine SET next_version = 1 WHERE id = ?').run(stateMachineId)
}
