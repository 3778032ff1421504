import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { writeDurably } from '../durable-file.ts'

export type KeyStorage = 'os-keychain' | 'weak-keychain' | 'file'

/** Keys that this run of the engine has; the first one seals, all of them open. */
export interface VaultKeys {
  keys: readonly Buffer[]
  /** How the first one is kept. */
  storage: KeyStorage
}

/** There is a key, but it is no key. Nothing was written. */
export class VaultKeyError extends Error {
  override name = 'VaultKeyError'
}

const KEY_BYTES = 32

/**
 * The key that seals secrets: SIGNALBOX_SECRET_KEY (base64; the desktop shell keeps it in the
 * system's keychain, and says in SIGNALBOX_KEY_STORAGE how good that is), else the file, which is
 * made on first use with mode 0600. A key that was handed over is taken out of the environment, so
 * that no command of a task inherits it. Throws VaultKeyError.
 */
export function loadVaultKeys(
  file: string,
  environment: Record<string, string | undefined>
): VaultKeys {
  const handed = environment.SIGNALBOX_SECRET_KEY
  delete environment.SIGNALBOX_SECRET_KEY
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  if (handed !== undefined && handed !== '') {
    const keys = [decodeKey(handed, 'the environment variable SIGNALBOX_SECRET_KEY')]
    if (kept !== undefined) keys.push(decodeKey(kept, file))
    const isWeak = environment.SIGNALBOX_KEY_STORAGE === 'weak-keychain'
    return { keys, storage: isWeak ? 'weak-keychain' : 'os-keychain' }
  }
  if (kept !== undefined) return { keys: [decodeKey(kept, file)], storage: 'file' }
  const key = randomBytes(KEY_BYTES)
  // Before anything is sealed with it: sealed secrets without their key are lost.
  writeDurably(file, `${key.toString('base64')}\n`)
  return { keys: [key], storage: 'file' }
}

function decodeKey(text: string, where: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length === KEY_BYTES) return key
  throw new VaultKeyError(
    `Expected ${where} to hold ${String(KEY_BYTES)} bytes in base64, found ${String(key.length)}. Put the right key back; without it the stored secrets cannot be read.`
  )
}
