import type { ReadDb, WriteDb } from '../transaction.ts'

export interface ConnectionRecord {
  name: string
  type: string
  settings: Record<string, unknown>
  /** Sealed JSON object; absent where no secret is set. */
  sealedSecrets?: string
  secretNames: string[]
  isDefault: boolean
  /** Milliseconds since the epoch. */
  modifiedAt: number
}

interface ConnectionRow {
  name: string
  type: string
  settings: string
  secrets: string | null
  secret_names: string
  is_default: number
  modified_at: number
}

function toConnection(row: ConnectionRow): ConnectionRecord {
  return {
    name: row.name,
    type: row.type,
    settings: JSON.parse(row.settings) as Record<string, unknown>,
    ...(row.secrets === null ? {} : { sealedSecrets: row.secrets }),
    secretNames: JSON.parse(row.secret_names) as string[],
    isDefault: row.is_default === 1,
    modifiedAt: row.modified_at
  }
}

export function listConnections(db: ReadDb): ConnectionRecord[] {
  const rows = db.sql('SELECT * FROM connection ORDER BY name').all()
  return rows.map((row) => toConnection(row as ConnectionRow))
}

export function findConnection(db: ReadDb, name: string): ConnectionRecord | undefined {
  const row = db.sql('SELECT * FROM connection WHERE name = ?').get(name)
  return row ? toConnection(row as ConnectionRow) : undefined
}

export function defaultConnection(db: ReadDb, type: string): ConnectionRecord | undefined {
  const row = db.sql('SELECT * FROM connection WHERE type = ? AND is_default = 1').get(type)
  return row ? toConnection(row as ConnectionRow) : undefined
}

/** Inserts or replaces; a new default takes the place of the old one. */
export function putConnection(write: WriteDb, connection: ConnectionRecord): void {
  if (connection.isDefault) {
    write
      .sql('UPDATE connection SET is_default = 0 WHERE type = ? AND name <> ?')
      .run(connection.type, connection.name)
  }
  write
    .sql(
      `INSERT OR REPLACE INTO connection
         (name, type, settings, secrets, secret_names, is_default, modified_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`
    )
    .run(
      connection.name,
      connection.type,
      JSON.stringify(connection.settings),
      connection.sealedSecrets ?? null,
      JSON.stringify(connection.secretNames),
      connection.isDefault ? 1 : 0,
      connection.modifiedAt
    )
}

/** False where there is none. The only one left of its type becomes the default. */
export function deleteConnection(write: WriteDb, name: string): boolean {
  const found = findConnection(write, name)
  if (!found) return false
  write.sql('DELETE FROM connection WHERE name = ?').run(name)
  write
    .sql(
      `UPDATE connection SET is_default = 1
       WHERE type = @type AND (SELECT count(*) FROM connection WHERE type = @type) = 1`
    )
    .run({ type: found.type })
  return true
}

export function readVaultSecret(db: ReadDb, name: string): string | undefined {
  const row = db.sql('SELECT sealed FROM vault_secret WHERE name = ?').get(name) as
    { sealed: string } | undefined
  return row?.sealed
}

export function insertVaultSecret(write: WriteDb, name: string, sealed: string): void {
  write.sql('INSERT INTO vault_secret (name, sealed) VALUES (?, ?)').run(name, sealed)
}
