/** Texts that were stored last, with the ids of their rows: the same text comes again and again. */
export interface RecentPayloads {
  find: (text: string) => number | undefined
  add: (text: string, payloadId: number) => void
  /** After a rollback or a deletion an id may stand for nothing, or for another text. */
  clear: () => void
}

const MOST_ENTRIES = 64
const MOST_CHARACTERS = 4 * 1024 * 1024

export function createRecentPayloads(): RecentPayloads {
  const ids = new Map<string, number>()
  let characters = 0
  const clear = (): void => {
    ids.clear()
    characters = 0
  }
  return {
    find: (text) => ids.get(text),
    add: (text, payloadId) => {
      if (ids.size >= MOST_ENTRIES || characters + text.length > MOST_CHARACTERS) clear()
      ids.set(text, payloadId)
      characters += text.length
    },
    clear
  }
}
