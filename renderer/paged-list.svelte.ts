import { untrack } from 'svelte'
import type { EngineEvent, EngineEventType } from '../api/events.ts'
import type { Engine } from './engine.svelte.ts'

const SKELETON_MILLISECONDS = 150
const REFRESH_MILLISECONDS = 250

export interface Page<T> {
  items: T[]
  nextToken?: string | undefined
}

export interface PagedListOptions<T> {
  loadPage: (nextToken: string | undefined, signal: AbortSignal) => Promise<Page<T>>
  keyOf: (item: T) => string
}

/**
 * A list that grows page by page (`nextToken`) and can be freshened at its head without losing
 * what was loaded: `refreshHead` asks for the first page and merges it by key.
 */
export class PagedList<T> {
  items = $state.raw<T[]>([])
  error = $state.raw<Error | undefined>()
  isLoading = $state(false)
  hasLoaded = $state(false)
  showsSkeleton = $state(false)
  #nextToken = $state.raw<string | undefined>()
  readonly #options: PagedListOptions<T>
  #loading: AbortController | undefined

  constructor(options: PagedListOptions<T>) {
    this.#options = options
  }

  get hasMore(): boolean {
    return this.#nextToken !== undefined
  }

  get isEmpty(): boolean {
    return this.hasLoaded && this.items.length === 0 && !this.error
  }

  /** Starts over with the first page; keeps the old rows on the screen until the new are there. */
  async reload(): Promise<void> {
    await this.#ask(undefined, (page) => {
      this.items = page.items
      this.#nextToken = page.nextToken
      this.hasLoaded = true
    })
  }

  /** Adds the next page. */
  async loadMore(): Promise<void> {
    if (this.isLoading || this.#nextToken === undefined) return
    await this.#ask(this.#nextToken, (page) => {
      const known = new Set(this.items.map(this.#options.keyOf))
      this.items = [
        ...this.items,
        ...page.items.filter((item) => !known.has(this.#options.keyOf(item)))
      ]
      this.#nextToken = page.nextToken
    })
  }

  /** Asks for the first page and puts its items before the others; later pages stay. */
  async refreshHead(): Promise<void> {
    if (this.isLoading) return
    if (!this.hasLoaded) return this.reload()
    await this.#ask(undefined, (page) => {
      const fresh = new Set(page.items.map(this.#options.keyOf))
      const hasGap =
        page.nextToken !== undefined &&
        !this.items.some((item) => fresh.has(this.#options.keyOf(item)))
      if (hasGap || page.nextToken === undefined || this.items.length <= page.items.length) {
        this.items = page.items
        this.#nextToken = page.nextToken
        return
      }
      this.items = [
        ...page.items,
        ...this.items.filter((item) => !fresh.has(this.#options.keyOf(item)))
      ]
    })
  }

  /** Changes the item with this key, where it is loaded; says whether it was. */
  replace(item: T): boolean {
    const key = this.#options.keyOf(item)
    const index = this.items.findIndex((known) => this.#options.keyOf(known) === key)
    if (index < 0) return false
    this.items = this.items.with(index, item)
    return true
  }

  dispose(): void {
    this.#loading?.abort()
  }

  async #ask(nextToken: string | undefined, accept: (page: Page<T>) => void): Promise<void> {
    this.#loading?.abort()
    const loading = new AbortController()
    this.#loading = loading
    this.isLoading = true
    const skeleton = setTimeout(() => {
      this.showsSkeleton = !this.hasLoaded
    }, SKELETON_MILLISECONDS)
    try {
      const page = await this.#options.loadPage(nextToken, loading.signal)
      if (loading.signal.aborted) return
      accept(page)
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
}

export interface LivePagesOptions<T> extends PagedListOptions<T> {
  /** Reads what decides which items are asked for; the list starts over when it changes. */
  dependsOn?: () => unknown
  /** Which notices make the first page stale. */
  refreshOn: readonly EngineEventType[]
  /** Whether one of these notices is about this list; all are where absent. */
  concerns?: (notice: EngineEvent) => boolean
}

/** A PagedList for the life of a component: loads now, freshens its head on notices, ends with it. */
export function usePagedList<T>(engine: Engine, options: LivePagesOptions<T>): PagedList<T> {
  const list = new PagedList<T>(options)
  $effect(() => {
    options.dependsOn?.()
    untrack(() => void list.reload())
  })
  $effect(() => {
    let pending: ReturnType<typeof setTimeout> | undefined
    const stop = engine.on(options.refreshOn, (notice) => {
      if (options.concerns?.(notice) === false) return
      pending ??= setTimeout(() => {
        pending = undefined
        void list.refreshHead()
      }, REFRESH_MILLISECONDS)
    })
    return () => {
      stop()
      clearTimeout(pending)
      list.dispose()
    }
  })
  return list
}
