/**
 * Filters of JSONPath: `[?(@.price > 10 && @.tags contains 'new')]`.
 * Source: https://github.com/json-path/JsonPath#filter-operators
 */
// cspell:ignore noneof subsetof imsu
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import { equalJson } from './equality.ts'
import { readSegments } from './jsonpath-parser.ts'
import { selectAll, isDefinite } from './jsonpath-select.ts'
import type { TextReader } from './text-reader.ts'

/** Whether an item is kept; `root` is what `$` means inside of the filter. */
export type FilterTest = (item: Json, root: Json) => boolean
/** One side of a comparison; undefined where a path leads nowhere. */
type Operand = (item: Json, root: Json) => Json | undefined

/** Reads `(expression)` or a bare expression after `[?`. */
export function parseFilter(reader: TextReader): FilterTest {
  return readOr(reader)
}

function readOr(reader: TextReader): FilterTest {
  const tests = [readAnd(reader)]
  while (reader.takeAfterSpace('||')) tests.push(readAnd(reader))
  const only = tests[0]
  if (only !== undefined && tests.length === 1) return only
  return (item, root) => tests.some((test) => test(item, root))
}

function readAnd(reader: TextReader): FilterTest {
  const tests = [readTerm(reader)]
  while (reader.takeAfterSpace('&&')) tests.push(readTerm(reader))
  const only = tests[0]
  if (only !== undefined && tests.length === 1) return only
  return (item, root) => tests.every((test) => test(item, root))
}

function readTerm(reader: TextReader): FilterTest {
  reader.skipSpace()
  if (reader.take('!')) {
    const negated = readTerm(reader)
    return (item, root) => !negated(item, root)
  }
  if (reader.take('(')) {
    const inner = readOr(reader)
    reader.skipSpace()
    reader.expect(')', '")"')
    return inner
  }
  const left = readOperand(reader)
  reader.skipSpace()
  const operator = reader.match(
    /==|!=|<=|>=|=~|<|>|(?:in|nin|size|empty|contains|anyof|noneof|subsetof)\b/uy
  )
  if (operator === undefined) return (item, root) => left(item, root) !== undefined
  reader.skipSpace()
  if (operator === '=~') {
    const pattern = readPattern(reader)
    return (item, root) => {
      const value = left(item, root)
      return typeof value === 'string' && pattern.test(value)
    }
  }
  const right = readOperand(reader)
  const compare = comparisons[operator]
  if (compare === undefined) throw reader.unexpected('a filter operator')
  return (item, root) => compare(left(item, root), right(item, root))
}

function readOperand(reader: TextReader): Operand {
  const start = reader.peek()
  if (start === '@' || start === '$') {
    reader.take(start)
    const segments = readSegments(reader)
    const definite = isDefinite(segments)
    return (item, root) => {
      const base = start === '@' ? item : root
      const found = selectAll(base, segments, root)
      return definite ? found[0] : found
    }
  }
  const literal = readLiteral(reader)
  return () => literal
}

function readLiteral(reader: TextReader): Json {
  const start = reader.peek()
  if (start === "'" || start === '"') return reader.quoted()
  if (reader.take('[')) return readLiterals(reader)
  const word = reader.match(/true\b|false\b|null\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/uy)
  if (word === undefined) throw reader.unexpected('a path, number, text, true, false or null')
  if (word === 'true' || word === 'false') return word === 'true'
  return word === 'null' ? null : Number(word)
}

function readLiterals(reader: TextReader): Json[] {
  const items: Json[] = []
  while (!reader.takeAfterSpace(']')) {
    if (items.length > 0) reader.expect(',', '"," or "]"')
    reader.skipSpace()
    items.push(readLiteral(reader))
  }
  return items
}

function readPattern(reader: TextReader): RegExp {
  const literal = reader.match(/\/(?:[^/\\]|\\.)*\/[imsu]*/uy)
  if (literal === undefined) throw reader.unexpected('a regular expression such as /a.*z/i')
  const end = literal.lastIndexOf('/')
  try {
    return new RegExp(`^(?:${literal.slice(1, end)})$`, literal.slice(end + 1))
  } catch {
    throw reader.unexpected('a valid regular expression')
  }
}

/** Orders two numbers or two texts; anything else has no order. */
function ordered(accepts: (order: number) => boolean): Comparison {
  return (left, right) => {
    const areNumbers = typeof left === 'number' && typeof right === 'number'
    const areTexts = typeof left === 'string' && typeof right === 'string'
    if (!areNumbers && !areTexts) return false
    return accepts(left < right ? -1 : left > right ? 1 : 0)
  }
}

function contains(list: Json | undefined, value: Json | undefined): boolean {
  if (typeof list === 'string') return typeof value === 'string' && list.includes(value)
  return Array.isArray(list) && list.some((item) => equalJson(item, value))
}

function sizeOf(value: Json | undefined): number | undefined {
  if (Array.isArray(value) || typeof value === 'string') return value.length
  return isJsonObject(value) ? Object.keys(value).length : undefined
}

type Comparison = (left: Json | undefined, right: Json | undefined) => boolean

/** Type mismatches are false, as in Jayway. */
const comparisons: Record<string, Comparison> = {
  '==': equalJson,
  '!=': (left, right) => !equalJson(left, right),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  in: (left, right) => left !== undefined && contains(right, left),
  nin: (left, right) => left === undefined || !contains(right, left),
  contains,
  anyof: (left, right) => Array.isArray(left) && left.some((item) => contains(right, item)),
  noneof: (left, right) => !Array.isArray(left) || !left.some((item) => contains(right, item)),
  subsetof: (left, right) => Array.isArray(left) && left.every((item) => contains(right, item)),
  size: (left, right) => sizeOf(left) === (typeof right === 'number' ? right : sizeOf(right)),
  empty: (left, right) => {
    const size = sizeOf(left)
    return size !== undefined && (size === 0) === (right === true)
  }
}
