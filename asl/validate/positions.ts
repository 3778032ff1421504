/**
 * A scanner of JSON text (RFC 8259) that knows where everything is: `JSON.parse` says neither the
 * line of a value nor that a name occurs twice, and words its syntax errors differently per engine.
 */
import { segmentsOf } from './pointer.ts'

/** Where a value starts (offset in UTF-16 units), and its parts. */
export interface JsonPlace {
  start: number
  members?: Map<string, { keyStart: number; place: JsonPlace }>
  items?: JsonPlace[]
}

/** A name that occurs twice in one object; the later one wins. */
export interface DuplicateName {
  name: string
  pointer: string
  /** Offset of the second occurrence. */
  start: number
}

/** What stopped the scan. */
export interface SyntaxProblem {
  /** Offset of the offending character; the length of the text where the text ends too early. */
  start: number
  message: string
  /** For a bare word such as `not`: the word. */
  token?: string
  isTooDeep?: boolean
}

export type ScanResult =
  | { isValid: true; place: JsonPlace; duplicates: DuplicateName[] }
  | { isValid: false; problem: SyntaxProblem }

/** Deeper nesting is refused: neither AWS nor a reader goes there, and recursion stays bounded. */
export const MAX_DEPTH = 400

class ScanStop extends Error {
  readonly problem: SyntaxProblem

  constructor(problem: SyntaxProblem) {
    super(problem.message)
    this.problem = problem
  }
}

interface Scanner {
  text: string
  offset: number
  depth: number
  /** Names and indices from the root to here, for the pointers of duplicates. */
  path: (string | number)[]
  duplicates: DuplicateName[]
}

/** Scans a whole JSON text. Never throws. */
export function scanJson(text: string): ScanResult {
  const scanner: Scanner = { text, offset: 0, depth: 0, path: [], duplicates: [] }
  try {
    skipSpace(scanner)
    const place = scanValue(scanner)
    skipSpace(scanner)
    if (scanner.offset < text.length) stop(scanner, 'expected the end of the text after the value')
    return { isValid: true, place, duplicates: scanner.duplicates }
  } catch (error) {
    if (error instanceof ScanStop) return { isValid: false, problem: error.problem }
    throw error
  }
}

function stop(scanner: Scanner, expectation: string): never {
  const { text, offset } = scanner
  const found =
    offset < text.length ? `'${String.fromCodePoint(text.codePointAt(offset) ?? 0)}'` : 'the end'
  throw new ScanStop({
    start: offset,
    message: `JSON syntax error: ${expectation}, but found ${found}`
  })
}

function skipSpace(scanner: Scanner): void {
  const { text } = scanner
  let code = text.charCodeAt(scanner.offset)
  while (code === 32 || code === 10 || code === 13 || code === 9) {
    code = text.charCodeAt(++scanner.offset)
  }
}

const wordPattern = /[\p{L}\p{N}_$]+/uy
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const literals = new Set(['true', 'false', 'null'])

function scanValue(scanner: Scanner): JsonPlace {
  const start = scanner.offset
  switch (scanner.text[start]) {
    case '{':
      return nested(scanner, scanObject)
    case '[':
      return nested(scanner, scanArray)
    case '"':
      scanString(scanner)
      return { start }
    default:
      scanScalar(scanner)
      return { start }
  }
}

function nested(scanner: Scanner, scan: (scanner: Scanner) => JsonPlace): JsonPlace {
  if (++scanner.depth > MAX_DEPTH) {
    throw new ScanStop({
      start: scanner.offset,
      message: `The definition is nested more than ${String(MAX_DEPTH)} levels deep`,
      isTooDeep: true
    })
  }
  const place = scan(scanner)
  scanner.depth--
  return place
}

