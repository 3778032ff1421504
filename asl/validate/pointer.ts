/** JSON pointers (RFC 6901), the way problems are located in a definition. */

/** `key` with `~` and `/` escaped, as one segment of a pointer. */
export function escapeSegment(key: string): string {
  return key.includes('~') || key.includes('/')
    ? key.replaceAll('~', '~0').replaceAll('/', '~1')
    : key
}

/** The pointer of a member or an item: `child('/States', 'A/B') === '/States/A~1B'`. */
export function child(pointer: string, key: string | number): string {
  return `${pointer}/${typeof key === 'number' ? String(key) : escapeSegment(key)}`
}

/** The unescaped segments of a pointer; none for the whole document. */
export function segmentsOf(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}
