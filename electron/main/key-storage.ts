import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Which part of the system keeps the key that encrypts the secrets of connections. */
export type KeyStorage = 'os-keychain' | 'weak-keychain' | 'file'

/** What is used of Electron's safeStorage; `keychain.ts` adapts it. */
export interface Keychain {
  /** `weak`: a fixed password stands in for a keychain that is missing. */
  strength: () => Promise<'strong' | 'weak' | 'none'>
  encrypt: (text: string) => Promise<Buffer>
  decrypt: (cipher: Buffer) => Promise<string>
}

export interface SecretKey {
  storage: KeyStorage
  /** Handed to the engine, 32 bytes in base64; absent where the engine keeps a key file of its own. */
  key?: string
  /** A sentence for the user where the key that exists cannot be had. */
  problem?: string
}

const WRAPPED_KEY = 'secret-key.enc'
const KEY_BYTES = 32

async function unwrap(path: string, keychain: Keychain, storage: KeyStorage): Promise<SecretKey> {
  try {
    return { storage, key: await keychain.decrypt(readFileSync(path)) }
  } catch (error) {
    return {
      storage: 'file',
      problem:
        `The key that encrypts your connections' secrets (${path}) could not be opened with this ` +
        `system's keychain: ${String(error)}. It was left as it is. Until the keychain is back, enter the secrets again.`
    }
  }
}

async function wrapNew(path: string, keychain: Keychain, storage: KeyStorage): Promise<SecretKey> {
  const key = randomBytes(KEY_BYTES).toString('base64')
  try {
    writeFileSync(path, await keychain.encrypt(key), { mode: 0o600, flag: 'wx' })
    return { storage, key }
  } catch {
    // A keychain that is there but refuses: the engine's own file does.
    return { storage: 'file' }
  }
}

/**
 * The key for an engine's data folder: wrapped by the system's keychain in `secret-key.enc`, made on the
 * first start. Where there is no keychain, the engine keeps a key file of its own; secrets that it has
 * sealed with that before stay readable, since it opens with both.
 */
export async function openSecretKey(dataFolder: string, keychain: Keychain): Promise<SecretKey> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const path = join(dataFolder, WRAPPED_KEY)
  const strength = await keychain.strength()
  const storage = strength === 'strong' ? 'os-keychain' : 'weak-keychain'
  if (existsSync(path)) return unwrap(path, keychain, storage)
  if (strength === 'none') return { storage: 'file' }
  return wrapNew(path, keychain, storage)
}
