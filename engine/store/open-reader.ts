import Database from 'better-sqlite3'
import type { Statement } from './open.ts'
import type { ReadDb } from './transaction.ts'

/** A read-only connection of its own: it sees all that was committed before a snapshot begins. */
export interface ReadStore {
  readonly db: ReadDb
  /**
   * Runs `body` over one state of the database. Synchronous, so that no snapshot outlives it: an open
   * one keeps the write-ahead log from being taken over into the database.
   */
  inSnapshot: <T>(body: () => T) => T
  close: () => void
}

/** The engine's own connection must have opened and migrated the file before. */
export function openReadStore(file: string): ReadStore {
  const connection = new Database(file, { readonly: true, fileMustExist: true })
  connection.pragma('busy_timeout = 5000')
  connection.pragma('cache_size = -16384')
  const statements = new Map<string, Statement>()
  const sql = (text: string): Statement => {
    let found = statements.get(text)
    if (!found) statements.set(text, (found = connection.prepare(text)))
    return found
  }
  return {
    db: { sql } as ReadDb,
    inSnapshot: (body) => {
      sql('BEGIN').run()
      try {
        return body()
      } finally {
        sql('COMMIT').run()
      }
    },
    close: () => {
      statements.clear()
      connection.close()
    }
  }
}
