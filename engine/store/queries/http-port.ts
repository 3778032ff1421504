import type { ReadDb, WriteDb } from '../transaction.ts'

/** The port that the engine listened on last; undefined before its first run. */
export function httpPort(db: ReadDb): number | undefined {
  const row = db.sql('SELECT http_port FROM engine_state').get() as { http_port: number | null }
  return row.http_port ?? undefined
}

export function rememberHttpPort(write: WriteDb, port: number): void {
  write.sql('UPDATE engine_state SET http_port = ?').run(port)
}
