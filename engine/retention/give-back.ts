import { statSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import { LOG_LIMIT_BYTES } from '../store/open.ts'
import { databaseSize, giveBackPages } from '../store/queries/storage.ts'
import { reader } from '../store/transaction.ts'
import type { HeldLog } from './held-log.ts'
import { createLogHold } from './held-log.ts'

/** Gives the disk what the database does not need: free pages, and a log that has grown. */
export interface GiveBack {
  /** One look; true where there is more to give back. */
  look: () => Promise<boolean>
  /** Where the log has grown beyond its limit, and some other program keeps it from being cut. */
  heldLog: () => HeldLog | undefined
  start: () => void
  stop: () => void
}

export interface GiveBackOptions {
  store: Store
  host: Pick<HostControl, 'persist'>
  clock: Clock
  log: Log
}

const LOOK_MILLISECONDS = 2000
/** Between two portions, for all others. */
const PAUSE_MILLISECONDS = 25
/** Pages a call, and how long a transaction may go on with it. */
const PAGES = 32
const SLICE_MILLISECONDS = 4
/** So much is kept for what is written next: taking it from the disk again costs more. */
const SPARE_BYTES = 4 * 1024 * 1024
const SPARE_SHARE = 0.02

export function createGiveBack({ store, host, clock, log }: GiveBackOptions): GiveBack {
  let cancel: (() => void) | undefined
  let isStopped = false
  const heldLog = createLogHold(store.file, clock)
  const look = async (): Promise<boolean> => {
    await heldLog.note(cutLog(store))
    const { bytes, freeBytes, isIncremental } = databaseSize(reader(store))
    const spare = Math.max(SPARE_BYTES, bytes * SPARE_SHARE)
    if (!isIncremental || freeBytes <= spare) return false
    await host.persist((write) => {
      // Nobody waits for it, and nothing is lost with it.
      write.require('normal')
      const endsAt = clock.monotonic() + SLICE_MILLISECONDS
      do giveBackPages(write, PAGES)
      while (clock.monotonic() < endsAt && databaseSize(write).freeBytes > spare)
      store.reached('pages:given-back')
    })
    return true
  }
  const again = (milliseconds: number): void => {
    if (isStopped) return
    cancel = clock.after(milliseconds, () => {
      look()
        .then((hasMore) => again(hasMore ? PAUSE_MILLISECONDS : LOOK_MILLISECONDS))
        .catch((error: unknown) => {
          if (isStopped) return
          log.warn('Free pages could not be given back', { error: String(error) })
          again(LOOK_MILLISECONDS)
        })
    })
  }
  return {
    look,
    heldLog: heldLog.current,
    start: () => again(LOOK_MILLISECONDS),
    stop: () => {
      isStopped = true
      cancel?.()
    }
  }
}

/**
 * A log beyond its limit: some reader has kept it from starting anew, and may be gone by now. Waits
 * for hardly anybody: where there still is a reader, the next look tries again. True where there is one.
 */
function cutLog({ db, file, failure }: Store): boolean {
  if (failure || logBytes(file) <= LOG_LIMIT_BYTES) return false
  db.pragma('busy_timeout = 20')
  try {
    return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 1
  } finally {
    db.pragma('busy_timeout = 5000')
  }
}

/** Of the write-ahead log beside a database. */
export function logBytes(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
}
