/**
 * Reads a JSONPath text into segments. The dialect is that of Jayway JsonPath, which Step
 * Functions uses: https://github.com/json-path/JsonPath#operators
 */
import { DefinitionError } from './query.ts'
import { TextReader } from './text-reader.ts'
import { parseFilter } from './jsonpath-filter.ts'
import type { FilterTest } from './jsonpath-filter.ts'

export type Segment =
  | { kind: 'name'; name: string }
  | { kind: 'index'; index: number }
  | { kind: 'names'; names: string[] }
  | { kind: 'indexes'; indexes: number[] }
  | { kind: 'slice'; start: number | undefined; end: number | undefined }
  | { kind: 'wildcard' }
  | { kind: 'filter'; test: FilterTest }
  | { kind: 'descendants' }
  | { kind: 'function'; name: PathFunction }

const pathFunctions = ['length', 'size', 'min', 'max', 'avg', 'sum', 'stddev', 'keys'] as const
export type PathFunction = (typeof pathFunctions)[number]

function isPathFunction(name: string): name is PathFunction {
  return (pathFunctions as readonly string[]).includes(name)
}

export interface ParsedPath {
  /** What the path starts from: `$` data, `$$` the context object, `$name` a variable. */
  root: { kind: 'data' } | { kind: 'context' } | { kind: 'variable'; name: string }
  segments: Segment[]
}

/** Parses a whole path; throws a DefinitionError that says what was expected where. */
export function parsePath(text: string): ParsedPath {
  const reader = new TextReader(text)
  const parsed = readPath(reader)
  if (!reader.isAtEnd) throw reader.unexpected('the end of the path')
  return parsed
}

/** Reads a path from where the reader stands, as far as it goes. */
export function readPath(reader: TextReader): ParsedPath {
  reader.expect('$', 'a path that starts with "$"')
  if (reader.take('$')) return { root: { kind: 'context' }, segments: readSegments(reader) }
  const name = reader.match(/[\p{L}_][\p{L}\p{N}_]*/uy)
  if (name !== undefined)
    return { root: { kind: 'variable', name }, segments: readSegments(reader) }
  return { root: { kind: 'data' }, segments: readSegments(reader) }
}

/** Reads `.name`, `[...]`, `..` until something else comes. */
export function readSegments(reader: TextReader): Segment[] {
  const segments: Segment[] = []
  for (;;) {
    if (reader.take('..')) {
      segments.push({ kind: 'descendants' })
      if (reader.peek() === '[') continue
      segments.push(readName(reader))
    } else if (reader.take('.')) {
      if (reader.peek() === '[') continue
      segments.push(readName(reader))
    } else if (reader.take('[')) {
      segments.push(readBracket(reader))
    } else {
      return segments
    }
  }
}

function readName(reader: TextReader): Segment {
  if (reader.take('*')) return { kind: 'wildcard' }
  const name = reader.match(/[^\s.[\](){}'",:;=<>!&|?*@]+/uy)
  if (name === undefined) throw reader.unexpected('a field name')
  if (reader.take('(')) {
    reader.expect(')', '")" after the function')
    if (!isPathFunction(name)) {
      throw new DefinitionError(
        `The path ${JSON.stringify(reader.text)} uses the function ${name}(): expected one of ${pathFunctions.join(', ')}.`
      )
    }
    return { kind: 'function', name }
  }
  return { kind: 'name', name }
}

function readBracket(reader: TextReader): Segment {
  reader.skipSpace()
  if (reader.take('*')) return closing(reader, { kind: 'wildcard' })
  if (reader.take('?')) {
    reader.skipSpace()
    const test = parseFilter(reader)
    return closing(reader, { kind: 'filter', test })
  }
  const quote = reader.peek()
  if (quote === "'" || quote === '"') {
    const names = readList(reader, () => reader.quotedName())
    const first = names[0]
    return closing(
      reader,
      names.length === 1 && first !== undefined
        ? { kind: 'name', name: first }
        : { kind: 'names', names }
    )
  }
  return closing(reader, readIndexes(reader))
}

function readIndexes(reader: TextReader): Segment {
  const integer = (): number | undefined => {
    const digits = reader.match(/-?\d+/uy)
    return digits === undefined ? undefined : Number(digits)
  }
  const first = integer()
  reader.skipSpace()
  if (reader.take(':')) {
    reader.skipSpace()
    return { kind: 'slice', start: first, end: integer() }
  }
  if (first === undefined) throw reader.unexpected("an index, a slice, '*', '?' or a quoted name")
  if (reader.peek() !== ',') return { kind: 'index', index: first }
  const indexes = [first]
  while (reader.take(',')) {
    reader.skipSpace()
    const next = integer()
    if (next === undefined) throw reader.unexpected('an index')
    indexes.push(next)
    reader.skipSpace()
  }
  return { kind: 'indexes', indexes }
}

function readList(reader: TextReader, read: () => string): string[] {
  const items = [read()]
  reader.skipSpace()
  while (reader.take(',')) {
    reader.skipSpace()
    items.push(read())
    reader.skipSpace()
  }
  return items
}

function closing(reader: TextReader, segment: Segment): Segment {
  reader.skipSpace()
  reader.expect(']', '"]"')
  return segment
}
