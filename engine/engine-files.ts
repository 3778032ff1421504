import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { DataFolder } from './data-folder.ts'
import { writeDurably } from './durable-file.ts'
import type { Ids } from './ids.ts'

/** The engine's token: made once, readable by the user alone. */
export function loadToken(folder: DataFolder, ids: Ids): string {
  const kept = existsSync(folder.token) ? readFileSync(folder.token, 'utf8').trim() : ''
  if (kept !== '') return kept
  const token = ids.secret()
  writeDurably(folder.token, `${token}\n`)
  return token
}

/** Tells other programs of the user where this engine answers. Returns how to take it back. */
export function announce(
  folder: DataFolder,
  engine: { url: string; token: string; pid: number }
): () => void {
  // In one piece: whoever reads it at this moment gets the whole or nothing.
  const draft = `${folder.engineFile}.new`
  writeFileSync(draft, `${JSON.stringify(engine)}\n`, { mode: 0o600 })
  renameSync(draft, folder.engineFile)
  return () => rmSync(folder.engineFile, { force: true })
}
