export interface Column {
  /** Stands above the column; empty for a column of buttons. */
  label: string
  /** A CSS grid track: `1fr`, `120px`, `minmax(0, 2fr)`. */
  width?: string
  align?: 'start' | 'end'
  /** Not shown in windows narrower than 900 px. */
  isOptional?: boolean
}

/** The grid tracks of all columns, and of those that are left in a narrow window. */
export function tracksOf(columns: readonly Column[]): { all: string; narrow: string } {
  const track = (column: Column): string => column.width ?? 'minmax(0, 1fr)'
  return {
    all: columns.map(track).join(' '),
    narrow: columns
      .filter((column) => !column.isOptional)
      .map(track)
      .join(' ')
  }
}

/** Which rows of a long list are to be drawn. Heights in pixels; `end` is exclusive. */
export function windowOf(view: {
  count: number
  rowHeight: number
  scrollTop: number
  height: number
  overscan: number
}): { start: number; end: number } {
  const first = Math.floor(view.scrollTop / view.rowHeight) - view.overscan
  const last = Math.ceil((view.scrollTop + view.height) / view.rowHeight) + view.overscan
  const start = Math.max(0, Math.min(first, view.count))
  return { start, end: Math.max(start, Math.min(last, view.count)) }
}

/** Arrow keys (and j, k) move between the rows' targets; Home and End jump. */
export function moveRowFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key]
  if (step === undefined && event.key !== 'Home' && event.key !== 'End') return
  if (event.ctrlKey || event.metaKey || !(event.currentTarget instanceof HTMLElement)) return
  const table = event.currentTarget.closest('[role="table"]')
  const targets = [...(table?.querySelectorAll<HTMLElement>('[data-row-target]') ?? [])]
  const at = targets.indexOf(event.currentTarget)
  event.preventDefault()
  const end = targets.length - 1
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? end : at + (step ?? 0)
  targets[Math.max(0, Math.min(end, next))]?.focus()
}
