import { createContext } from 'svelte'
import { MediaQuery } from 'svelte/reactivity'

export type ThemeChoice = 'system' | 'light' | 'dark'

const STORAGE_KEY = 'signalbox.theme'

/** Which look the user chose, and which one that makes now. */
export class Theme {
  choice = $state<ThemeChoice>('system')
  readonly #prefersDark = new MediaQuery('(prefers-color-scheme: dark)')
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage
    const stored = storage.getItem(STORAGE_KEY)
    if (stored === 'light' || stored === 'dark') this.choice = stored
  }

  get resolved(): 'light' | 'dark' {
    if (this.choice !== 'system') return this.choice
    return this.#prefersDark.current ? 'dark' : 'light'
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice
    this.#storage.setItem(STORAGE_KEY, choice)
  }
}

export const [useTheme, provideTheme] = createContext<Theme>()
