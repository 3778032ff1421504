import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TempFolder {
  path: string
  remove: () => void
}

/** A fresh folder under the system's temporary one. */
export function makeTempFolder(prefix = 'signalbox-'): TempFolder {
  const path = mkdtempSync(join(tmpdir(), prefix))
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
