/** One line of a JSON tree. */
export interface JsonRow {
  /** JSON pointer of the value; closing lines carry the one of their container with `~end`, which no pointer can contain. */
  pointer: string
  depth: number
  key?: string
  kind: 'open' | 'close' | 'leaf'
  /** Leaves: the value as JSON text. Containers: `{`, `[`, `{…}` and their closings. */
  text: string
  type: 'string' | 'number' | 'literal' | 'container'
  isCollapsed?: boolean
  /** How many members a container has. */
  size?: number
  hasComma: boolean
}

export interface JsonRowsOptions {
  /** Whether the container at this pointer is shown as one line. */
  isCollapsed: (pointer: string, depth: number, size: number) => boolean
  /** At most this many rows; the rest is left off. */
  limit: number
}

/** The visible lines of a JSON value; stops at the limit, so that its cost is bounded. */
export function jsonRows(value: unknown, options: JsonRowsOptions): JsonRow[] {
  const rows: JsonRow[] = []
  addRows(rows, value, { pointer: '', depth: 0, hasComma: false }, options)
  return rows
}

interface Place {
  pointer: string
  depth: number
  key?: string
  hasComma: boolean
}

function addRows(rows: JsonRow[], value: unknown, place: Place, options: JsonRowsOptions): void {
  if (rows.length >= options.limit) return
  if (typeof value !== 'object' || value === null) {
    const type =
      typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'literal'
    const text = value === undefined ? 'undefined' : JSON.stringify(value)
    rows.push({ ...place, kind: 'leaf', text, type })
    return
  }
  const isArray = Array.isArray(value)
  const entries = Object.entries(value)
  const [open, close] = isArray ? ['[', ']'] : ['{', '}']
  const size = entries.length
  const isCollapsed = size > 0 && options.isCollapsed(place.pointer, place.depth, size)
  if (size === 0 || isCollapsed) {
    const text = size === 0 ? open + close : `${open}…${close}`
    const row: JsonRow = { ...place, kind: size === 0 ? 'leaf' : 'open', text, type: 'container' }
    rows.push(size === 0 ? row : { ...row, isCollapsed, size })
    return
  }
  rows.push({
    ...place,
    kind: 'open',
    text: open,
    type: 'container',
    isCollapsed,
    size,
    hasComma: false
  })
  entries.forEach(([key, member], index) => {
    const pointer = `${place.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const depth = place.depth + 1
    const hasComma = index < size - 1
    addRows(
      rows,
      member,
      isArray ? { pointer, depth, hasComma } : { pointer, depth, key, hasComma },
      options
    )
  })
  if (rows.length < options.limit) {
    rows.push({
      pointer: `${place.pointer}~end`,
      depth: place.depth,
      kind: 'close',
      text: close,
      type: 'container',
      hasComma: place.hasComma
    })
  }
}
