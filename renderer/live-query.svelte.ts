import type { EngineEventType } from '../api/events.ts'
import { untrack } from 'svelte'
import type { Engine } from './engine.svelte.ts'

const SKELETON_MILLISECONDS = 150
const REFRESH_MILLISECONDS = 120

export interface LiveQueryOptions<T> {
  load: (signal: AbortSignal) => Promise<T>
  /** Which notices make the data stale. */
  refreshOn?: readonly EngineEventType[]
}

/**
 * One answer of the engine that keeps itself fresh: `data` (the last good one), `error`,
 * `showsSkeleton` (nothing yet, and already waiting for 150 ms).
 *
 * @example
 * const query = useLiveQuery(engine, { load: () => engine.client.ListSchedules({}), refreshOn: ['schedule'] })
 */
export class LiveQuery<T> {
  data = $state.raw<T | undefined>()
  error = $state.raw<Error | undefined>()
  isLoading = $state(false)
  showsSkeleton = $state(false)
  #load: LiveQueryOptions<T>['load']
  #loading: AbortController | undefined
  #pending: ReturnType<typeof setTimeout> | undefined

  constructor(options: Pick<LiveQueryOptions<T>, 'load'>) {
    this.#load = options.load
  }

  /** Asks now; an earlier question that is still open is given up. */
  async refresh(): Promise<void> {
    this.#loading?.abort()
    const loading = new AbortController()
    this.#loading = loading
    this.isLoading = true
    const skeleton = setTimeout(() => {
      this.showsSkeleton = this.data === undefined && this.error === undefined
    }, SKELETON_MILLISECONDS)
    try {
      const data = await this.#load(loading.signal)
      if (loading.signal.aborted) return
      this.data = data
      this.error = undefined
    } catch (error) {
      if (loading.signal.aborted) return
      this.error = error instanceof Error ? error : new Error(String(error))
    } finally {
      clearTimeout(skeleton)
      if (this.#loading === loading) {
        this.isLoading = false
        this.showsSkeleton = false
      }
    }
  }

  /** Asks soon: a burst of notices makes one question. */
  refreshSoon(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined
      void this.refresh()
    }, REFRESH_MILLISECONDS)
  }

  /** Forgets the data and asks anew: another thing is shown now. */
  async reload(): Promise<void> {
    this.data = undefined
    this.error = undefined
    await this.refresh()
  }

  dispose(): void {
    clearTimeout(this.#pending)
    this.#pending = undefined
    this.#loading?.abort()
  }
}

/** A LiveQuery for the life of a component: loads now, refreshes on notices, ends with it. */
export function useLiveQuery<T>(engine: Engine, options: LiveQueryOptions<T>): LiveQuery<T> {
  const query = new LiveQuery<T>(options)
  $effect(() => {
    untrack(() => void query.refresh())
    const stop = engine.on(options.refreshOn ?? [], () => query.refreshSoon())
    return () => {
      stop()
      query.dispose()
    }
  })
  return query
}
