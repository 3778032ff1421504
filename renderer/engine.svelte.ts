import type { Client } from '../api/client.ts'
import type { EngineEvent, EngineEventType } from '../api/events.ts'
import type { Output } from '../api/index.ts'
import type { EventStreamOptions } from '../api/event-stream.ts'
import { createContext } from 'svelte'
import { ApiError } from '../api/errors.ts'

export type Connection = 'connecting' | 'connected' | 'reconnecting'
export type EngineInfo = Output<'DescribeEngine'>
type EventOf<T extends EngineEventType> = Extract<EngineEvent, { type: T }>

export interface EngineOptions {
  client: Client
  /** `followEvents` of the api, bound to address and token. */
  follow: (
    options: Pick<EventStreamOptions, 'onEvent' | 'onConnection' | 'signal'>
  ) => Promise<void>
  /** The engine does not take the token (any more). */
  onRefused?: () => void
}

/**
 * The window's tie to the engine: the client, the live notices, the state of the connection and
 * the number of waiting approvals. `start()` returns how to stop.
 */
export class Engine {
  readonly client: Client
  connection = $state<Connection>('connecting')
  info = $state.raw<EngineInfo | undefined>()
  /** Approvals that wait for a person. */
  pendingApprovals = $state(0)
  /** What schedules have missed and nobody has put away yet. */
  away = $state.raw<{ missedCount: number; caughtUpCount: number } | undefined>()
  readonly #follow: EngineOptions['follow']
  readonly #onRefused: EngineOptions['onRefused']
  readonly #listeners = new Set<(event: EngineEvent) => void>()

  constructor(options: EngineOptions) {
    this.client = options.client
    this.#follow = options.follow
    this.#onRefused = options.onRefused
  }

  start(): () => void {
    const stopping = new AbortController()
    void this.#follow({
      signal: stopping.signal,
      onEvent: (event) => this.receive(event),
      onConnection: (isConnected) => this.changeConnection(isConnected)
    })
    void this.describe()
    return () => stopping.abort()
  }

  /**
   * Calls `listener` for each notice of the named types. A `reset` (too much was missed) always
   * comes too: ask for everything again. Returns how to stop listening.
   */
  on<T extends EngineEventType>(
    types: readonly T[],
    listener: (event: EventOf<T> | EventOf<'reset'>) => void
  ): () => void {
    const wanted = new Set<EngineEventType>(types)
    const isWanted = (event: EngineEvent): event is EventOf<T> | EventOf<'reset'> =>
      event.type === 'reset' || wanted.has(event.type)
    const receive = (event: EngineEvent): void => {
      if (isWanted(event)) listener(event)
    }
    this.#listeners.add(receive)
    return () => this.#listeners.delete(receive)
  }

  /** Hands a notice to all listeners; called by the event stream. */
  receive(event: EngineEvent): void {
    if (event.type === 'approval') this.pendingApprovals = event.pendingCount
    if (event.type === 'digest') this.away = isNothing(event) ? undefined : event
    if (event.type === 'reset') void this.describe()
    for (const listener of [...this.#listeners]) listener(event)
  }

  changeConnection(isConnected: boolean): void {
    const wasLost = this.connection === 'reconnecting'
    if (isConnected) {
      this.connection = 'connected'
      if (wasLost) void this.describe()
    } else if (this.connection === 'connected') {
      this.connection = 'reconnecting'
    }
  }

  /** Asks what runs here and how many approvals wait; a failure leaves what is known. */
  async describe(): Promise<void> {
    try {
      const [info, approvals, { Digest }] = await Promise.all([
        this.client.DescribeEngine({}),
        this.client.ListApprovals({ status: 'PENDING', maxResults: 1 }),
        this.client.GetDigest({})
      ])
      this.info = info
      this.pendingApprovals = approvals.pendingCount
      this.away = Digest && {
        missedCount: Digest.MissedCount,
        caughtUpCount: Digest.CaughtUpCount
      }
    } catch (error) {
      // Other failures show in the connection's state; asked again when the stream is back.
      if (isRefusal(error)) this.#onRefused?.()
    }
  }
}

function isNothing(digest: { missedCount: number; caughtUpCount: number }): boolean {
  return digest.missedCount + digest.caughtUpCount === 0
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status === 403
}

/** The engine of the component tree; set once by App.svelte. */
export const [useEngine, provideEngine] = createContext<Engine>()
