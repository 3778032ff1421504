import { createContext } from 'svelte'

export interface Toast {
  id: number
  tone: 'success' | 'failed'
  text: string
  /** A link or button that goes with it. */
  action?: { label: string; run: () => void } | undefined
}

const SHOWN_MILLISECONDS = 5000
const MAX_SHOWN = 3

/** Short words at the edge of the window about what was just done. */
export class Toasts {
  shown = $state.raw<readonly Toast[]>([])
  #nextId = 1

  success(text: string, action?: Toast['action']): void {
    this.#show({ tone: 'success', text, action })
  }

  /** Tells of a failure; takes whatever was thrown. */
  failure(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.#show({ tone: 'failed', text: `${what}: ${reason}` })
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id)
  }

  #show(toast: Omit<Toast, 'id'>): void {
    const id = this.#nextId++
    this.shown = [...this.shown, { ...toast, id }].slice(-MAX_SHOWN)
    setTimeout(
      () => this.dismiss(id),
      toast.tone === 'failed' ? 2 * SHOWN_MILLISECONDS : SHOWN_MILLISECONDS
    )
  }
}

export const [useToasts, provideToasts] = createContext<Toasts>()
