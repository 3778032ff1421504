import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import type Database from 'better-sqlite3'

/**
 * What a commit outlives. `full`: a power loss; `normal`: the end of the process, whatever ends it,
 * while a power loss may take the last moments, and only those. docs/durability.md
 */
export type Durability = 'full' | 'normal'

/** A sync of the disk has failed: nobody knows what of the log is on it (ADR 0011). */
export class SyncFailedError extends Error {
  override name = 'SyncFailedError'
}

/** Who syncs the write-ahead log, and when. */
export interface LogSync {
  /** Whether SQLite leaves commits to `seal`, instead of syncing with each. */
  readonly isOnDemand: boolean
  /** Not inside a transaction: SQLite does not change its level there. */
  setOnDemand: (isOnDemand: boolean) => void
  /** All commits so far are on the disk once this returns. Throws SyncFailedError. */
  seal: () => void
  /** The same, off the event loop. */
  sealLater: () => Promise<void>
  /** There is a commit that is not sealed: told at most once until the next `seal`. */
  onUnsealed: (() => void) | undefined
  noteUnsealed: () => void
  close: () => void
}

/**
 * The log is one file that grows at its end, so a sync of it keeps all commits before, whatever
 * their level. Opens the log's file by itself: SQLite's locks are on other files, so closing it
 * lets none of them go (https://www.sqlite.org/wal.html, https://www.sqlite.org/howtocorrupt.html 2.2).
 */
export function createLogSync(db: Database.Database, file: string): LogSync {
  let descriptor: number | undefined
  let hasUnsealed = false
  const open = (): number => (descriptor ??= openSync(`${file}-wal`, 'r+'))
  const logSync = {
    isOnDemand: false,
    onUnsealed: undefined as (() => void) | undefined,
    setOnDemand: (isOnDemand: boolean) => {
      if (logSync.isOnDemand === isOnDemand) return
      if (!isOnDemand) logSync.seal()
      db.pragma(`synchronous = ${isOnDemand ? 'NORMAL' : 'FULL'}`)
      logSync.isOnDemand = isOnDemand
    },
    noteUnsealed: () => {
      if (hasUnsealed) return
      hasUnsealed = true
      logSync.onUnsealed?.()
    },
    seal: () => {
      try {
        fdatasyncSync(open())
        hasUnsealed = false
      } catch (error) {
        throw syncFailed(file, error)
      }
    },
    sealLater: () =>
      new Promise<void>((resolve, reject) => {
        hasUnsealed = false
        fdatasync(open(), (error) => {
          if (error) reject(syncFailed(file, error))
          else resolve()
        })
      }),
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor)
      descriptor = undefined
    }
  }
  return logSync
}

/** Of our own sync, or of SQLite's within a commit. */
export function syncFailed(file: string, cause: unknown): SyncFailedError {
  return new SyncFailedError(
    `The disk has failed to keep what was written to ${file}: ${String(cause)}. ` +
      'What was not answered yet may be kept or not. Check the disk, then start the engine again: it goes on from what the disk has.',
    { cause }
  )
}
