import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVault, VaultError } from '../../../engine/secrets/vault.ts'
import { loadVaultKeys, VaultKeyError } from '../../../engine/secrets/vault-key.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let folder: TempFolder
let file: string
beforeEach(() => {
  folder = makeTempFolder()
  file = join(folder.path, 'secret.key')
})
afterEach(() => folder.remove())

describe('the key', () => {
  test('is made once, in a file that only the user can read', () => {
    const first = loadVaultKeys(file, {})
    expect(first.storage).toBe('file')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(loadVaultKeys(file, {}).keys).toEqual(first.keys)
  })

  test('comes from the desktop shell where it hands one over; the file still opens what it has sealed', () => {
    const { keys } = loadVaultKeys(file, {})
    const handed = randomBytes(32)
    const environment = { SIGNALBOX_SECRET_KEY: handed.toString('base64') }
    const both = loadVaultKeys(file, { ...environment })
    expect(both.storage).toBe('os-keychain')
    expect(both.keys).toEqual([handed, ...keys])
    const sealed = createVault({ keys, storage: 'file' }).seal('secret', 'test')
    expect(createVault(both).open(sealed, 'test')).toBe('secret')
    const weak = { ...environment, SIGNALBOX_KEY_STORAGE: 'weak-keychain' }
    expect(loadVaultKeys(file, weak).storage).toBe('weak-keychain')
  })

  test('with a handed key no file is made, and no child process inherits the key', () => {
    const environment = { SIGNALBOX_SECRET_KEY: randomBytes(32).toString('base64'), HOME: '/' }
    loadVaultKeys(file, environment)
    expect(environment).toEqual({ HOME: '/' })
    expect(existsSync(file)).toBe(false)
  })

  test('that is no key is reported and left as it is', () => {
    writeFileSync(file, 'bm90IGEga2V5')
    expect(() => loadVaultKeys(file, {})).toThrow(VaultKeyError)
    expect(readFileSync(file, 'utf8')).toBe('bm90IGEga2V5')
  })
})

describe('the vault', () => {
  const vaultOf = (key: Buffer) => createVault({ keys: [key], storage: 'file' })

  test('opens what it has sealed, and each sealing looks different', () => {
    const vault = vaultOf(randomBytes(32))
    const sealed = [vault.seal('naïve secret', 'a'), vault.seal('naïve secret', 'a')]
    expect(sealed[0]).not.toBe(sealed[1])
    expect(sealed.map((text) => vault.open(text, 'a'))).toEqual(['naïve secret', 'naïve secret'])
    expect(sealed[0]).not.toContain('secret')
  })

  test('says which key is missing when another one has sealed', () => {
    const [one, other] = [vaultOf(randomBytes(32)), vaultOf(randomBytes(32))]
    const sealed = one.seal('secret', 'a')
    expect(() => other.open(sealed, 'a')).toThrow(VaultError)
    expect(() => other.open(sealed, 'a')).toThrow(one.keyId)
  })

  test('refuses what was changed, and what was sealed for another purpose', () => {
    const vault = vaultOf(randomBytes(32))
    const sealed = vault.seal('secret', 'a')
    const changed = `${sealed.slice(0, -4)}AAAA`
    expect(() => vault.open(changed, 'a')).toThrow('changed outside')
    expect(() => vault.open(sealed, 'b')).toThrow('changed outside')
    expect(() => vault.open('nonsense', 'a')).toThrow(VaultError)
  })
})
