import { createContext, untrack } from 'svelte'
import type { Action } from './actions.ts'

const SEQUENCE_MILLISECONDS = 1000

/** What the keyboard needs of a key event; tests give plain objects. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  /** Whether the user is typing into a field. */
  isTyping: boolean
}

/** The key as actions name it: `g`, `?`, `Mod+k`; undefined for bare modifiers and Alt combinations. */
export function nameOfKey(press: KeyPress): string | undefined {
  if (press.altKey || ['Control', 'Meta', 'Shift', 'Alt'].includes(press.key)) return undefined
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  return press.ctrlKey || press.metaKey ? `Mod+${key}` : key
}

/** The registered actions, and which keys pressed in a row start them. */
export class Keyboard {
  #groups = $state.raw<readonly (readonly Action[])[]>([])
  #pressed: string[] = []
  #pressedAt = 0
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** All actions that work now; those of the page come first. */
  get actions(): readonly Action[] {
    return this.#groups.toReversed().flat()
  }

  /** Adds actions; returns how to take them away again. */
  register(actions: readonly Action[]): () => void {
    // Effects register: reading the groups here must not make them run again.
    untrack(() => (this.#groups = [...this.#groups, actions]))
    return () => {
      this.#groups = this.#groups.filter((group) => group !== actions)
    }
  }

  /** Runs the action that this key completes; says whether the key was used. */
  press(press: KeyPress): boolean {
    const key = nameOfKey(press)
    if (key === undefined || (press.isTyping && !key.startsWith('Mod+'))) return false
    const now = this.#now()
    if (now - this.#pressedAt > SEQUENCE_MILLISECONDS) this.#pressed = []
    this.#pressedAt = now
    for (const keys of [[...this.#pressed, key], [key]]) {
      const action = this.actions.find((one) => sameKeys(one.keys, keys))
      if (action) {
        this.#pressed = []
        action.run()
        return true
      }
      if (this.actions.some((one) => startsWithKeys(one.keys, keys))) {
        this.#pressed = keys
        return false
      }
    }
    this.#pressed = []
    return false
  }
}

function sameKeys(keys: readonly string[] | undefined, pressed: readonly string[]): boolean {
  return keys?.length === pressed.length && startsWithKeys(keys, pressed)
}

function startsWithKeys(keys: readonly string[] | undefined, pressed: readonly string[]): boolean {
  return keys !== undefined && pressed.every((key, index) => keys[index] === key)
}

export const [useKeyboard, provideKeyboard] = createContext<Keyboard>()

/** Offers a page's own actions in palette and shortcuts for as long as the page is shown. */
export function usePageActions(actions: () => readonly Action[]): void {
  const keyboard = useKeyboard()
  $effect(() => keyboard.register(actions()))
}
