import { hash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Json, JsonObject } from '../../asl/json.ts'

/** Longer texts, in characters, are stored as payloads. Measured in docs/storage.md. */
export const LONGEST_INLINE = 1024

/** Longer ones are compressed; below, the fixed cost of a call is more than the disk's. */
const LONGEST_PLAIN = 8192

const DIGEST_BYTES = 16
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** A row's column where a text should be; JSON never begins so. */
const MARK = '@'

export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, DIGEST_BYTES)
}

/** What the row keeps: the text, or its compressed bytes where those are much shorter. */
export function compress(text: string): string | Buffer {
  if (text.length <= LONGEST_PLAIN) return text
  const bytes = Buffer.from(text)
  const compressed = zstdCompressSync(bytes, LEVEL)
  return compressed.length < bytes.length * 0.9 ? compressed : text
}

export function decompress(content: string | Buffer): string {
  return typeof content === 'string' ? content : zstdDecompressSync(content).toString()
}

/** A column's text, or a reference to its payload. */
export function packWith(text: string, store: (text: string) => number): string {
  return text.length <= LONGEST_INLINE ? text : `${MARK}${String(store(text))}`
}

export function unpackWith(stored: string, read: (payloadId: number) => string): string {
  return stored.startsWith(MARK) ? read(Number(stored.slice(1))) : stored
}

/** A payload and where in the value it belongs. */
type Hole = [payloadId: number, ...path: string[]]

/** A JSON text whose long strings are payloads: the value with holes, and what fills them. */
export function packStringsWith(value: JsonObject, store: (text: string) => number): string {
  if (!hasLongMember(value)) {
    const text = JSON.stringify(value)
    if (text.length <= LONGEST_INLINE) return text
  }
  const holes: Hole[] = []
  const rest = punch(value, [], holes, store)
  return holes.length === 0 ? JSON.stringify(value) : `${MARK}${JSON.stringify([rest, holes])}`
}

/** Spares writing a long text as JSON only to find that it is long. */
function hasLongMember(value: JsonObject): boolean {
  for (const name in value) {
    const member = value[name]
    if (typeof member === 'string' && member.length > LONGEST_INLINE) return true
  }
  return false
}

function punch(value: Json, path: string[], holes: Hole[], store: (text: string) => number): Json {
  if (typeof value === 'string') {
    if (value.length <= LONGEST_INLINE) return value
    holes.push([store(value), ...path])
    return null
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  const members = Object.entries(value).map(
    ([name, member]) => [name, punch(member, [...path, name], holes, store)] as const
  )
  return Object.fromEntries(members)
}

export function unpackStringsWith(stored: string, read: (payloadId: number) => string): JsonObject {
  if (!stored.startsWith(MARK)) return JSON.parse(stored) as JsonObject
  const [value, holes] = JSON.parse(stored.slice(1)) as [JsonObject, Hole[]]
  for (const [payloadId, ...path] of holes) fill(value, path, read(payloadId))
  return value
}

function fill(value: JsonObject, path: readonly string[], text: string): void {
  const last = path.at(-1)
  let at = value
  for (const name of path.slice(0, -1)) at = at[name] as JsonObject
  if (last !== undefined) at[last] = text
}
