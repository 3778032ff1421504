/** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { ServerResponse } from 'node:http'
import { ApiError } from '../../api/errors.ts'
import type { EngineEvent } from '../../api/events.ts'
import type { Clock } from '../clock.ts'
import type { Store } from '../store/open.ts'
import type { Exchange } from './exchange.ts'
import { securityHeaders } from './exchange.ts'
import { KeptCommits } from './kept-commits.ts'

const KEEP_ALIVE_MILLISECONDS = 15_000
const MOST_LISTENERS = 1000
/** So many hear of each commit at once. */
const FEW_LISTENERS = 16
const LONGEST_PAUSE_MILLISECONDS = 250

export interface EventHub {
  /** Tells all listeners of something that is not kept: it carries no id and is not sent again. */
  tell: (event: EngineEvent) => void
  /**
   * Streams to a caller whose access was checked, until one of the two hangs up. Throws ApiError
   * ServiceUnavailable where there are too many.
   */
  connect: (exchange: Exchange) => void
  stop: () => void
}

/**
 * Keeps the last notices in memory, for listeners that come back with Last-Event-ID and for those that
 * read more slowly than the engine commits: these get what they missed once they have read what they
 * had, or the word that they must ask for everything. So none of them costs more than one buffer.
 */
export function createEventHub(store: Store, clock: Clock): EventHub {
  const hub = new Hub(new KeptCommits(newestCommit(store)), clock)
  const onCommit = (commit: number, events: readonly EngineEvent[]): void => {
    hub.add(commit, events)
  }
  store.listeners.add(onCommit)
  return {
    tell: (event) => hub.sayToAll(`data: ${JSON.stringify(event)}\n\n`),
    connect: (exchange) => hub.connect(exchange),
    stop: () => {
      store.listeners.delete(onCommit)
      hub.stop()
    }
  }
}

function newestCommit(store: Store): number {
  const row = store.db.prepare('SELECT commit_number FROM engine_state').get()
  return (row as { commit_number: number }).commit_number
}

interface Listener {
  response: ServerResponse
  /** The last commit that was handed to it. */
  sent: number
  /** Its buffer is full: nothing more until it has drained. */
  isFull: boolean
}

class Hub {
  readonly #kept: KeptCommits
  readonly #clock: Clock
  readonly #listeners = new Set<Listener>()
  /** All that keep up have this commit. */
  #toldUpTo: number
  #cancelTell: (() => void) | undefined
  #cancelKeepAlive: () => void
  #toldAt = -Infinity

  constructor(kept: KeptCommits, clock: Clock) {
    this.#kept = kept
    this.#clock = clock
    this.#toldUpTo = kept.newest
    this.#cancelKeepAlive = clock.after(KEEP_ALIVE_MILLISECONDS, () => this.#keepAlive())
  }

  add(commit: number, events: readonly EngineEvent[]): void {
    this.#kept.add(commit, events)
    if (this.#cancelTell) return
    const wait = this.#toldAt + this.#pause() - this.#clock.monotonic()
    if (wait <= 0) this.#tell()
    else this.#cancelTell = this.#clock.after(wait, () => this.#tell())
  }

  sayToAll(text: string): void {
    const bytes = Buffer.from(text)
    for (const listener of this.#listeners) {
      if (!listener.isFull) this.#write(listener, bytes)
    }
  }

  connect({ request, response }: Exchange): void {
    if (this.#listeners.size >= MOST_LISTENERS) throw tooManyListeners()
    response.writeHead(200, {
      ...securityHeaders,
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      Connection: 'keep-alive'
    })
    const { newest } = this.#kept
    const lastEventId = request.headers['last-event-id']
    const listener: Listener = { response, sent: newest, isFull: false }
    response.on('close', () => this.#listeners.delete(listener))
    response.on('drain', () => {
      listener.isFull = false
      this.#catchUp(listener)
    })
    this.#listeners.add(listener)
    if (typeof lastEventId === 'string') {
      // An id that is none is one that nothing is known of.
      listener.sent = /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : -1
      this.#catchUp(listener)
      if (listener.sent !== newest) return
    }
    this.#write(listener, Buffer.from(`id: ${String(newest)}\n\n`))
  }

  stop(): void {
    this.#cancelKeepAlive()
    this.#cancelTell?.()
    for (const { response } of this.#listeners) response.end()
    this.#listeners.clear()
  }

  /** The more there are, the more commits go into one piece. */
  #pause(): number {
    const { size } = this.#listeners
    return size <= FEW_LISTENERS ? 0 : Math.min(LONGEST_PAUSE_MILLISECONDS, size / 4)
  }

  #tell(): void {
    this.#cancelTell = undefined
    this.#toldAt = this.#clock.monotonic()
    const before = this.#toldUpTo
    const missed = this.#kept.after(before)
    this.#toldUpTo = this.#kept.newest
    const shared = missed && Buffer.from(missed.map(({ text }) => text).join(''))
    for (const listener of this.#listeners) {
      if (listener.isFull) continue
      if (shared && listener.sent === before) {
        listener.sent = this.#toldUpTo
        this.#write(listener, shared)
      } else this.#catchUp(listener)
    }
  }

  /** Sends what the listener has missed, as far as its buffer takes it. */
  #catchUp(listener: Listener): void {
    const missed = this.#kept.after(listener.sent)
    if (!missed) {
      const { newest } = this.#kept
      listener.sent = newest
      this.#write(listener, Buffer.from(`id: ${String(newest)}\ndata: {"type":"reset"}\n\n`))
      return
    }
    for (const { commit, text } of missed) {
      if (listener.isFull) return
      listener.sent = commit
      this.#write(listener, Buffer.from(text))
    }
  }

  #write(listener: Listener, bytes: Buffer): void {
    if (!listener.response.write(bytes)) listener.isFull = true
  }

  #keepAlive(): void {
    this.sayToAll(': still here\n\n')
    this.#cancelKeepAlive = this.#clock.after(KEEP_ALIVE_MILLISECONDS, () => this.#keepAlive())
  }
}

function tooManyListeners(): ApiError {
  return new ApiError(
    'ServiceUnavailable',
    `${String(MOST_LISTENERS)} listeners follow the engine's events already. Close some, then try again.`
  )
}
