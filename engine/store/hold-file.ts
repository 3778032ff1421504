import Database from 'better-sqlite3'

/**
 * Holds a file by an exclusive SQLite transaction, which is a lock of the operating system: freed
 * with the process. Returns how to let go; undefined where someone else holds it.
 */
export function holdFile(file: string): (() => void) | undefined {
  const db = new Database(file, { timeout: 500 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return undefined
    throw error
  }
  return () => db.close()
}
