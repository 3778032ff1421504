import type { FSWatcher } from 'node:fs'
import { watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock.ts'

/** What the system tells of changes in folders. Hints: what is there is looked at anew. */
export interface FolderWatch {
  /** Begins to be told of a folder; again for one that is watched already is nothing. */
  add: (path: string) => void
  close: () => void
}

export interface FolderWatchOptions {
  root: string
  /** A file or folder within the root may have come, changed or gone; undefined: anything may have. */
  onChange: (path: string | undefined) => void
  /** The system tells of no more folders: why, in plain words. */
  onLimit: (message: string) => void
}

/**
 * One watch a folder, not one a file as watching by file names would need: ten thousand files cost the
 * system nothing.
 */
export function createFolderWatch({ root, onChange, onLimit }: FolderWatchOptions): FolderWatch {
  const watchers = new Map<string, FSWatcher>()
  const drop = (path: string): void => {
    watchers.get(path)?.close()
    watchers.delete(path)
    onChange(path === '' ? undefined : path)
  }
  return {
    add: (path) => {
      if (watchers.has(path)) return
      try {
        const watcher = watch(join(root, path), { persistent: false })
        watcher.on('change', (_type, name) => {
          if (typeof name !== 'string') onChange(undefined)
          else onChange(path === '' ? name : `${path}/${name}`)
        })
        watcher.on('error', () => drop(path))
        watchers.set(path, watcher)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOSPC' || code === 'EMFILE') onLimit(limitText(code))
        // Gone in the meantime: the look at the folder above finds out.
      }
    },
    close: () => {
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    }
  }
}

function limitText(code: string): string {
  const which =
    code === 'ENOSPC'
      ? 'It allows as many watches as fs.inotify.max_user_watches says (sysctl raises it)'
      : 'It allows as many watchers as fs.inotify.max_user_instances and the limit of open files say'
  return `The system does not tell of changes in more folders, so the folder is looked through every 10 seconds instead. ${which}.`
}

/** Whether there is a folder; else why not, in plain words. */
export async function problemWith(root: string): Promise<string | undefined> {
  try {
    const found = await stat(root)
    if (found.isDirectory()) return undefined
    return `Expected a folder at ${root}, found a file.`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') {
      return `There is no folder ${root}. It is watched again as soon as it is there.`
    }
    if (code === 'EACCES') return `The folder ${root} may not be read by this user.`
    return `The folder ${root} cannot be read: ${String(error)}`
  }
}

/** Calls once things have been quiet for a while, and not later than after a longer while. */
export function createQuiet(
  clock: Clock,
  { quiet, longest }: { quiet: number; longest: number },
  callback: () => void
): { ask: () => void; stop: () => void } {
  let cancel: (() => void) | undefined
  let firstAskedAt: number | undefined
  return {
    ask: () => {
      const now = clock.monotonic()
      firstAskedAt ??= now
      cancel?.()
      const wait = Math.min(quiet, Math.max(0, firstAskedAt + longest - now))
      cancel = clock.after(wait, () => {
        cancel = undefined
        firstAskedAt = undefined
        callback()
      })
    },
    stop: () => cancel?.()
  }
}
