import { safeStorage } from 'electron'
import type { SafeStorage } from 'electron'
import type { Keychain } from './key-storage.ts'

/** Electron 40 and later have these; the synchronous calls that they replace will go. */
type AsyncCalls = 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'

/** Electron's safeStorage, with the asynchronous calls where this version has them. */
export function systemKeychain(): Keychain {
  const modern: Partial<Pick<SafeStorage, AsyncCalls>> = safeStorage
  /* eslint-disable @typescript-eslint/no-deprecated -- older runtimes have these calls alone */
  return {
    strength: async () => {
      const isAvailable =
        (await modern.isAsyncEncryptionAvailable?.()) ?? safeStorage.isEncryptionAvailable()
      if (!isAvailable) return 'none'
      const isWeak =
        process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
      return isWeak ? 'weak' : 'strong'
    },
    encrypt: async (text) =>
      (await modern.encryptStringAsync?.(text)) ?? safeStorage.encryptString(text),
    decrypt: async (cipher) =>
      (await modern.decryptStringAsync?.(cipher))?.result ?? safeStorage.decryptString(cipher)
  }
}
