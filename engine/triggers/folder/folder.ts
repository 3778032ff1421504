import { join } from 'node:path'
import { stat } from 'node:fs/promises'
import { ApiError } from '../../../api/errors.ts'
import { setCursor } from '../../store/queries/triggers.ts'
import * as files from '../../store/queries/watched-files.ts'
import { reader } from '../../store/transaction.ts'
import type { Kind, Rehearsal, TriggerOf, Watcher, WatcherParts } from '../watcher.ts'
import type { FolderSettings } from './file-filter.ts'
import { absolutePath, createFileFilter } from './file-filter.ts'
import { createFileFiring, eventOf } from './fire-files.ts'
import { createFolderWatch, createQuiet, problemWith } from './folder-watch.ts'
import type { FolderWatch } from './folder-watch.ts'
import { StableFiles } from './stable-files.ts'
import type { FoundFile } from './walk.ts'
import { lookAt, walkFiles } from './walk.ts'

const DEFAULT_STABLE_MILLISECONDS = 2000
/** How often it is looked whether the folder is (still) there. */
const PRESENCE_MILLISECONDS = 5000
const POLL_MILLISECONDS = 10_000
/** The whole folder is looked through so often, whatever the system tells. */
const SAFETY_MILLISECONDS = 600_000
/** The system may lose its word on changes when there are many: then all is looked through. */
const BURST = 300
const MOST_TOUCHED = 20_000

/** Files of a folder: added, changed, removed. */
export const folderKind: Kind<'FOLDER'> = {
  check: (settings) => {
    const root = createFileFilter(settings).root
    for (const target of [settings.moveSucceededTo, settings.moveFailedTo]) {
      if (target === undefined || absolutePath(target, root) !== root) continue
      throw new ApiError(
        'ValidationException',
        'Expected files to be moved to another folder than the one that is watched, or they would be found again.'
      )
    }
  },
  watch: (trigger, parts) => {
    const session = new FolderSession(trigger, parts)
    session.begin()
    return session
  },
  rehearse: (settings, { limit }) => rehearse(settings, limit)
}

async function rehearse(settings: FolderSettings, limit: number): Promise<Rehearsal> {
  const filter = createFileFilter(settings)
  const problem = await problemWith(filter.root)
  if (problem !== undefined) return { events: [], hasMore: false, problem }
  const events: Rehearsal['events'] = []
  for await (const batch of walkFiles(filter)) {
    for (const file of batch) {
      if (events.length >= limit) return { events, hasMore: true }
      events.push(eventOf(settings, { ...file, sha256: '(the hash of the content)' }, 'ADDED'))
    }
  }
  return { events, hasMore: false }
}

/** One folder trigger while it is enabled. */
class FolderSession implements Watcher {
  readonly #trigger: TriggerOf<'FOLDER'>
  readonly #parts: WatcherParts
  readonly #filter
  readonly #firing
  readonly #stable
  readonly #burst
  #watch: FolderWatch | undefined
  #touched = new Set<string>()
  #touches = 0
  #limit: string | undefined
  #isBaseline: boolean
  #scan: Promise<void> | undefined
  #mustScanAgain = false
  #nextScanAt = 0
  #work: Promise<void> | undefined
  #cancels = new Set<() => void>()
  #isStopped = false

