/**
 * Functions that differ from plain JSONata: those that AWS adds, those that need time or
 * randomness (which come with the activation), and bounded versions of those whose cost or
 * result can outgrow their arguments.
 * Source: developer guide "Transforming data with JSONata", section on functions AWS provides.
 */
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { Budget } from './limits.ts'
import { checkSize, QueryProblem } from './limits.ts'
import { asSequence } from './sequence.ts'
import { sort } from './sorting.ts'
import type { Callable } from './sorting.ts'

/** What a running evaluation gives to the functions. */
export interface Surroundings {
  budget: Budget
  /** Milliseconds since the epoch. */
  now: number
  /** 256 fresh bits as hexadecimal. */
  draw: () => string
  /** `$fromMillis` of JSONata itself, for `$now` with a picture. */
  formatTime: (milliseconds: number, picture?: string, timezone?: string) => string
}

interface FunctionDefinition {
  signature: string
  make: (surroundings: Surroundings) => (...values: never[]) => unknown
}

/** Randomness is a hash over the activation's seed. */
const STEPS_OF_A_DRAW = 8

const hashes = {
  MD5: md5,
  'SHA-1': sha1,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512
} as const

function isAlgorithm(name: string): name is keyof typeof hashes {
  return Object.hasOwn(hashes, name)
}

function hash(content: string, algorithm: string): string {
  if (!isAlgorithm(algorithm)) {
    throw new QueryProblem(
      'D3150',
      `The algorithm of the hash function must be one of ${Object.keys(hashes).join(', ')}; got: ${algorithm}`
    )
  }
  return bytesToHex(hashes[algorithm](utf8ToBytes(content)))
}

/** AWS takes whole numbers, cut towards zero: `$range(-1.7, 2, 1)` begins at -1. */
function range(from: number, to: number, by: number, budget: Budget): Json[] {
  const [first, last, step] = [Math.trunc(from) + 0, Math.trunc(to), Math.trunc(by)]
  if (step === 0) throw new QueryProblem('D3151', 'The step of the range function must not be 0')
  const count = Math.max(0, Math.floor((last - first) / step) + 1)
  checkSize(count)
  budget.spend(count)
  return asSequence(Array.from({ length: count }, (_, index) => first + index * step))
}

/** `[from..to]`, as JSONata has it, but bounded before anything is allocated. */
export function literalRange(from: unknown, to: unknown, budget: Budget): Json[] | undefined {
  if (from !== undefined && !Number.isInteger(from)) {
    throw new QueryProblem(
      'T2003',
      'The left side of the range operator (..) must evaluate to an integer'
    )
  }
  if (to !== undefined && !Number.isInteger(to)) {
    throw new QueryProblem(
      'T2004',
      'The right side of the range operator (..) must evaluate to an integer'
    )
  }
  const [first, last] = [Number(from), Number(to)]
  if (from === undefined || to === undefined || first > last) return undefined
  checkSize(last - first + 1)
  budget.spend(last - first + 1)
  return asSequence(Array.from({ length: last - first + 1 }, (_, index) => first + index))
}

/** As JSONata's own, which copies all that it has so far for each item. */
function spread(value: Json | undefined): Json | undefined {
  if (!Array.isArray(value) && !isSpreadable(value)) return value
  const result: Json[] = []
  collect(value, result)
  return asSequence(result)
}

function collect(value: Json, result: Json[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, result)
  else if (!isSpreadable(value)) result.push(value)
  else for (const [name, member] of Object.entries(value)) result.push({ [name]: member })
}

/** Functions are objects too, within JSONata. */
function isSpreadable(value: Json | undefined): value is JsonObject {
  return isJsonObject(value) && !('_jsonata_lambda' in value) && !('_jsonata_function' in value)
}

function partition(items: Json | undefined, size: number): Json[][] | undefined {
  if (items === undefined) return undefined
  const list = Array.isArray(items) ? items : [items]
  if (!Number.isInteger(size) || size < 1) {
    throw new QueryProblem(
      'D3152',
      `The size of the partition function must be a positive integer; got: ${String(size)}`
    )
  }
  const parts: Json[][] = []
  for (let start = 0; start < list.length; start += size)
    parts.push(list.slice(start, start + size))
  return parts
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new QueryProblem(
      'D3153',
      `The argument of the parse function is not JSON: ${text.slice(0, 200)}`
    )
  }
}

/** A number from 0 to below 1 out of 256 bits as hexadecimal. */
function toFraction(bits: string): number {
  return parseInt(bits.slice(0, 13), 16) / 2 ** 52
}

