import { closeSync, existsSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { EngineEvent } from '../../api/events.ts'
import type { HistoryTail } from './history-tail.ts'
import type { LogSync } from './log-sync.ts'
import { createLogSync } from './log-sync.ts'
import type { Point } from './points.ts'
import type { RecentPayloads } from './recent-payloads.ts'
import { createRecentPayloads } from './recent-payloads.ts'

export type Statement = Database.Statement

/** The engine's database: one connection, prepared statements kept. */
export interface Store {
  readonly db: Database.Database
  readonly file: string
  /** Who hears of committed notices, with the number of the commit. */
  readonly listeners: Set<(commit: number, events: readonly EngineEvent[]) => void>
  readonly statements: Map<string, Statement>
  readonly recentPayloads: RecentPayloads
  readonly historyTail: HistoryTail
  /** Told of what a listener or an after-commit effect has thrown. */
  readonly onEffectError: (error: unknown) => void
  readonly logSync: LogSync
  /** Tests end the process here; nobody else listens. */
  readonly reached: (point: Point) => void
  /** Nothing may be written any more: a sync has failed. */
  failure: Error | undefined
  /** Told of it, once. */
  readonly onFailure: (error: Error) => void
  close: () => void
}

export interface StoreOptions {
  onEffectError?: Store['onEffectError']
  reached?: Store['reached']
  onFailure?: Store['onFailure']
}

/** SQLite copies a log that is longer into the database, within the commit that makes it so. */
export const USUAL_LOG_FRAMES = 4000
/** The log's file is cut to this once its content is in the database (16 MiB, usually). */
export const LOG_LIMIT_BYTES = 64 * 1024 * 1024

/**
 * Opens (or creates) the database file. WAL with synchronous FULL: what was answered is on the
 * disk (https://www.sqlite.org/pragma.html#pragma_synchronous), on macOS with its full sync.
 */
export function openStore(file: string, options: StoreOptions = {}): Store {
  // SQLite gives its log the mode of the database: both are the user's alone.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file)
  // Only before its first table, or with its next rewriting: then free pages can be given back.
  db.pragma('auto_vacuum = INCREMENTAL')
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('fullfsync = ON')
  db.pragma('checkpoint_fullfsync = ON')
  db.pragma('foreign_keys = ON')
  db.pragma('busy_timeout = 5000')
  db.pragma('cache_size = -65536')
  db.pragma(`wal_autocheckpoint = ${String(USUAL_LOG_FRAMES)}`)
  db.pragma(`journal_size_limit = ${String(LOG_LIMIT_BYTES)}`)
  const statements = new Map<string, Statement>()
  const logSync = createLogSync(db, file)
  return {
    db,
    file,
    listeners: new Set(),
    statements,
    recentPayloads: createRecentPayloads(),
    historyTail: { known: undefined },
    logSync,
    onEffectError: options.onEffectError ?? rethrow,
    reached: options.reached ?? (() => undefined),
    failure: undefined,
    onFailure: options.onFailure ?? (() => undefined),
    close: () => {
      statements.clear()
      logSync.close()
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    }
  }
}

function rethrow(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
