import { join } from 'node:path'
import type { FiringEvent } from '../../store/queries/firings.ts'
import * as files from '../../store/queries/watched-files.ts'
import type { WriteDb } from '../../store/transaction.ts'
import type { TriggerEvent } from '../firing.ts'
import type { TriggerOf, WatcherParts } from '../watcher.ts'
import type { FolderSettings } from './file-filter.ts'
import { absolutePath } from './file-filter.ts'
import type { CompleteFile } from './stable-files.ts'

type FileChange = 'ADDED' | 'CHANGED' | 'REMOVED'

/** `$event` of a folder trigger. */
export interface FileEvent {
  kind: 'FOLDER'
  change: FileChange
  /** Absolute. */
  path: string
  name: string
  /** The folder that is watched, and the path within it. */
  folder: string
  relativePath: string
  size: number
  modifiedAt: string
  sha256: string
}

/** Takes complete files in portions, so that many share a transaction, and fires for each once. */
export interface FileFiring {
  /** Resolves at once, or where many wait for their commit, after it. */
  take: (file: CompleteFile) => void | Promise<void>
  removed: (path: string) => Promise<void>
  /** After the commit of all that was taken. */
  idle: () => Promise<void>
}

const PORTION = 100
const MOST_WAITING = 400

export function createFileFiring(
  trigger: TriggerOf<'FOLDER'>,
  { host, clock, firings }: WatcherParts
): FileFiring {
  let waiting: CompleteFile[] = []
  let flushing: Promise<void> | undefined
  const flush = async (): Promise<void> => {
    // What comes in this turn of the event loop goes along.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const portion = waiting.slice(0, PORTION)
      await host.persist((write) => {
        for (const file of portion) fireFile(write, trigger, file, { firings, now: clock.now() })
      })
      waiting = waiting.slice(portion.length)
    }
  }
  const idle = (): Promise<void> => {
    flushing ??= flush().finally(() => {
      flushing = undefined
    })
    return flushing
  }
  return {
    idle,
    take: (file) => {
      waiting.push(file)
      // Refused only while the engine stops: its next start finds the files anew.
      const done = idle().catch(() => undefined)
      return waiting.length >= MOST_WAITING ? done : undefined
    },
    removed: (path) =>
      host.persist((write) => {
        const known = files.findWatchedFile(write, trigger.id, path)
        if (!known) return
        files.deleteWatchedFile(write, trigger.id, path)
        if (!trigger.settings.events?.includes('REMOVED')) return
        const file = { ...known, changedAt: clock.now(), sha256: known.sha256 ?? '' }
        firings.fire(write, trigger, {
          ...eventOf(trigger.settings, file, 'REMOVED'),
          identity: `removed\n${path}\n${String(known.knownSince)}`
        })
      })
  }
}

function fireFile(
  write: WriteDb,
  trigger: TriggerOf<'FOLDER'>,
  file: CompleteFile,
  { firings, now }: Pick<WatcherParts, 'firings'> & { now: number }
): void {
  const known = files.findWatchedFile(write, trigger.id, file.path)
  files.putWatchedFile(write, trigger.id, { ...file, knownSince: known?.knownSince ?? now })
  if (known?.sha256 === file.sha256) return
  const change = known ? 'CHANGED' : 'ADDED'
  const { events = ['ADDED', 'CHANGED'] } = trigger.settings
  if (events.includes(change)) firings.fire(write, trigger, eventOf(trigger.settings, file, change))
}

/** What a folder trigger tells of a file. */
export function eventOf(
  settings: FolderSettings,
  file: CompleteFile,
  change: FileChange
): TriggerEvent {
  const folder = absolutePath(settings.path)
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  const event: FileEvent = {
    ...{ kind: 'FOLDER', change, path: join(folder, file.path), name, folder },
    relativePath: file.path,
    size: file.size,
    modifiedAt: new Date(file.modifiedAt).toISOString(),
    sha256: file.sha256
  }
  const moves = settings.moveSucceededTo !== undefined || settings.moveFailedTo !== undefined
  return {
    identity: `${file.path}\n${file.sha256}`,
    title: `${file.path}, ${sizeText(file.size)}`,
    event: { ...event },
    mustFollowUp: moves && change !== 'REMOVED'
  }
}

/** The event of a firing, read back. */
export function fileEventOf({ event }: Pick<FiringEvent, 'event'>): FileEvent {
  return JSON.parse(event) as FileEvent
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} bytes`
  if (bytes < 1_000_000) return `${String(Math.round(bytes / 1000))} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