  constructor(trigger: TriggerOf<'FOLDER'>, parts: WatcherParts) {
    this.#trigger = trigger
    this.#parts = parts
    const { settings } = trigger
    this.#filter = createFileFilter(settings)
    this.#firing = createFileFiring(trigger, parts)
    this.#isBaseline = settings.existingFiles === 'IGNORE' && trigger.cursor === undefined
    this.#stable = new StableFiles({
      ...{ root: this.#filter.root, clock: parts.clock, take: this.#firing.take },
      stableMilliseconds: settings.stableMilliseconds ?? DEFAULT_STABLE_MILLISECONDS,
      ...(settings.doneMarker === undefined ? {} : { doneMarker: settings.doneMarker })
    })
    this.#burst = createQuiet(parts.clock, { quiet: 1000, longest: 10_000 }, () => this.#rescan())
  }

  begin(): void {
    void this.#look()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#watch?.close()
    this.#stable.stop()
    this.#burst.stop()
    for (const cancel of this.#cancels) cancel()
    await this.#scan
    await this.#work
    await this.#firing.idle().catch(() => undefined)
  }

  #after(milliseconds: number, callback: () => void): void {
    const cancel = this.#parts.clock.after(milliseconds, () => {
      this.#cancels.delete(cancel)
      if (!this.#isStopped) callback()
    })
    this.#cancels.add(cancel)
  }

  /** Looks whether the folder is there, and begins to watch it, or ends. */
  async #look(): Promise<void> {
    const problem = await problemWith(this.#filter.root)
    if (this.#isStopped) return
    if (problem === undefined) this.#present()
    else {
      this.#watch?.close()
      this.#watch = undefined
      this.#parts.setHealth({ status: 'ERROR', message: problem })
    }
    this.#after(this.#pollMilliseconds() ?? PRESENCE_MILLISECONDS, () => void this.#look())
  }

  #pollMilliseconds(): number | undefined {
    const { pollSeconds } = this.#trigger.settings
    if (pollSeconds !== undefined) return pollSeconds * 1000
    return this.#limit === undefined ? undefined : POLL_MILLISECONDS
  }

  #present(): void {
    const isPolled = this.#pollMilliseconds() !== undefined
    const isNew = this.#watch === undefined
    if (isNew) {
      this.#watch = createFolderWatch({
        root: this.#filter.root,
        onChange: (path) => this.#touch(path),
        onLimit: (message) => (this.#limit = message)
      })
    }
    if (isNew || isPolled || this.#parts.clock.monotonic() >= this.#nextScanAt) this.#rescan()
  }

  /** A hint of the system. */
  #touch(path: string | undefined): void {
    if (this.#isStopped) return
    if (path === undefined || this.#touched.size >= MOST_TOUCHED) {
      this.#burst.ask()
      return
    }
    if (++this.#touches > BURST) this.#burst.ask()
    this.#touched.add(this.#withoutMarker(path))
    this.#work ??= this.#lookAtTouched().finally(() => {
      this.#work = undefined
    })
  }

  #withoutMarker(path: string): string {
    const { doneMarker } = this.#trigger.settings
    return doneMarker !== undefined && path.endsWith(doneMarker)
      ? path.slice(0, -doneMarker.length)
      : path
  }

  async #lookAtTouched(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#touched.size > 0 && !this.#isStopped) {
      const paths = [...this.#touched].slice(0, 64)
      for (const path of paths) this.#touched.delete(path)
      await Promise.all(paths.map((path) => this.#lookAtOne(path)))
    }
  }

  async #lookAtOne(path: string): Promise<void> {
    if (this.#filter.isWanted(path)) {
      const file = await lookAt(this.#filter.root, path)
      if (file) {
        this.#offer(file)
        return
      }
    }
    try {
      const found = await stat(join(this.#filter.root, path))
      // A folder that was moved here has files of which nobody tells.
      if (found.isDirectory() && this.#filter.isEntered(path)) this.#burst.ask()
    } catch {
      await this.#gone(path)
    }
  }

  #offer(file: FoundFile): void {
    const known = files.findWatchedFile(reader(this.#parts.store), this.#trigger.id, file.path)
    if (known?.size === file.size && known.modifiedAt === file.modifiedAt) return
    this.#stable.offer(file)
  }

  async #gone(path: string): Promise<void> {
    const known = files.findWatchedFile(reader(this.#parts.store), this.#trigger.id, path)
    if (known && !this.#isStopped) await this.#firing.removed(path).catch(() => undefined)
  }

  /** Looks through the whole folder; one look at a time. */
  #rescan(): void {
    if (this.#scan) {
      this.#mustScanAgain = true
      return
    }
    this.#touches = 0
    this.#scan = this.#scanAll()
      .catch((error: unknown) => {
        if (!this.#isStopped) {
          this.#parts.log.warn('A folder could not be looked through', { error: String(error) })
        }
      })
      .finally(() => {
        this.#scan = undefined
        if (!this.#mustScanAgain || this.#isStopped) return
        this.#mustScanAgain = false
        this.#rescan()
      })
  }

  async #scanAll(): Promise<void> {
    this.#nextScanAt = this.#parts.clock.monotonic() + SAFETY_MILLISECONDS
    const seen = new Set<string>()
    const unreadable: string[] = []
    const isPolled = this.#trigger.settings.pollSeconds !== undefined
    const on = {
      folder: (path: string) => (isPolled ? undefined : this.#watch?.add(path)),
      unreadable: (path: string) => void unreadable.push(path)
    }
    for await (const batch of walkFiles(this.#filter, on)) {
      if (this.#isStopped) return
      for (const file of batch) seen.add(file.path)
      const fresh = this.#isBaseline ? await this.#keepBaseline(batch) : batch
      for (const file of fresh) this.#offer(file)
    }
    if (this.#isBaseline) {
      await this.#parts.host.persist((write) => setCursor(write, this.#trigger.id, '{}'))
      this.#isBaseline = false
    }
    if (unreadable.length === 0) await this.#findRemoved(seen)
    this.#tellHealth(unreadable)
  }

  #tellHealth(unreadable: readonly string[]): void {
    const [first] = unreadable
    const message = first === undefined ? this.#limit : `The folder ${first} in it cannot be read.`
    this.#parts.setHealth({ status: 'OK', ...(message === undefined ? {} : { message }) })
  }

  /** Files that were there before the trigger are known from now on; answers the others. */
  async #keepBaseline(batch: readonly FoundFile[]): Promise<FoundFile[]> {
    const { id, createdAt } = this.#trigger
    const old = batch.filter((file) => file.changedAt < createdAt)
    await this.#parts.host.persist((write) => {
      for (const file of old) files.putWatchedFile(write, id, { ...file, knownSince: createdAt })
    })
    return batch.filter((file) => file.changedAt >= createdAt)
  }

  /** What was known and is not there any more. */
  async #findRemoved(seen: ReadonlySet<string>): Promise<void> {
    const db = reader(this.#parts.store)
    for (let afterPath = ''; !this.#isStopped;) {
      const page = files.listWatchedFiles(db, this.#trigger.id, { afterPath, limit: 500 })
      const last = page.at(-1)
      if (!last) return
      afterPath = last.path
      for (const { path } of page) {
        if (!seen.has(path) && !(await lookAt(this.#filter.root, path))) await this.#gone(path)
      }
    }
  }
}
