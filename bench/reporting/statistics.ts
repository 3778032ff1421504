/** The middle of several rounds, and how far they lie apart. */
export interface Spread {
  median: number
  least: number
  most: number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/** The value below which `share` (0 to 1) of all lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

/** Three figures that say something: `12,345`, `67.8`, `0.42`, `0.0031`. */
export function showNumber(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size < 0.1) return String(Number(value.toPrecision(2)))
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2
  return value.toLocaleString('en-US', {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits
  })
}

/** `median (least-most)`; the median alone where all rounds agree. */
export function showSpread({ median: middle, least, most }: Spread): string {
  const [shown, from, to] = [middle, least, most].map(showNumber)
  return from === to ? (shown ?? '-') : `${shown ?? '-'} (${from ?? '-'}-${to ?? '-'})`
}
