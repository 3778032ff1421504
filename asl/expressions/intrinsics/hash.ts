import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { intrinsicFailure, shown } from './intrinsic.ts'
import type { Intrinsic } from './intrinsic.ts'

const algorithms: ReadonlyMap<string, (data: Uint8Array) => Uint8Array> = new Map([
  ['MD5', (data: Uint8Array) => md5(data)],
  ['SHA-1', (data: Uint8Array) => sha1(data)],
  ['SHA-256', (data: Uint8Array) => sha256(data)],
  ['SHA-384', (data: Uint8Array) => sha384(data)],
  ['SHA-512', (data: Uint8Array) => sha512(data)]
])

/** States.Hash($.data, 'SHA-256'): the hash in hexadecimal; data other than text counts as its JSON. */
export const hash: Intrinsic = {
  arity: [2, 2],
  call([data, name]) {
    const algorithm = algorithms.get(typeof name === 'string' ? name : '')
    if (algorithm === undefined) {
      return intrinsicFailure(
        `expected one of ${[...algorithms.keys()].join(', ')}, found ${shown(name)}`
      )
    }
    const text = typeof data === 'string' ? data : JSON.stringify(data ?? null)
    return bytesToHex(algorithm(utf8ToBytes(text)))
  }
}
