import { readFileSync, rmSync } from 'node:fs'
import type { DataFolder } from './data-folder.ts'
import { holdFile } from './store/hold-file.ts'

/** Another engine holds the data folder. */
export class DataFolderHeldError extends Error {
  override name = 'DataFolderHeldError'
}

/**
 * One engine per data folder. The lock is the operating system's, so it goes with the process
 * however that ends. Returns how to let it go. Throws DataFolderHeldError.
 */
export function lockDataFolder(folder: DataFolder): () => void {
  const release = holdFile(folder.lock)
  if (!release) {
    const holder = readHolder(folder.engineFile)
    throw new DataFolderHeldError(
      `The data folder ${folder.path} is held by another engine (${holder}). ` +
        'Expected one engine per data folder: use the running one, stop it, or choose another folder with --data.'
    )
  }
  // Of an engine that has ended: it must not be taken for this one's.
  rmSync(folder.engineFile, { force: true })
  return release
}

function readHolder(engineFile: string): string {
  try {
    const found: unknown = JSON.parse(readFileSync(engineFile, 'utf8'))
    if (typeof found === 'object' && found !== null && 'pid' in found) {
      return `process ${String(found.pid)}`
    }
  } catch {
    // It has not written the file yet.
  }
  return 'process unknown, it is just starting'
}
