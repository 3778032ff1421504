/** What a disk holds after the power has gone. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { Change, Entry } from './journal.ts'

/**
 * What becomes of changes that were not synced. Nobody promises anything about them, so:
 * - `all`: they are lost, each and every one;
 * - `some`: each is kept or lost, a later one perhaps without an earlier one;
 * - `torn`: each sector of 512 bytes is kept or lost.
 * Names (of files made, moved, removed) keep their order, as all file systems with a journal do: `all` loses
 * those after the last sync of their folder, the others some of the last.
 */
export type Loss = 'all' | 'some' | 'torn'

export const losses: readonly Loss[] = ['all', 'some', 'torn']

const SECTOR = 512

class Content {
  #bytes = Buffer.alloc(0)
  #length = 0

  write(offset: number, data: Buffer): void {
    this.resize(Math.max(this.#length, offset + data.length))
    data.copy(this.#bytes, offset)
  }

  /** What a file is made longer by is zeros. */
  resize(length: number): void {
    if (length > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(length, this.#bytes.length * 2, 4096))
      this.#bytes.copy(grown, 0, 0, this.#length)
      this.#bytes = grown
    }
    if (length < this.#length) this.#bytes.fill(0, length, this.#length)
    this.#length = length
  }

  read(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length))
  }
}

interface StoredFile {
  /** What the disk has for sure. */
  durable: Content
  pending: Change[]
}

/** A disk that is played from a journal, up to the moment when the power goes. */
export class Disk {
  readonly #files = new Map<number, StoredFile>()
  /** Changes of names in order; of the first `#durableNames` the disk is sure. */
  readonly #names: Change[] = []
  #durableNames = 0

  /** @param world The folder whose changes are never lost. */
  constructor(entries: readonly Entry[], moment: number, world: string) {
    for (const entry of entries.slice(0, moment)) {
      if (entry.kind !== 'mark') this.#play(entry)
    }
    for (const [id, path] of namesAfter(this.#names, this.#names.length)) {
      if (path.startsWith(`${world}/`)) this.#sync(this.#fileOf(id))
    }
  }

  #play(change: Change): void {
    const { kind, file } = change
    if (kind === 'write' || kind === 'truncate') this.#fileOf(file).pending.push(change)
    else if (kind === 'sync') this.#playSync(change)
    else {
      // A number that was free again is a new file.
      if (kind === 'create') this.#files.set(file, { durable: new Content(), pending: [] })
      this.#names.push(change)
    }
  }

  #playSync({ file, path }: Change): void {
    if (path === '') {
      this.#sync(this.#fileOf(file))
      return
    }
    const inFolder = (change: Change): boolean =>
      dirname(change.kind === 'rename' ? targetOf(change) : change.path) === path
    const last = this.#names.findLastIndex(inFolder)
    this.#durableNames = Math.max(this.#durableNames, last + 1)
  }

  #sync(file: StoredFile): void {
    for (const change of file.pending) applyTo(file.durable, change)
    file.pending = []
  }

  #fileOf(id: number): StoredFile {
    const found = this.#files.get(id)
    if (found) return found
    const made = { durable: new Content(), pending: [] }
    this.#files.set(id, made)
    return made
  }

  /** Writes what is left of `from` to `to`. */
  writeTo(
    places: readonly { from: string; to: string; isWorld: boolean }[],
    { loss, random }: { loss: Loss; random: () => number }
  ): void {
    const open = this.#names.length - this.#durableNames
    const kept = this.#durableNames + (loss === 'all' ? 0 : Math.floor(random() * (open + 1)))
    const contents = new Map<number, Buffer>()
    for (const { from, to, isWorld } of places) {
      mkdirSync(to, { recursive: true })
      const count = isWorld ? this.#names.length : kept
      for (const folder of foldersAfter(this.#names, count)) {
        if (folder.startsWith(`${from}/`))
          mkdirSync(to + folder.slice(from.length), { recursive: true })
      }
      for (const [id, path] of namesAfter(this.#names, count)) {
        if (!path.startsWith(`${from}/`)) continue
        const target = join(to, path.slice(from.length + 1))
        mkdirSync(dirname(target), { recursive: true })
        const content = contents.get(id) ?? lose(this.#fileOf(id), loss, random)
        contents.set(id, content)
        writeFileSync(target, content, { mode: 0o700 })
      }
    }
  }
}

/** Commands name files by relative paths, too. */
function targetOf({ data }: Change): string {
  return normalize(data.toString())
}

/** Which file has which name after the first `count` changes of names. */
function namesAfter(changes: readonly Change[], count: number): [number, string][] {
  const names = new Map<string, number>()
  for (const change of changes.slice(0, count)) {
    const { kind, path, file } = change
    if (kind === 'create') names.set(path, file)
    else if (kind === 'unlink') names.delete(path)
    else if (kind === 'rename') {
      const moved = names.get(path)
      names.delete(path)
      if (moved !== undefined) names.set(targetOf(change), moved)
    }
  }
  return [...names].map(([path, file]) => [file, path])
}

function foldersAfter(changes: readonly Change[], count: number): Set<string> {
  const folders = new Set<string>()
  for (const { kind, path } of changes.slice(0, count)) {
    if (kind === 'mkdir') folders.add(path)
    else if (kind === 'unlink') folders.delete(path)
  }
  return folders
}

function applyTo(content: Content, { kind, offset, data }: Change): void {
  if (kind === 'truncate') content.resize(offset)
  else content.write(offset, data)
}

function lose({ durable, pending }: StoredFile, loss: Loss, random: () => number): Buffer {
  const content = new Content()
  content.write(0, durable.read())
  if (loss === 'all') return content.read()
  for (const change of pending) {
    if (loss === 'some' || change.kind === 'truncate') {
      if (random() < 0.5) applyTo(content, change)
      continue
    }
    for (let at = 0; at < change.data.length; at += SECTOR) {
      const sector = change.data.subarray(at, at + SECTOR)
      if (random() < 0.5) content.write(change.offset + at, sector)
    }
  }
  return content.read()
}
