import { createContext } from 'svelte'
import type { Params, Route } from './routes.ts'
import { matchRoute } from './routes.ts'

/** What the router needs of the browser; tests give their own. */
export interface BrowserAddress {
  read: () => { pathname: string; search: string }
  push: (address: string) => void
  replace: (address: string) => void
}

/** The window's address as state: which page, with which parameters and search. */
export class Router {
  #pathname = $state('/')
  #search = $state('')
  readonly #address: BrowserAddress
  #guard: ((leave: () => void) => boolean) | undefined
  readonly #match = $derived(matchRoute(this.#pathname))
  readonly search = $derived(new URLSearchParams(this.#search))

  constructor(address: BrowserAddress) {
    this.#address = address
    this.sync()
  }

  get pathname(): string {
    return this.#pathname
  }

  get route(): Route | undefined {
    return this.#match?.route
  }

  get params(): Params {
    return this.#match?.params ?? {}
  }

  /** Reads the browser's address anew. */
  sync(): void {
    const { pathname, search } = this.#address.read()
    this.#pathname = pathname
    this.#search = search
  }

  /** Goes to an address of the window, such as `/executions?status=FAILED`. */
  go(address: string): void {
    const leave = (): void => {
      this.#address.push(address)
      this.sync()
    }
    if (this.#guard?.(leave) ?? true) leave()
  }

  /** The back or forward button was pressed: goes along, or back to the page that may not be left yet. */
  follow(): void {
    const { pathname, search } = this.#address.read()
    if (pathname === this.#pathname || !this.#guard) {
      this.sync()
      return
    }
    const wanted = pathname + search
    this.#address.push(this.#pathname + this.#search)
    this.go(wanted)
  }

  /**
   * Asks `guard` before a page is left by link, key or button: true lets it go, else `leave` may be
   * called later. Returns how to stop asking.
   */
  guardLeaving(guard: (leave: () => void) => boolean): () => void {
    this.#guard = guard
    return () => {
      if (this.#guard === guard) this.#guard = undefined
    }
  }

  /** Changes members of the search without a new entry in the history; undefined removes one. */
  setSearch(changes: Record<string, string | undefined>): void {
    const search = new URLSearchParams(this.#search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined || value === '') search.delete(name)
      else search.set(name, value)
    }
    const text = search.toString()
    this.replace(this.#pathname + (text ? `?${text}` : ''))
  }

  /** Like `go`, in place of the present entry of the history. */
  replace(address: string): void {
    this.#address.replace(address)
    this.sync()
  }

  /** Makes plain links move within the window; returns how to stop. Modified clicks stay the browser's. */
  interceptLinks(root: HTMLElement): () => void {
    const onClick = (event: MouseEvent): void => {
      const isPlain =
        event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      if (event.defaultPrevented || !isPlain || !(event.target instanceof Element)) return
      const link = event.target.closest('a[href]')
      if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download'))
        return
      if (link.origin !== location.origin || !matchRoute(link.pathname)) return
      event.preventDefault()
      this.go(link.pathname + link.search)
    }
    root.addEventListener('click', onClick)
    return () => root.removeEventListener('click', onClick)
  }
}

export const [useRouter, provideRouter] = createContext<Router>()
