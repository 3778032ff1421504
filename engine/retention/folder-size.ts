import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of all files below a folder, by their lengths; 0 where there is none. What goes meanwhile is left out. */
export async function folderSize(path: string): Promise<number> {
  let bytes = 0
  try {
    for await (const entry of await opendir(path)) {
      const place = join(path, entry.name)
      if (entry.isDirectory()) bytes += await folderSize(place)
      else if (entry.isFile()) bytes += await fileSize(place)
    }
  } catch (error) {
    if (!isGone(error)) throw error
  }
  return bytes
}

export async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isGone(error)) return 0
    throw error
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
