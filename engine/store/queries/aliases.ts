import type { ReadDb, WriteDb } from '../transaction.ts'

/** So many percent of the alias's executions run this version. */
export interface Route {
  version: number
  weight: number
}

export interface AliasRecord {
  id: number
  stateMachineId: number
  name: string
  description?: string
  /** One or two, their weights sum up to 100. */
  routes: Route[]
  /** Milliseconds since the epoch. */
  createdAt: number
  updatedAt: number
}

interface AliasRow {
  id: number
  state_machine_id: number
  name: string
  description: string | null
  routes: string
  created_at: number
  updated_at: number
}

function toAlias(row: AliasRow): AliasRecord {
  return {
    id: row.id,
    stateMachineId: row.state_machine_id,
    name: row.name,
    routes: JSON.parse(row.routes) as Route[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.description === null ? {} : { description: row.description })
  }
}

export function findAlias(
  db: ReadDb,
  stateMachineId: number,
  name: string
): AliasRecord | undefined {
  const row = db
    .sql('SELECT * FROM state_machine_alias WHERE state_machine_id = ? AND name = ?')
    .get(stateMachineId, name)
  return row ? toAlias(row as AliasRow) : undefined
}

/** In the order of their creation, those after the id `after`, at most `limit`. */
export function listAliases(
  db: ReadDb,
  stateMachineId: number,
  page: { after?: number; limit: number }
): AliasRecord[] {
  const rows = db
    .sql(
      'SELECT * FROM state_machine_alias WHERE state_machine_id = ? AND id > ? ORDER BY id LIMIT ?'
    )
    .all(stateMachineId, page.after ?? 0, page.limit)
  return rows.map((row) => toAlias(row as AliasRow))
}

/** Those that lead to a version. */
export function aliasesOfVersion(
  db: ReadDb,
  stateMachineId: number,
  version: number
): AliasRecord[] {
  const all = listAliases(db, stateMachineId, { limit: Number.MAX_SAFE_INTEGER })
  return all.filter(({ routes }) => routes.some((route) => route.version === version))
}

export function insertAlias(write: WriteDb, alias: Omit<AliasRecord, 'id' | 'updatedAt'>): void {
  write
    .sql(
      `INSERT INTO state_machine_alias (state_machine_id, name, description, routes, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?)`
    )
    .run(
      alias.stateMachineId,
      alias.name,
      alias.description ?? null,
      JSON.stringify(alias.routes),
      alias.createdAt,
      alias.createdAt
    )
}

export function updateAlias(
  write: WriteDb,
  { id, description, routes, updatedAt }: Omit<AliasRecord, 'stateMachineId' | 'name' | 'createdAt'>
): void {
  write
    .sql('UPDATE state_machine_alias SET description = ?, routes = ?, updated_at = ? WHERE id = ?')
    .run(description ?? null, JSON.stringify(routes), updatedAt, id)
}

export function deleteAlias(write: WriteDb, stateMachineId: number, name: string): void {
  write
    .sql('DELETE FROM state_machine_alias WHERE state_machine_id = ? AND name = ?')
    .run(stateMachineId, name)
}

export function deleteAliasesOf(write: WriteDb, stateMachineId: number): void {
  write.sql('DELETE FROM state_machine_alias WHERE state_machine_id = ?').run(stateMachineId)
}
