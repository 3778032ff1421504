/** A bounded map that forgets what was used longest ago. */
export interface Lru<K, V> {
  /** Also marks it as just used. */
  get: (key: K) => V | undefined
  set: (key: K, value: V) => void
  delete: (key: K) => void
  readonly size: number
}

export function createLru<K, V>(limit: number): Lru<K, V> {
  // A Map keeps the order of insertion: the first one is the one used longest ago.
  const entries = new Map<K, V>()
  return {
    get: (key) => {
      const value = entries.get(key)
      if (value !== undefined) {
        entries.delete(key)
        entries.set(key, value)
      }
      return value
    },
    set: (key, value) => {
      entries.delete(key)
      entries.set(key, value)
      if (entries.size <= limit) return
      for (const oldest of entries.keys()) {
        entries.delete(oldest)
        return
      }
    },
    delete: (key) => void entries.delete(key),
    get size() {
      return entries.size
    }
  }
}