function scanScalar(scanner: Scanner): void {
  const { text, offset } = scanner
  numberPattern.lastIndex = offset
  const number = numberPattern.exec(text)?.[0]
  if (number) {
    scanner.offset += number.length
    return
  }
  wordPattern.lastIndex = offset
  const word = wordPattern.exec(text)?.[0]
  if (word !== undefined && literals.has(word)) {
    scanner.offset += word.length
    return
  }
  if (word === undefined)
    stop(scanner, 'expected a value (object, array, string, number, true, false or null)')
  throw new ScanStop({
    start: offset,
    message: `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
    token: word
  })
}

const plainString = /"[^"\\\p{Cc}]*"/uy

/** Scans a string and returns its value. */
function scanString(scanner: Scanner): string {
  const { text } = scanner
  const start = scanner.offset
  plainString.lastIndex = start
  const plain = plainString.exec(text)?.[0]
  if (plain !== undefined) {
    scanner.offset += plain.length
    return plain.slice(1, -1)
  }
  scanner.offset++
  for (;;) {
    const character = text[scanner.offset]
    if (character === '"') break
    if (character === undefined)
      stop(scanner, `expected a closing '"' for the string that starts at offset ${String(start)}`)
    if (character < ' ')
      stop(
        scanner,
        'expected no line break or control character inside a string (write \\n, \\t or \\u00XX)'
      )
    scanner.offset++
    if (character === '\\') scanEscape(scanner)
  }
  scanner.offset++
  const value: unknown = JSON.parse(text.slice(start, scanner.offset))
  return typeof value === 'string' ? value : ''
}

const hexPattern = /u[0-9a-fA-F]{4}/y

function scanEscape(scanner: Scanner): void {
  const { text, offset } = scanner
  const character = text[offset] ?? ''
  if (character !== '' && '"\\/bfnrt'.includes(character)) {
    scanner.offset++
    return
  }
  hexPattern.lastIndex = offset
  if (!hexPattern.test(text))
    stop(scanner, 'expected one of " \\ / b f n r t or uXXXX after a backslash')
  scanner.offset += 5
}

function scanObject(scanner: Scanner): JsonPlace {
  const { text, path } = scanner
  const members: NonNullable<JsonPlace['members']> = new Map()
  const place: JsonPlace = { start: scanner.offset, members }
  scanner.offset++
  skipSpace(scanner)
  if (text[scanner.offset] === '}') {
    scanner.offset++
    return place
  }
  for (;;) {
    if (text[scanner.offset] !== '"')
      stop(scanner, `expected a name in double quotes${members.size === 0 ? " or '}'" : ''}`)
    const keyStart = scanner.offset
    const name = scanString(scanner)
    skipSpace(scanner)
    if (text[scanner.offset] !== ':') stop(scanner, `expected ':' after the name "${name}"`)
    scanner.offset++
    skipSpace(scanner)
    path.push(name)
    if (members.has(name)) noteDuplicate(scanner, name, keyStart)
    members.set(name, { keyStart, place: scanValue(scanner) })
    path.pop()
    skipSpace(scanner)
    const separator = text[scanner.offset]
    if (separator !== ',' && separator !== '}')
      stop(scanner, `expected ',' or '}' after the value of "${name}"`)
    scanner.offset++
    if (separator === '}') return place
    skipSpace(scanner)
  }
}

function noteDuplicate(scanner: Scanner, name: string, start: number): void {
  const pointer = scanner.path
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
  scanner.duplicates.push({ name, pointer, start })
}

function scanArray(scanner: Scanner): JsonPlace {
  const { text, path } = scanner
  const items: JsonPlace[] = []
  const place: JsonPlace = { start: scanner.offset, items }
  scanner.offset++
  skipSpace(scanner)
  if (text[scanner.offset] === ']') {
    scanner.offset++
    return place
  }
  for (;;) {
    path.push(items.length)
    items.push(scanValue(scanner))
    path.pop()
    skipSpace(scanner)
    const separator = text[scanner.offset]
    if (separator !== ',' && separator !== ']')
      stop(scanner, "expected ',' or ']' after the array's item")
    scanner.offset++
    if (separator === ']') return place
    skipSpace(scanner)
  }
}

/**
 * The offset of what `pointer` names: of its value, or of its name where `isKey`. Where the pointer
 * leads nowhere, the offset of its nearest existing parent.
 */
export function offsetOf(root: JsonPlace, pointer: string, isKey: boolean): number {
  let place = root
  let offset = root.start
  for (const segment of segmentsOf(pointer)) {
    const member = place.members?.get(segment)
    const next = member?.place ?? place.items?.[Number(segment)]
    if (!next) return place.start
    offset = isKey && member ? member.keyStart : next.start
    place = next
  }
  return offset
}

/** The offset of a character of the string that starts at `start`; an escape counts as one. */
export function offsetInText(text: string, start: number, characters: number): number {
  let offset = start + 1
  for (let count = 0; count < characters && offset < text.length; count += 1) {
    if (text[offset] !== '\\') offset += 1
    else offset += text[offset + 1] === 'u' ? 6 : 2
  }
  return offset
}

/** Turns offsets of a text into 1-based lines and columns (in UTF-16 units, as editors count). */
export function lineCounter(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
