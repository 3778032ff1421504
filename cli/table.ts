import { stripVTControlCharacters } from 'node:util'

/** The number of characters that are seen. */
function visibleLength(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length
}

/** Cuts plain text to a width, with an ellipsis; coloured text is left as it is. */
export function cut(text: string, width: number): string {
  const isColoured = stripVTControlCharacters(text) !== text
  if (isColoured || visibleLength(text) <= width) return text
  return `${Array.from(text)
    .slice(0, Math.max(1, width - 1))
    .join('')}…`
}

/**
 * Rows in columns, two spaces apart, the last one cut to `width`.
 *
 * @example
 * table(['NAME', 'STATUS'], [['a', 'RUNNING']], 80)
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width = Infinity
): string {
  const widths = header.map((title, column) =>
    Math.max(visibleLength(title), ...rows.map((row) => visibleLength(row[column] ?? '')))
  )
  const lastColumn = header.length - 1
  const used = widths.slice(0, lastColumn).reduce((sum, each) => sum + each + 2, 0)
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        if (column === lastColumn) return cut(cell, Math.max(20, width - used))
        return cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - visibleLength(cell)))
      })
      .join('  ')
      .trimEnd()
  return [header, ...rows].map((row) => `${line(row)}\n`).join('')
}

/** Names and values, one a line, the values in a column. */
export function sheet(entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(...entries.map(([name]) => visibleLength(name)))
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}
