import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { KeyStorage, VaultKeys } from './vault-key.ts'

/** A sealed value cannot be opened: another key sealed it, or it was tampered with. */
export class VaultError extends Error {
  override name = 'VaultError'
}

/** Encrypts secrets at rest with AES-256-GCM. A sealed value names the key that opens it. */
export interface Vault {
  readonly storage: KeyStorage
  /** Names the key that seals: the first 16 digits of its SHA-256. */
  readonly keyId: string
  /** `purpose` is bound to the value: what was sealed for one purpose does not open for another. */
  seal: (plain: string, purpose: string) => string
  /** Throws VaultError; the sealed value stays as it is. */
  open: (sealed: string, purpose: string) => string
}

const IV_BYTES = 12
const TAG_BYTES = 16

function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16)
}

export function createVault({ keys, storage }: VaultKeys): Vault {
  const byId = new Map(keys.map((key) => [idOf(key), key]))
  const [sealing] = keys
  if (!sealing) throw new Error('A vault needs a key')
  const keyId = idOf(sealing)
  return {
    storage,
    keyId,
    seal: (plain, purpose) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv)
      cipher.setAAD(Buffer.from(purpose))
      const secret = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      const value = Buffer.concat([iv, cipher.getAuthTag(), secret]).toString('base64url')
      return `v1.${keyId}.${value}`
    },
    open: (sealed, purpose) => {
      const [version, id = '', value = ''] = sealed.split('.')
      const key = byId.get(id)
      if (version !== 'v1' || !key) {
        throw new VaultError(
          `The secret was sealed with the key ${id}, this engine has ${[...byId.keys()].join(', ')}. Start Signalbox the way it was started when the secret was entered (the app keeps its key in the system's keychain, the command line in the file secret.key), or enter the secret again.`
        )
      }
      return decipher(Buffer.from(value, 'base64url'), key, purpose)
    }
  }
}

function decipher(bytes: Buffer, key: Buffer, purpose: string): string {
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
    cipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    cipher.setAAD(Buffer.from(purpose))
    const plain = cipher.update(bytes.subarray(IV_BYTES + TAG_BYTES))
    return Buffer.concat([plain, cipher.final()]).toString('utf8')
  } catch (error) {
    throw new VaultError(
      'The sealed secret was changed outside of Signalbox and cannot be opened. Enter the secret again.',
      { cause: error }
    )
  }
}
