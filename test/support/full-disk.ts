/** A disk without space, for real: SQLite answers SQLITE_FULL until there is room again. */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../../engine/store/open.ts'
import type { TempFolder } from './temp-folder.ts'
import { makeTempFolder } from './temp-folder.ts'

export interface SmallDisk {
  folder: TempFolder
  fill: (store: Store) => void
  free: (store: Store) => void
}

/** The database may not grow: works everywhere. */
export function limitedDatabase(): SmallDisk {
  return {
    folder: makeTempFolder('signalbox-limited-'),
    fill: ({ db }) => {
      // Pages that are free would be taken first.
      db.exec('CREATE TABLE IF NOT EXISTS filler (bytes BLOB)')
      const fill = db.prepare('INSERT INTO filler VALUES (?)')
      while ((db.pragma('freelist_count', { simple: true }) as number) > 0)
        fill.run(Buffer.alloc(4000))
      const pages = db.pragma('page_count', { simple: true }) as number
      db.pragma(`max_page_count = ${String(pages)}`)
    },
    free: ({ db }) => void db.pragma('max_page_count = 1000000')
  }
}

/** A file system of 16 MiB in memory, filled to its last byte; undefined where none may be mounted. */
export function smallFileSystem(): SmallDisk | undefined {
  const folder = makeTempFolder('signalbox-full-')
  try {
    const options = ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder.path]
    execFileSync('mount', options, { stdio: 'ignore' })
  } catch {
    folder.remove()
    return undefined
  }
  const filler = join(folder.path, 'filler')
  return {
    folder: {
      path: folder.path,
      remove: () => {
        execFileSync('umount', ['-l', folder.path])
        folder.remove()
      }
    },
    fill: () => {
      const file = openSync(filler, 'w')
      try {
        for (let size = 1 << 20; size >= 1; size >>= 1) writeUntilFull(file, Buffer.alloc(size, 1))
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler)
  }
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    for (;;) writeSync(file, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
