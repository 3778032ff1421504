import type { Output } from '../../../api/index.ts'

type KeyStorage = Output<'ListConnections'>['keyStorage']

/** What works without a connection of a type: nothing needs to be set up to see an example run. */
export const withoutConnection: Readonly<Record<string, string>> = {
  s3: 'Without one, S3 actions work on a local folder inside the data folder.',
  smtp: 'Until there is one, read the mails in the outbox; approvals are asked here and in the tray.',
  http: 'Without one, requests carry only what the state machine itself says.'
}

/** How the key that encrypts the secrets is kept; honest where that is weak. */
export const keyStorageWords: Readonly<
  Record<KeyStorage, { isStrong: boolean; title: string; text: string }>
> = {
  'os-keychain': {
    isStrong: true,
    title: 'Secrets are encrypted',
    text: 'Their key is in the keychain of your operating system.'
  },
  'weak-keychain': {
    isStrong: false,
    title: 'Secrets are encrypted, but weakly',
    text: 'This desktop has no keychain, so the key is kept with a fixed password. Who can read your files can read the secrets. Install GNOME Keyring or KWallet to change that.'
  },
  file: {
    isStrong: false,
    title: 'Secrets are encrypted with a key in a file',
    text: 'The key lies in the data folder, readable by your user alone. Who can read your files can read the secrets. The desktop app keeps the key in the keychain of the operating system.'
  }
}
