import { join } from 'node:path'
import { migrate } from '../engine/store/migrate.ts'
import { migrations } from '../engine/store/migrations/index.ts'
import { openStore } from '../engine/store/open.ts'

export interface Row {
  eventId: number
  previousEventId: number
  type: number
  at: number
  details: string | null
}

/**
 * The yardstick: how many history rows a second go into the engine's own table (same schema, index
 * and sync level) by plain prepared inserts, so many a transaction. `rows` are repeated in order.
 */
export function rawRowsPerSecond(
  folder: string,
  rows: readonly Row[],
  { seconds, rowsPerCommit }: { seconds: number; rowsPerCommit: number }
): number {
  const store = openStore(join(folder, `raw-${String(performance.now())}.db`))
  migrate(store, migrations)
  const insert = store.db.prepare(
    'INSERT INTO history_event (execution_id, event_id, previous_event_id, type, at, details) VALUES (?, ?, ?, ?, ?, ?)'
  )
  const begin = store.db.prepare('BEGIN IMMEDIATE')
  const commit = store.db.prepare('COMMIT')
  const startedAt = performance.now()
  let count = 0
  while (performance.now() - startedAt < seconds * 1000) {
    begin.run()
    for (let index = 0; index < rowsPerCommit; index++) {
      const row = rows[count % rows.length]
      if (!row) throw new Error('Expected rows to insert, found none')
      const executionId = 1 + Math.floor(count / rows.length)
      insert.run(executionId, row.eventId, row.previousEventId, row.type, row.at, row.details)
      count++
    }
    commit.run()
  }
  const elapsed = performance.now() - startedAt
  store.close()
  return (count / elapsed) * 1000
}
