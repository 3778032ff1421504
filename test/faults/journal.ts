/** The journal that disk.c writes: each change of the disk in the order in which it was made. */
import { readFileSync } from 'node:fs'
import { normalize } from 'node:path'

const kinds = ['create', 'write', 'truncate', 'sync', 'rename', 'unlink', 'mkdir'] as const
/** Not of disk.c: what the test has seen from outside. */
const MARK = 8

export interface Change {
  kind: (typeof kinds)[number]
  /** The file's inode; 0 where a name is changed. */
  file: number
  offset: number
  /** Of create, rename (from), unlink, mkdir, and of a folder that is synced. */
  path: string
  /** What is written; the new path of a rename. */
  data: Buffer
}

/** What has been answered or done: from here on it must not be lost. */
export interface Mark {
  kind: 'mark'
  what: 'started' | 'answered' | 'decided' | 'deleted'
  /** Of an execution or an approval; empty: from here on it is looked at. */
  name: string
}

export type Entry = Change | Mark

/** Four bytes kind, four the path's length, eight each: file, offset, the data's length. */
const HEADER_BYTES = 32

export function readJournal(path: string): Entry[] {
  const bytes = readFileSync(path)
  const entries: Entry[] = []
  for (let at = 0; at + HEADER_BYTES <= bytes.length;) {
    const kind = bytes.readUInt32LE(at)
    const pathEnd = at + HEADER_BYTES + bytes.readUInt32LE(at + 4)
    const end = pathEnd + Number(bytes.readBigUInt64LE(at + 24))
    const text = bytes.toString('utf8', at + HEADER_BYTES, pathEnd)
    if (kind === MARK) entries.push(JSON.parse(text) as Mark)
    else {
      entries.push({
        kind: kindOf(kind),
        file: Number(bytes.readBigUInt64LE(at + 8)),
        offset: Number(bytes.readBigUInt64LE(at + 16)),
        path: text === '' ? '' : normalize(text),
        data: bytes.subarray(pathEnd, end)
      })
    }
    at = end
  }
  return entries
}

/** A mark as an entry of the journal, to be appended in one piece. */
export function entryOf(mark: Mark): Buffer {
  const text = Buffer.from(JSON.stringify(mark))
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32LE(MARK, 0)
  header.writeUInt32LE(text.length, 4)
  return Buffer.concat([header, text])
}

function kindOf(code: number): Change['kind'] {
  const kind = kinds[code - 1]
  if (kind === undefined) throw new Error(`Expected a kind of change, found ${String(code)}`)
  return kind
}
