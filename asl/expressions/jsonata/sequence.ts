import type { Json } from '../../json.ts'

/** Marks an array as JSONata's own kind, of which a single item stands for itself. */
export function asSequence(items: Json[]): Json[] {
  return Object.defineProperty(items, 'sequence', { value: true, enumerable: false })
}
