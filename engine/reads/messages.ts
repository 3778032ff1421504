/** What the engine and its reader thread say to each other. */
import type { ReadName } from './read-names.ts'

/** What the thread is started with. */
export interface ThreadData {
  database: string
  searchIndex: string
}

export type ToThread =
  | { type: 'ask'; id: number; name: ReadName; input: unknown }
  /** Something was committed that the search index does not have. */
  | { type: 'changed' }
  | { type: 'stop' }

/** What an error was, as far as its caller is to know. */
export type Refusal =
  | { kind: 'api'; errorName: string; message: string; details: Record<string, unknown> }
  /** `code`: SQLite's or the system's. */
  | { kind: 'error'; message: string; stack: string | undefined; code: string | undefined }

export type FromThread =
  /** JSON in UTF-8; its memory changes hands. */
  | { type: 'answer'; id: number; body: Uint8Array<ArrayBuffer> }
  | { type: 'refused'; id: number; refusal: Refusal }
  /** The index has all changes up to this one on the disk. */
  | { type: 'indexed'; seq: number }
  /** The search index was of no use and is made anew. */
  | { type: 'index-lost'; reason: string }
