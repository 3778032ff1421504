/**
 * The operators of choice rules. A value of the wrong type makes a comparison false, never an
 * error. Source: spec clause "Choice State", "Data-test expression".
 */
import { parseTimestamp } from '../expressions/timestamp.ts'
import type { Json } from '../json.ts'

type Test = (value: Json) => boolean
type Comparison = (expected: Json) => Test

const orders = {
  Equals: (order: number) => order === 0,
  LessThan: (order: number) => order < 0,
  GreaterThan: (order: number) => order > 0,
  LessThanEquals: (order: number) => order <= 0,
  GreaterThanEquals: (order: number) => order >= 0
}

function compareWith(
  convert: (value: Json) => string | number | undefined,
  accepts: (order: number) => boolean
): Comparison {
  return (expected) => {
    const right = convert(expected)
    if (right === undefined) return () => false
    return (value) => {
      const left = convert(value)
      if (left === undefined) return false
      return accepts(left < right ? -1 : left > right ? 1 : 0)
    }
  }
}

const asText = (value: Json): string | undefined => (typeof value === 'string' ? value : undefined)
const asNumber = (value: Json): number | undefined =>
  typeof value === 'number' ? value : undefined
const asInstant = (value: Json): number | undefined =>
  typeof value === 'string' ? parseTimestamp(value) : undefined

/** A pattern with `*` for any text; a backslash makes the next character literal. */
function matchText(pattern: Json): Test {
  if (typeof pattern !== 'string') return () => false
  const pieces: string[] = []
  let piece = ''
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index)
    if (character === '*') {
      pieces.push(piece)
      piece = ''
    } else if (character === '\\') {
      index += 1
      piece += pattern.charAt(index)
    } else {
      piece += character
    }
  }
  pieces.push(piece)
  return (value) => typeof value === 'string' && matchesPieces(value, pieces)
}

/** Linear in the text for each piece: no regular expression, so nothing can explode. */
function matchesPieces(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? ''
  const last = pieces[pieces.length - 1] ?? ''
  if (pieces.length === 1) return text === first
  if (text.length < first.length + last.length) return false
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  const end = text.length - last.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, from)
    if (found < 0 || found + piece.length > end) return false
    from = found + piece.length
  }
  return true
}

function allComparisons(): ReadonlyMap<string, Comparison> {
  const table = new Map<string, Comparison>([
    ['BooleanEquals', (expected) => (value) => typeof value === 'boolean' && value === expected],
    ['StringMatches', matchText]
  ])
  for (const [name, accepts] of Object.entries(orders)) {
    table.set(`String${name}`, compareWith(asText, accepts))
    table.set(`Numeric${name}`, compareWith(asNumber, accepts))
    table.set(`Timestamp${name}`, compareWith(asInstant, accepts))
  }
  return table
}

const comparisons = allComparisons()

const typeTests: ReadonlyMap<string, (value: Json | undefined) => boolean> = new Map([
  ['IsPresent', (value: Json | undefined) => value !== undefined],
  ['IsNull', (value: Json | undefined) => value === null],
  ['IsBoolean', (value: Json | undefined) => typeof value === 'boolean'],
  ['IsNumeric', (value: Json | undefined) => typeof value === 'number'],
  ['IsString', (value: Json | undefined) => typeof value === 'string'],
  [
    'IsTimestamp',
    (value: Json | undefined) => typeof value === 'string' && parseTimestamp(value) !== undefined
  ]
])

/** `StringEquals` and the like, without `Path`; undefined for an unknown name. */
export function comparisonOf(name: string): Comparison | undefined {
  return comparisons.get(name)
}

/** `IsPresent`, `IsNull`, …; undefined for any other operator. */
export function typeTestOf(name: string): ((value: Json | undefined) => boolean) | undefined {
  return typeTests.get(name)
}
