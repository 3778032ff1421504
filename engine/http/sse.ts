/** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
import type { ServerResponse } from 'node:http'
import type { EngineEvent } from '../../api/events.ts'
import type { Clock } from '../clock.ts'
import type { Store } from '../store/open.ts'
import type { Exchange } from './exchange.ts'
import { securityHeaders } from './exchange.ts'

const KEPT_NOTICES = 10_000
const KEEP_ALIVE_MILLISECONDS = 15_000
const LARGEST_BACKLOG_BYTES = 4 * 1024 * 1024

export interface EventHub {
  /** Tells all listeners of something that is not kept: it carries no id and is not sent again. */
  tell: (event: EngineEvent) => void
  /** Streams to a caller whose access was checked, until one of the two hangs up. */
  connect: (exchange: Exchange) => void
  stop: () => void
}

interface KeptCommit {
  commit: number
  count: number
  text: string
}

/**
 * A commit's notices in one piece. The id comes with the last one: a listener that was cut off in
 * between gets all of the commit again.
 */
function messagesOf(commit: number, events: readonly EngineEvent[]): string {
  return events
    .map((event, index) => {
      const id = index === events.length - 1 ? `id: ${String(commit)}\n` : ''
      return `${id}data: ${JSON.stringify(event)}\n\n`
    })
    .join('')
}

interface KeptCommits {
  add: (commit: KeptCommit) => void
  /** What a new listener gets first: what it missed, or the word that it must ask for everything. */
  greeting: (lastEventId: string | undefined) => string
}

function createKeptCommits(start: number): KeptCommits {
  const kept: KeptCommit[] = []
  let keptCount = 0
  let newest = start
  /** Notices up to this commit can no longer be sent again. */
  let forgotten = start
  return {
    add: (added) => {
      kept.push(added)
      keptCount += added.count
      newest = added.commit
      while (keptCount > KEPT_NOTICES && kept.length > 1) {
        const dropped = kept.shift()
        keptCount -= dropped?.count ?? 0
        forgotten = dropped?.commit ?? forgotten
      }
    },
    greeting: (lastEventId) => {
      const here = `id: ${String(newest)}\n`
      if (lastEventId === undefined) return `${here}\n`
      const seen = /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : -1
      if (seen < forgotten || seen > newest) return `${here}data: {"type":"reset"}\n\n`
      const missed = kept.filter(({ commit }) => commit > seen).map(({ text }) => text)
      return missed.join('') || `${here}\n`
    }
  }
}

function newestCommit(store: Store): number {
  const row = store.db.prepare('SELECT commit_number FROM engine_state').get()
  return (row as { commit_number: number }).commit_number
}

/** Keeps the last notices in memory, for listeners that come back with Last-Event-ID. */
export function createEventHub(store: Store, clock: Clock): EventHub {
  const listeners = new Set<ServerResponse>()
  const kept = createKeptCommits(newestCommit(store))

  const send = (listener: ServerResponse, text: string): void => {
    listener.write(text)
    // A listener that does not read is dropped rather than kept in memory; it may come back.
    if (listener.writableLength > LARGEST_BACKLOG_BYTES) listener.destroy()
  }
  const sendAll = (text: string): void => {
    for (const listener of listeners) send(listener, text)
  }
  const onCommit = (commit: number, events: readonly EngineEvent[]): void => {
    const text = messagesOf(commit, events)
    kept.add({ commit, count: events.length, text })
    sendAll(text)
  }
  store.listeners.add(onCommit)

  let cancelKeepAlive = (): void => undefined
  const keepAlive = (): void => {
    sendAll(': still here\n\n')
    cancelKeepAlive = clock.after(KEEP_ALIVE_MILLISECONDS, keepAlive)
  }
  cancelKeepAlive = clock.after(KEEP_ALIVE_MILLISECONDS, keepAlive)

  return {
    tell: (event) => sendAll(`data: ${JSON.stringify(event)}\n\n`),
    connect: ({ request, response }) => {
      response.writeHead(200, {
        ...securityHeaders,
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        Connection: 'keep-alive'
      })
      response.on('close', () => listeners.delete(response))
      const lastEventId = request.headers['last-event-id']
      send(response, kept.greeting(typeof lastEventId === 'string' ? lastEventId : undefined))
      listeners.add(response)
    },
    stop: () => {
      store.listeners.delete(onCommit)
      cancelKeepAlive()
      for (const listener of listeners) listener.end()
      listeners.clear()
    }
  }
}
