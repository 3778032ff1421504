/** Randomness derived one way from the activation's seed. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { encodeBase64Url } from '../expressions/base64.ts'

/** The `count`-th draw of an activation: 64 hexadecimal digits. */
export function drawFrom(seed: string, count: number): string {
  return bytesToHex(sha256(utf8ToBytes(`${seed}:draw:${count}`)))
}

/** A draw as a fraction in [0, 1), from its first 48 bits. */
export function fractionOf(draw: string): number {
  return Number.parseInt(draw.slice(0, 12), 16) / 2 ** 48
}

/** The task token: secret as long as the seed is, and different for each task. */
export function taskTokenFrom(seed: string, executionId: string, taskId: number): string {
  return encodeBase64Url(sha256(utf8ToBytes(`${seed}:${executionId}:${taskId}`)))
}
