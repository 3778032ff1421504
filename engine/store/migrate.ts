import type { Store } from './open.ts'

/** One numbered change of the schema; never edited after a release. */
export interface Migration {
  /** Ascending, in tens. Stored as the database's user_version. */
  number: number
  purpose: string
  sql: string
}

/** The database was written by a newer Signalbox than this one. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError'
}

/** Brings the schema up to date, each migration in a transaction of its own. */
export function migrate(store: Store, migrations: readonly Migration[]): void {
  const version = Number(store.db.pragma('user_version', { simple: true }))
  const newest = migrations.at(-1)?.number ?? 0
  if (version > newest) {
    throw new NewerDatabaseError(
      `${store.file} has schema ${String(version)}, this Signalbox knows up to ${String(newest)}. ` +
        'Expected an older or equal one: start the newer Signalbox, or another data folder (--data).'
    )
  }
  for (const { number, sql } of migrations) {
    if (number <= version) continue
    store.db.transaction(() => {
      store.db.exec(sql)
      store.db.pragma(`user_version = ${String(number)}`)
      store.reached('migration:written')
    })()
    store.reached('migration:done')
  }
}
