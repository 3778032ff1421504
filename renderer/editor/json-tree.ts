/** Finds its way through the syntax tree of a JSON text: from a pointer to a place, and from a place to a path. */
import { parser } from '@lezer/json'

export type JsonTree = ReturnType<typeof parser.parse>
export type JsonNode = JsonTree['topNode']

export interface TextRange {
  from: number
  to: number
}

export type PathSegment = string | number

export interface Cursor {
  /** Names and indexes from the root to the value (or the name) under the cursor. */
  path: PathSegment[]
  /** Whether a member's name is being written, or its value. */
  slot: 'name' | 'value'
  /** The string under the cursor, with its quotes; absent where nothing is written yet. */
  range: TextRange | undefined
}

const valueNames = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null'])

/** Tolerant: half-written text gives a tree with error nodes. */
export function parseTree(text: string): JsonTree {
  return parser.parse(text)
}

function unquote(raw: string): string {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'string' ? value : raw
  } catch {
    return raw.replace(/^"/, '').replace(/"$/, '')
  }
}

export function nameOf(property: JsonNode, text: string): string {
  const name = property.getChild('PropertyName')
  return name ? unquote(text.slice(name.from, name.to)) : ''
}

export function valuesOf(node: JsonNode): JsonNode[] {
  const values: JsonNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (valueNames.has(child.name)) values.push(child)
  }
  return values
}

export function valueOf(property: JsonNode): JsonNode | undefined {
  return valuesOf(property)[0]
}

export function rootOf(tree: JsonTree): JsonNode | undefined {
  return valuesOf(tree.topNode)[0]
}

export function memberOf(object: JsonNode, name: string, text: string): JsonNode | undefined {
  return object.getChildren('Property').find((property) => nameOf(property, text) === name)
}

/** RFC 6901: `/States/a~1b` → `['States', 'a/b']`. */
export function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/**
 * The place that a JSON pointer names: a member's name together with its scalar value, or only the
 * name where the value is long. Where the text lacks the last segments, the nearest outer place.
 */
export function rangeOfPointer(text: string, pointer: string): TextRange {
  const tree = parseTree(text)
  let node = rootOf(tree)
  let range: TextRange = { from: node?.from ?? 0, to: Math.min((node?.from ?? 0) + 1, text.length) }
  for (const segment of segmentsOf(pointer)) {
    if (node?.name === 'Object') {
      const property = memberOf(node, segment, text)
      if (!property) return range
      const name = property.getChild('PropertyName') ?? property
      node = valueOf(property)
      const isShort = node !== undefined && node.name !== 'Object' && node.name !== 'Array'
      range = { from: name.from, to: isShort && node ? node.to : name.to }
    } else if (node?.name === 'Array') {
      node = valuesOf(node)[Number(segment)]
      if (!node) return range
      const isShort = node.name !== 'Object' && node.name !== 'Array'
      range = { from: node.from, to: isShort ? node.to : node.from + 1 }
    } else return range
  }
  return range
}

function pathTo(node: JsonNode, text: string): PathSegment[] {
  const path: PathSegment[] = []
  for (let at: JsonNode = node; at.parent; at = at.parent) {
    if (at.name === 'Property') path.unshift(nameOf(at, text))
    else if (at.parent.name === 'Array' && valueNames.has(at.name)) {
      const { from } = at
      path.unshift(valuesOf(at.parent).findIndex((value) => value.from === from))
    }
  }
  return path
}

/** What is being written at an offset; undefined outside of objects and arrays. */
export function cursorAt(tree: JsonTree, text: string, offset: number): Cursor | undefined {
  const inner = tree.resolveInner(offset, -1)
  const range = { from: inner.from, to: inner.to }
  if (inner.name === 'PropertyName') return { path: pathTo(inner, text), slot: 'name', range }
  if (inner.name === 'String') return { path: pathTo(inner, text), slot: 'value', range }
  const property = inner.name === 'Property' ? inner : inner.parent
  if (property?.name === 'Property' && /:\s*$/.test(text.slice(property.from, offset))) {
    return { path: pathTo(property, text), slot: 'value', range: undefined }
  }
  let container: JsonNode | null = inner
  while (container && container.name !== 'Object' && container.name !== 'Array') {
    container = container.parent
  }
  if (!container) return undefined
  const slot = container.name === 'Object' ? 'name' : 'value'
  return { path: pathTo(container, text), slot, range: undefined }
}
