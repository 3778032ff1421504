/** The paths of a line through days, in the units of a drawing. */
export interface Plot {
  line: string
  area: string
  /** The value at the upper edge. */
  top: number
  /** Where the budget lies; absent where it is far above. */
  budgetY: number | undefined
}

const HEADROOM = 1.15

export function plotOf(
  days: readonly { date: number; usedBytes: number }[],
  budgetBytes: number,
  width: number,
  height: number
): Plot {
  const most = Math.max(1, ...days.map(({ usedBytes }) => usedBytes))
  const isNear = budgetBytes < 2 * most
  const top = Math.max(most, isNear ? budgetBytes : 0) * HEADROOM
  const from = days[0]?.date ?? 0
  const span = Math.max(1, (days.at(-1)?.date ?? 0) - from)
  const yOf = (bytes: number): number => Math.round(height - (bytes / top) * height)
  const points = days.map(
    ({ date, usedBytes }) =>
      `${String(Math.round(((date - from) / span) * width))} ${String(yOf(usedBytes))}`
  )
  const line = points.length > 0 ? `M${points.join('L')}` : ''
  return {
    line,
    area: line ? `${line}L${String(width)} ${String(height)}L0 ${String(height)}Z` : '',
    top,
    budgetY: isNear ? yOf(budgetBytes) : undefined
  }
}
