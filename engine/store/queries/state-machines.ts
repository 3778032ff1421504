import type { Durability } from '../log-sync.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

export interface StateMachineRecord {
  id: number
  name: string
  type: 'STANDARD' | 'EXPRESS'
  roleArn: string
  revisionId: number
  /** Milliseconds since the epoch, as all times here. */
  createdAt: number
  updatedAt: number
  isDeleted: boolean
  /** AWS's revisionId; empty while nothing was changed since the creation. */
  revisionName: string
  /** JSON of the API's loggingConfiguration; absent: off. */
  logging?: string
  isTraced: boolean
}

export interface Revision {
  id: number
  stateMachineId: number
  definition: string
  createdAt: number
}

interface StateMachineRow {
  id: number
  name: string
  type: 'STANDARD' | 'EXPRESS'
  role_arn: string
  revision_id: number
  created_at: number
  updated_at: number
  deleted_at: number | null
  revision_name: string
  logging: string | null
  is_traced: number
}

function toStateMachine(row: StateMachineRow): StateMachineRecord {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    roleArn: row.role_arn,
    revisionId: row.revision_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    isDeleted: row.deleted_at !== null,
    revisionName: row.revision_name,
    isTraced: row.is_traced === 1,
    ...(row.logging === null ? {} : { logging: row.logging })
  }
}

/** By name, deleted ones included. */
export function findStateMachine(db: ReadDb, name: string): StateMachineRecord | undefined {
  const row = db.sql('SELECT * FROM state_machine WHERE name = ?').get(name)
  return row ? toStateMachine(row as StateMachineRow) : undefined
}

export function findStateMachineById(db: ReadDb, id: number): StateMachineRecord | undefined {
  const row = db.sql('SELECT * FROM state_machine WHERE id = ?').get(id)
  return row ? toStateMachine(row as StateMachineRow) : undefined
}

/** By name, those after `afterName`, at most `limit`. */
export function listStateMachines(
  db: ReadDb,
  page: { afterName?: string; limit: number }
): StateMachineRecord[] {
  const rows = db
    .sql('SELECT * FROM state_machine WHERE name > ? AND deleted_at IS NULL ORDER BY name LIMIT ?')
    .all(page.afterName ?? '', page.limit)
  return rows.map((row) => toStateMachine(row as StateMachineRow))
}

/** Returns the row's id. */
export function insertStateMachine(
  write: WriteDb,
  machine: Pick<StateMachineRecord, 'name' | 'type' | 'roleArn' | 'createdAt'>
): number {
  const { lastInsertRowid } = write
    .sql(
      'INSERT INTO state_machine (name, type, role_arn, created_at, updated_at) VALUES (?, ?, ?, ?, ?)'
    )
    .run(machine.name, machine.type, machine.roleArn, machine.createdAt, machine.createdAt)
  return Number(lastInsertRowid)
}

/** A deleted state machine's row begins anew. */
export function reviveStateMachine(
  write: WriteDb,
  id: number,
  machine: Pick<StateMachineRecord, 'type' | 'roleArn' | 'createdAt'>
): void {
  write
    .sql(
      `UPDATE state_machine SET type = ?, role_arn = ?, created_at = ?, updated_at = ?,
         deleted_at = NULL, revision_name = ''
       WHERE id = ?`
    )
    .run(machine.type, machine.roleArn, machine.createdAt, machine.createdAt, id)
}

/** What a change of a state machine sets. */
export type StateMachineChange = Pick<
  StateMachineRecord,
  'revisionId' | 'revisionName' | 'roleArn' | 'updatedAt' | 'isTraced' | 'logging'
>

export function updateStateMachine(write: WriteDb, id: number, change: StateMachineChange): void {
  write
    .sql(
      `UPDATE state_machine SET revision_id = ?, revision_name = ?, role_arn = ?, updated_at = ?,
         is_traced = ?, logging = ? WHERE id = ?`
    )
    .run(
      change.revisionId,
      change.revisionName,
      change.roleArn,
      change.updatedAt,
      change.isTraced ? 1 : 0,
      change.logging ?? null,
      id
    )
}

export function deleteStateMachine(write: WriteDb, id: number, deletedAt: number): void {
  write.sql('UPDATE state_machine SET deleted_at = ? WHERE id = ?').run(deletedAt, id)
}

interface RevisionRow {
  id: number
  state_machine_id: number
  definition: string
  created_at: number
}

export function findRevision(db: ReadDb, id: number): Revision | undefined {
  const row = db.sql('SELECT * FROM state_machine_revision WHERE id = ?').get(id) as
    RevisionRow | undefined
  return row
    ? {
        id: row.id,
        stateMachineId: row.state_machine_id,
        definition: row.definition,
        createdAt: row.created_at
      }
    : undefined
}

/** The revision of this text: the one that is there already, else a new one. Returns its id. */
export function putRevision(
  write: WriteDb,
  revision: Omit<Revision, 'id'> & { digest: string }
): number {
  const found = write
    .sql('SELECT id FROM state_machine_revision WHERE state_machine_id = ? AND digest = ?')
    .get(revision.stateMachineId, revision.digest) as { id: number } | undefined
  if (found) return found.id
  const { lastInsertRowid } = write
    .sql(
      `INSERT INTO state_machine_revision (state_machine_id, created_at, digest, definition)
       VALUES (?, ?, ?, ?)`
    )
    .run(revision.stateMachineId, revision.createdAt, revision.digest, revision.definition)
  return Number(lastInsertRowid)
}

/** The user's own folder that the tasks of this state machine start in. */
export function workFolderOf(db: ReadDb, name: string): string | undefined {
  const row = db.sql('SELECT work_folder FROM state_machine WHERE name = ?').get(name) as
    { work_folder: string | null } | undefined
  return row?.work_folder ?? undefined
}

/** Undefined: the one in the data folder. */
export function setWorkFolder(write: WriteDb, name: string, path: string | undefined): void {
  write.sql('UPDATE state_machine SET work_folder = ? WHERE name = ?').run(path ?? null, name)
}

/** Undefined: as the engine. */
export function durabilityOf(db: ReadDb, name: string): Durability | undefined {
  const row = db.sql('SELECT durability FROM state_machine WHERE name = ?').get(name) as
    { durability: Durability | null } | undefined
  return row?.durability ?? undefined
}

/** State machines that have a setting of their own; deleted ones too, for their executions go on. */
export function ownDurabilities(db: ReadDb): { name: string; durability: Durability }[] {
  return db
    .sql('SELECT name, durability FROM state_machine WHERE durability IS NOT NULL')
    .all() as { name: string; durability: Durability }[]
}

/** Undefined: as the engine. */
export function setDurability(
  write: WriteDb,
  name: string,
  durability: Durability | undefined
): void {
  write.sql('UPDATE state_machine SET durability = ? WHERE name = ?').run(durability ?? null, name)
}
