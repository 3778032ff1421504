import type { CaseResult } from './benchmark.ts'
import type { Spread } from './statistics.ts'
import { showNumber } from './statistics.ts'

interface Titled {
  /** Of its file, behind the benchmark's: `ratio` makes `transitions-ratio.svg`. */
  name: string
  title: string
}

/** Horizontal bars, with a whisker from the least to the most. */
export interface BarPlot extends Titled {
  kind: 'bars'
  unit: string
  /** For values that lie orders of magnitude apart. */
  isLogarithmic?: boolean
  bars: { label: string; value: Spread }[]
  /** A line across: a target. */
  mark?: { at: number; label: string }
}

/** Lines over time, or over a growing size. */
export interface LinePlot extends Titled {
  kind: 'lines'
  x: string
  y: string
  lines: { label: string; points: (readonly [number, number])[] }[]
}

export type Plot = BarPlot | LinePlot

/** The usual picture: one figure of all cases that have it. */
export function barsOf(
  results: readonly CaseResult[],
  key: string,
  about: Omit<BarPlot, 'kind' | 'bars'>
): BarPlot {
  const bars = results.flatMap(({ name, figures }) => {
    const value = figures[key]
    return value ? [{ label: name, value }] : []
  })
  return { kind: 'bars', ...about, bars }
}

const WIDTH = 860
const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1c2733 } .quiet { fill: #5c6b7a; font-size: 12px }
.title { font-size: 15px; font-weight: 600 } .page { fill: #ffffff } .bar { fill: #3b6fb6 } .grid { stroke: #d8dfe6 }
.whisker { stroke: #16304f; stroke-width: 1.5 } .mark { stroke: #b3541e; stroke-dasharray: 4 3; stroke-width: 1.5 }
.line { fill: none; stroke-width: 1.8 }
@media (prefers-color-scheme: dark) { text { fill: #e4eaf0 } .quiet { fill: #9aa8b5 } .page { fill: #131a21 }
.grid { stroke: #2d3843 } .whisker { stroke: #c9dcf2 } .mark { stroke: #e59a68 } }`
const COLOURS = ['#3b6fb6', '#b3541e', '#3a8a5f', '#8a4fa3', '#a0822c', '#5c6b7a']

export function drawPlot(plot: Plot): string {
  return plot.kind === 'bars' ? drawBars(plot) : drawLines(plot)
}

function page(height: number, title: string, body: string[]): string {
  const size = `width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escape(title)}">`,
    `<style>${STYLE}</style><rect class="page" width="${WIDTH}" height="${height}" rx="6"/>`,
    text(20, 28, title, 'title'),
    ...body,
    '</svg>\n'
  ].join('\n')
}

function drawBars({ title, unit, isLogarithmic, bars, mark }: BarPlot): string {
  const longest = Math.max(...bars.map(({ label }) => label.length), 8)
  const left = Math.min(380, 30 + longest * 7)
  const values = bars.flatMap(({ value }) => [value.most, value.median]).filter(Number.isFinite)
  const highest = Math.max(...values, mark?.at ?? 0)
  const positive = bars.map(({ value }) => value.least).filter((value) => value > 0)
  const lowest = isLogarithmic ? 10 ** Math.floor(Math.log10(Math.min(...positive, highest))) : 0
  const to = scale(lowest, highest, left, WIDTH - 110, isLogarithmic ?? false)
  const bottom = 52 + bars.length * 26
  const rows = bars.map(({ label, value }, row) => {
    const y = 48 + row * 26
    return [
      text(left - 10, y + 14, label, '', 'end'),
      `<rect class="bar" x="${left}" y="${y}" height="18" width="${round(Math.max(1, to(value.median) - left))}" rx="2"/>`,
      `<path class="whisker" d="M${round(to(value.least))} ${y + 9}H${round(to(value.most))}"/>`,
      text(round(to(value.most)) + 8, y + 14, showNumber(value.median), 'quiet')
    ].join('')
  })
  const line = mark
    ? [
        `<path class="mark" d="M${round(to(mark.at))} 42V${bottom}"/>`,
        text(round(to(mark.at)), bottom + 16, mark.label, 'quiet', 'middle')
      ]
    : []
  const caption = `${unit}${isLogarithmic ? ', logarithmic' : ''}`
  return page(bottom + 30, title, [...rows, ...line, text(WIDTH - 20, 28, caption, 'quiet', 'end')])
}

function drawLines({ title, x, y, lines }: LinePlot): string {
  const all = lines.flatMap(({ points }) => points)
  const [left, right, top, bottom] = [80, WIDTH - 30, 56, 300]
  const toX = scale(
    Math.min(...all.map(([at]) => at)),
    Math.max(...all.map(([at]) => at)),
    left,
    right,
    false
  )
  const highest = Math.max(...all.map(([, value]) => value))
  const toY = scale(0, highest, bottom, top, false)
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
    const at = round(toY(share * highest))
    return [
      `<path class="grid" d="M${left} ${at}H${right}"/>`,
      text(left - 8, at + 4, showNumber(share * highest), 'quiet', 'end')
    ]
  })
  const drawn = lines.flatMap(({ label, points }, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? ''
    const path = points.map(([at, value]) => `${round(toX(at))} ${round(toY(value))}`).join('L')
    return [
      `<path class="line" stroke="${colour}" d="M${path}"/>`,
      `<rect x="${left + index * 190}" y="336" width="12" height="12" rx="2" fill="${colour}"/>`,
      text(left + 18 + index * 190, 347, label, 'quiet')
    ]
  })
  const span = [Math.min(...all.map(([at]) => at)), Math.max(...all.map(([at]) => at))]
  return page(364, title, [
    text(WIDTH - 20, 28, y, 'quiet', 'end'),
    ...grid,
    ...drawn,
    text(left, 320, showNumber(span[0] ?? 0), 'quiet'),
    text(right, 320, `${showNumber(span[1] ?? 0)} ${x}`, 'quiet', 'end')
  ])
}

function scale(from: number, to: number, start: number, end: number, isLogarithmic: boolean) {
  const of = (value: number): number =>
    isLogarithmic ? Math.log10(Math.max(value, from || Number.MIN_VALUE)) : value
  const span = of(to) - of(from) || 1
  return (value: number): number => start + ((of(value) - of(from)) / span) * (end - start)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function text(x: number, y: number, words: string, style: string, anchor = 'start'): string {
  return `<text x="${x}" y="${y}" class="${style}" text-anchor="${anchor}">${escape(words)}</text>`
}

function escape(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
