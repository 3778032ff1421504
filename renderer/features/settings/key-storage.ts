export type KeyStorage = 'os-keychain' | 'weak-keychain' | 'file'

/** An honest word about how well the stored secrets are protected. */
export const keyStorageWords: Readonly<
  Record<KeyStorage, { tone: 'success' | 'timed-out'; title: string; text: string }>
> = {
  'os-keychain': {
    tone: 'success',
    title: "The key is in the system's keychain",
    text: 'Secrets of connections are encrypted. The key that opens them is kept by your operating system and unlocked when you sign in.'
  },
  'weak-keychain': {
    tone: 'timed-out',
    title: 'The key is only hidden, not locked away',
    text: 'This desktop offers no keychain that is locked by your password. Secrets are encrypted, but a program that runs as you could find the key. Install and unlock a keyring (GNOME Keyring, KWallet) to protect it.'
  },
  file: {
    tone: 'timed-out',
    title: 'The key is in a file of the data folder',
    text: 'The engine runs without the desktop app, so there is no keychain to ask. Secrets are encrypted with a key in a file that only your user can read: who can read your files can read the secrets. Encrypt the disk, or use the desktop app.'
  }
}