/** AWS draws seeded numbers as Java's `new Random(seed).nextDouble()` does. */
function seededFraction(seed: number): number {
  const mask = (1n << 48n) - 1n
  let state = (BigInt(Math.trunc(seed)) ^ 0x5deece66dn) & mask
  const next = (bits: bigint): bigint => {
    state = (state * 0x5deece66dn + 0xbn) & mask
    return state >> (48n - bits)
  }
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53
}

function uuidOf(bits: string): string {
  const variant = ((parseInt(bits.charAt(16), 16) & 3) | 8).toString(16)
  return `${bits.slice(0, 8)}-${bits.slice(8, 12)}-4${bits.slice(13, 16)}-${variant}${bits.slice(17, 20)}-${bits.slice(20, 32)}`
}

function shuffle(items: Json, draw: () => string): Json {
  if (!Array.isArray(items)) return items
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(toFraction(draw()) * (last + 1))
    const moved = result[last] as Json
    result[last] = result[other] as Json
    result[other] = moved
  }
  return result
}

function distinct(items: Json | undefined): Json | undefined {
  if (!Array.isArray(items) || items.length < 2) return items
  const seen = new Set<string>()
  const firsts = items.filter((item) => {
    const text = canonicalText(item)
    return !seen.has(text) && seen.add(text)
  })
  return 'sequence' in items ? asSequence(firsts) : firsts
}

/** JSON text with sorted keys: equal for values that JSONata's `=` calls equal. */
function canonicalText(value: Json): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member
  )
}

function append(left: Json | undefined, right: Json | undefined, budget: Budget): Json | undefined {
  if (left === undefined) return right
  if (right === undefined) return left
  const items = (Array.isArray(left) ? left.length : 1) + (Array.isArray(right) ? right.length : 1)
  checkSize(items)
  budget.spend(items)
  return [left, right].flat<Json[]>()
}

function pad(text: string | undefined, width: number, fill: string): string | undefined {
  if (text === undefined) return undefined
  checkSize(Math.abs(width))
  const missing = Math.max(0, Math.abs(width) - [...text].length)
  const characters = [...(fill || ' ')]
  const rest = characters.slice(0, missing % characters.length).join('')
  const padding = (fill || ' ').repeat(Math.floor(missing / characters.length)) + rest
  return width < 0 ? padding + text : text + padding
}

export const functions: Record<string, FunctionDefinition> = {
  partition: {
    signature: '<xn:a>',
    make: (by) => (items: Json | undefined, size: number) => {
      by.budget.payFor(items)
      return partition(items, size)
    }
  },
  range: {
    signature: '<nnn:a>',
    make: (by) => (from: number, to: number, step: number) => range(from, to, step, by.budget)
  },
  sort: {
    signature: '<af?:a>',
    make: (by) => (items?: Json[], comparator?: Callable) => sort(items, comparator, by.budget)
  },
  spread: {
    signature: '<x-:a<o>>',
    make: (by) => (value?: Json) => {
      by.budget.payForAll(value)
      return spread(value)
    }
  },
  hash: {
    signature: '<ss:s>',
    make: (by) => (content: string, algorithm: string) => {
      by.budget.payForHash(content.length)
      return hash(content, algorithm)
    }
  },
  parse: {
    signature: '<s:x>',
    make: (by) => (text: string) => {
      by.budget.payFor(text)
      return parse(text)
    }
  },
  uuid: {
    signature: '<:s>',
    make: (by) => () => {
      by.budget.pay(STEPS_OF_A_DRAW)
      return uuidOf(by.draw())
    }
  },
  random: {
    signature: '<n?:n>',
    make: (by) => (seed?: number) => {
      by.budget.pay(STEPS_OF_A_DRAW)
      return seed === undefined ? toFraction(by.draw()) : seededFraction(seed)
    }
  },
  now: {
    signature: '<s?s?:s>',
    make: (by) => (picture?: string, timezone?: string) => by.formatTime(by.now, picture, timezone)
  },
  millis: { signature: '<:n>', make: (by) => () => by.now },
  shuffle: {
    signature: '<a:a>',
    make: (by) => (items: Json) => {
      // Each item takes a draw, which is a hash.
      if (Array.isArray(items)) by.budget.pay(items.length * STEPS_OF_A_DRAW)
      return shuffle(items, by.draw)
    }
  },
  distinct: {
    signature: '<x:x>',
    make: (by) => (items?: Json) => {
      by.budget.payForAll(items)
      if (Array.isArray(items)) by.budget.pay(items.length)
      return distinct(items)
    }
  },
  append: {
    signature: '<xx:a>',
    make: (by) => (left?: Json, right?: Json) => append(left, right, by.budget)
  },
  pad: {
    signature: '<s-ns?:s>',
    make:
      (by) =>
      (text: string, width: number, fill = ' ') => {
        by.budget.payForCount(text.length + fill.length)
        const padded = pad(text, width, fill)
        by.budget.payForMade(padded)
        return padded
      }
  }
}
