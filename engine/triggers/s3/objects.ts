import type { ListedObjects } from '../../../plugins/contract/objects.ts'
import { basename, matchesGlob } from 'node:path'
import type { OpenObjects } from '../../map-runs/objects.ts'
import type { SettingsOf } from '../../store/queries/triggers.ts'
import { setCursor } from '../../store/queries/triggers.ts'
import * as files from '../../store/queries/watched-files.ts'
import { reader } from '../../store/transaction.ts'
import { wordsOf } from '../failure-words.ts'
import type { TriggerEvent } from '../firing.ts'
import type { Kind, Rehearsal, TriggerOf, Watcher, WatcherParts } from '../watcher.ts'

type Settings = SettingsOf<'S3_OBJECTS'>
type Listed = ListedObjects['Contents'][number]

const DEFAULT_POLL_SECONDS = 60
const LONGEST_PAUSE_SECONDS = 900
const PORTION = 100

/** Objects of a bucket: each version once. */
export function s3ObjectsKind(openObjects: OpenObjects): Kind<'S3_OBJECTS'> {
  return {
    check: () => undefined,
    watch: (trigger, parts) => {
      const session = new S3Session(trigger, parts, openObjects)
      session.begin()
      return session
    },
    rehearse: async (settings, { limit, signal }) => {
      try {
        return await rehearse(settings, limit, signal, openObjects)
      } catch (error) {
        return { events: [], hasMore: false, problem: wordsOf(error) }
      }
    }
  }
}

async function rehearse(
  settings: Settings,
  limit: number,
  signal: AbortSignal,
  openObjects: OpenObjects
): Promise<Rehearsal> {
  const events: TriggerEvent[] = []
  for await (const page of pagesOf(settings, signal, openObjects)) {
    for (const found of page) {
      if (events.length >= limit) return { events, hasMore: true }
      events.push(eventOf(settings, found))
    }
  }
  return { events, hasMore: false }
}

/** The wanted objects, page by page. */
async function* pagesOf(
  settings: Settings,
  signal: AbortSignal,
  openObjects: OpenObjects
): AsyncGenerator<Listed[]> {
  const { connection, bucket, prefix, include } = settings
  let token: string | undefined
  do {
    const request = {
      Bucket: bucket,
      ...(prefix === undefined ? {} : { Prefix: prefix }),
      ...(token === undefined ? {} : { ContinuationToken: token })
    }
    const page = await openObjects(connection, signal, (objects) => objects.listObjectsV2(request))
    yield page.Contents.filter(({ Key }) => isWanted(Key, include))
    token = page.NextContinuationToken
  } while (token !== undefined)
}

/** A key that ends in a slash stands for a folder. A glob without a slash is about the last part of the key. */
function isWanted(key: string, include: readonly string[] | undefined): boolean {
  if (key.endsWith('/')) return false
  if (include === undefined) return true
  return include.some((glob) => matchesGlob(glob.includes('/') ? key : basename(key), glob))
}

function versionOf({ ETag, Size, LastModified = '' }: Listed): string {
  return ETag ?? `${String(Size)} ${LastModified}`
}

function eventOf({ bucket }: Settings, found: Listed): TriggerEvent {
  const version = versionOf(found)
  return {
    identity: `${found.Key}\n${version}`,
    title: `${found.Key}, ${String(found.Size)} bytes`,
    event: {
      ...{ kind: 'S3_OBJECTS', bucket, key: found.Key, size: found.Size, eTag: version },
      ...(found.LastModified === undefined ? {} : { lastModified: found.LastModified })
    }
  }
}

/** One trigger while it is enabled: looks, then waits, longer after each failure. */
class S3Session implements Watcher {
  readonly #trigger: TriggerOf<'S3_OBJECTS'>
  readonly #parts: WatcherParts
  readonly #openObjects: OpenObjects
  readonly #stopped = new AbortController()
  #isBaseline: boolean
  #failures = 0
  #cancel: (() => void) | undefined
  #look: Promise<void> = Promise.resolve()

  constructor(trigger: TriggerOf<'S3_OBJECTS'>, parts: WatcherParts, openObjects: OpenObjects) {
    this.#trigger = trigger
    this.#parts = parts
    this.#openObjects = openObjects
    this.#isBaseline = trigger.settings.existingObjects === 'IGNORE' && trigger.cursor === undefined
  }

  begin(): void {
    this.#look = this.#lookOnce().finally(() => {
      if (this.#stopped.signal.aborted) return
      const { pollSeconds = DEFAULT_POLL_SECONDS } = this.#trigger.settings
      const pause = Math.min(pollSeconds * 2 ** this.#failures, LONGEST_PAUSE_SECONDS)
      const seconds = this.#failures === 0 ? pollSeconds : pause
      this.#cancel = this.#parts.clock.after(seconds * 1000, () => this.begin())
    })
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new Error('The trigger is watched no more'))
    this.#cancel?.()
    await this.#look
  }

  async #lookOnce(): Promise<void> {
    const { signal } = this.#stopped
    try {
      for await (const page of pagesOf(this.#trigger.settings, signal, this.#openObjects)) {
        if (signal.aborted) return
        await this.#fire(page)
      }
      await this.#endBaseline()
      this.#failures = 0
      this.#parts.setHealth({ status: 'OK' })
    } catch (error) {
      if (signal.aborted) return
      this.#failures = Math.min(this.#failures + 1, 10)
      this.#parts.setHealth({ status: 'ERROR', message: wordsOf(error) })
    }
  }

  async #endBaseline(): Promise<void> {
    if (!this.#isBaseline) return
    await this.#parts.host.persist((write) => setCursor(write, this.#trigger.id, '{}'))
    this.#isBaseline = false
  }

  /** What is known in this version is passed; the others are known and fired for in one transaction. */
  async #fire(page: readonly Listed[]): Promise<void> {
    const { store, host, clock, firings } = this.#parts
    const { id, settings } = this.#trigger
    const isNew = (found: Listed): boolean =>
      files.findWatchedFile(reader(store), id, found.Key)?.sha256 !== versionOf(found)
    const fresh = page.filter(isNew)
    for (let at = 0; at < fresh.length; at += PORTION) {
      await host.persist((write) => {
        for (const found of fresh.slice(at, at + PORTION)) {
          files.putWatchedFile(write, id, {
            ...{ path: found.Key, size: found.Size, sha256: versionOf(found) },
            modifiedAt: Date.parse(found.LastModified ?? '') || clock.now(),
            knownSince: clock.now()
          })
          if (!this.#isBaseline) firings.fire(write, this.#trigger, eventOf(settings, found))
        }
      })
    }
  }
}
