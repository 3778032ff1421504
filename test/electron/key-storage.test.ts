import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecretKey } from '../../electron/main/key-storage.ts'
import type { Keychain } from '../../electron/main/key-storage.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Turns bytes around: enough to see that what lies on the disk is not the key. */
const keychain = (
  strength: 'strong' | 'weak' | 'none',
  changes: Partial<Keychain> = {}
): Keychain => ({
  strength: () => Promise.resolve(strength),
  encrypt: (text) => Promise.resolve(Buffer.from(text).reverse()),
  decrypt: (cipher) => Promise.resolve(Buffer.from(cipher).reverse().toString()),
  ...changes
})
const wrapped = (): string => join(folder, 'secret-key.enc')

test('a keychain wraps a key of 32 bytes, the same at each start', async () => {
  const first = await openSecretKey(folder, keychain('strong'))
  expect(first.storage).toBe('os-keychain')
  expect(Buffer.from(first.key ?? '', 'base64')).toHaveLength(32)
  expect(readFileSync(wrapped(), 'utf8')).not.toContain(first.key)
  expect(statSync(wrapped()).mode & 0o777).toBe(0o600)
  expect(await openSecretKey(folder, keychain('strong'))).toEqual(first)
})

test('a keychain with a fixed password is called weak', async () => {
  expect((await openSecretKey(folder, keychain('weak'))).storage).toBe('weak-keychain')
})

test('without a keychain the engine keeps a key file of its own', async () => {
  expect(await openSecretKey(folder, keychain('none'))).toEqual({ storage: 'file' })
  expect(existsSync(wrapped())).toBe(false)
})

test('a key that the keychain cannot open is left as it is, and the user is told', async () => {
  await openSecretKey(folder, keychain('strong'))
  const before = readFileSync(wrapped())
  const broken = keychain('strong', { decrypt: () => Promise.reject(new Error('wrong keyring')) })
  const opened = await openSecretKey(folder, broken)
  expect(opened.key).toBeUndefined()
  expect(opened.problem).toContain('wrong keyring')
  expect(readFileSync(wrapped())).toEqual(before)
})
