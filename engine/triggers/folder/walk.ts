import type { Dirent } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileFilter } from './file-filter.ts'

/** A file as it is now. */
export interface FoundFile {
  /** Within the folder, with `/`. */
  path: string
  size: number
  /** Milliseconds since the epoch, with fractions. */
  modifiedAt: number
  /** When its name, place or content has changed last. */
  changedAt: number
}

/** So many files are looked at at once. */
const BATCH = 64

/** The file as it is now; undefined where there is none. */
export async function lookAt(root: string, path: string): Promise<FoundFile | undefined> {
  try {
    const found = await stat(join(root, path))
    if (!found.isFile()) return undefined
    const { size, mtimeMs, ctimeMs } = found
    return { path, size, modifiedAt: mtimeMs, changedAt: ctimeMs }
  } catch {
    return undefined
  }
}

/**
 * The wanted files of a folder, in portions, so that memory does not grow with their number. Each folder
 * is entered once, so symlinks that lead in a circle end. `onFolder` gets each folder that is entered,
 * `onUnreadable` each that cannot be.
 */
export async function* walkFiles(
  filter: FileFilter,
  on: { folder?: (path: string) => void; unreadable?: (path: string, error: unknown) => void } = {}
): AsyncGenerator<FoundFile[]> {
  const { root } = filter
  const entered = new Set<string>()
  const left = ['']
  let names: string[] = []
  for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
    try {
      const { dev, ino } = await stat(join(root, folder))
      const place = `${String(dev)}:${String(ino)}`
      if (ino !== 0 && entered.has(place)) continue
      entered.add(place)
      on.folder?.(folder)
      for await (const entry of await opendir(join(root, folder), { bufferSize: 256 })) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        if (await isFolder(entry, join(root, path))) {
          if (filter.isEntered(path)) left.push(path)
        } else if (filter.isWanted(path)) names.push(path)
        if (names.length >= BATCH) {
          yield await lookAtAll(root, names)
          names = []
        }
      }
    } catch (error) {
      if (folder === '') throw error
      on.unreadable?.(folder, error)
    }
  }
  if (names.length > 0) yield await lookAtAll(root, names)
}

async function isFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory()
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

export async function lookAtAll(root: string, paths: readonly string[]): Promise<FoundFile[]> {
  const found = await Promise.all(paths.map((path) => lookAt(root, path)))
  return found.filter((file) => file !== undefined)
}
