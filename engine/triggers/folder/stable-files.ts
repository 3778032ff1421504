import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../clock.ts'
import type { FoundFile } from './walk.ts'
import { lookAt } from './walk.ts'

/** A file that is complete, with the hash of its content. */
export interface CompleteFile extends FoundFile {
  sha256: string
}

export interface StableFilesOptions {
  root: string
  clock: Clock
  stableMilliseconds: number
  /** A second file with this suffix says that the first is complete. */
  doneMarker?: string
  /** Takes complete files; while it has enough, no other is read. */
  take: (file: CompleteFile) => void | Promise<void>
}

const HASHED_AT_ONCE = 8
/** Up to this size a file is read in one piece. */
const SMALL_BYTES = 1024 * 1024

/** Waits until files are complete, reads them, and hands them on. */
export class StableFiles {
  readonly #options: StableFilesOptions
  /** By path, in the order of when they were last seen to change. */
  readonly #pending = new Map<string, FoundFile & { since: number }>()
  readonly #ready = new Map<string, FoundFile>()
  #readers = 0
  #cancel: (() => void) | undefined
  #isLooking = false
  #isStopped = false

  constructor(options: StableFilesOptions) {
    this.#options = options
  }

  /** A file that is new or has changed. */
  offer(file: FoundFile): void {
    const { clock, doneMarker, stableMilliseconds } = this.#options
    if (this.#isStopped) return
    if (doneMarker !== undefined) void this.#offerMarked(file, doneMarker)
    else if (stableMilliseconds === 0) this.#push(file)
    else {
      const before = this.#pending.get(file.path)
      if (before && isSame(before, file)) return
      this.#pending.delete(file.path)
      this.#pending.set(file.path, { ...file, since: clock.monotonic() })
      this.#arm()
    }
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel?.()
  }

  /** Without its marker it is passed over: the marker's own coming offers it again. */
  async #offerMarked(file: FoundFile, doneMarker: string): Promise<void> {
    if (await exists(join(this.#options.root, file.path + doneMarker))) this.#push(file)
  }

  #arm(): void {
    if (this.#cancel || this.#isLooking || this.#isStopped || this.#pending.size === 0) return
    const { clock, stableMilliseconds } = this.#options
    this.#cancel = clock.after(Math.max(20, Math.min(stableMilliseconds / 2, 500)), () => {
      this.#cancel = undefined
      this.#isLooking = true
      void this.#look().finally(() => {
        this.#isLooking = false
        this.#arm()
      })
    })
  }

  async #look(): Promise<void> {
    const { clock, stableMilliseconds } = this.#options
    const now = clock.monotonic()
    const due = [...this.#pending.values()].filter(({ since }) => now - since >= stableMilliseconds)
    for (let at = 0; at < due.length && !this.#isStopped; at += 64) {
      await Promise.all(due.slice(at, at + 64).map((file) => this.#settle(file)))
    }
  }

  async #settle(before: FoundFile & { since: number }): Promise<void> {
    const file = await lookAt(this.#options.root, before.path)
    if (this.#pending.get(before.path) !== before) return
    this.#pending.delete(before.path)
    if (!file) return
    if (isSame(file, before)) this.#push(file)
    else this.#pending.set(file.path, { ...file, since: this.#options.clock.monotonic() })
  }

  #push(file: FoundFile): void {
    this.#ready.set(file.path, file)
    if (this.#readers < HASHED_AT_ONCE) void this.#readAll()
  }

  async #readAll(): Promise<void> {
    const { root, take } = this.#options
    this.#readers++
    for (let file = this.#next(); file && !this.#isStopped; file = this.#next()) {
      const complete = await readComplete(root, file)
      if (complete === 'changed') {
        // It was written to while it was read: it waits again.
        const now = await lookAt(root, file.path)
        if (now) this.offer(now)
      } else if (complete) await take(complete)
    }
    this.#readers--
  }

  #next(): FoundFile | undefined {
    for (const [path, file] of this.#ready) {
      this.#ready.delete(path)
      return file
    }
    return undefined
  }
}

function isSame(left: FoundFile, right: FoundFile): boolean {
  return left.size === right.size && left.modifiedAt === right.modifiedAt
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}

/** Undefined where it is gone or cannot be read yet. */
async function readComplete(
  root: string,
  file: FoundFile
): Promise<CompleteFile | 'changed' | undefined> {
  const path = join(root, file.path)
  try {
    const sha256 =
      file.size <= SMALL_BYTES
        ? createHash('sha256')
            .update(await readFile(path))
            .digest('hex')
        : await hashOf(path)
    const after = await lookAt(root, file.path)
    if (!after) return undefined
    return isSame(after, file) ? { ...file, sha256 } : 'changed'
  } catch {
    return undefined
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part as Buffer)
  return hash.digest('hex')
}
