/** Evaluates parsed segments that may select many values, in document order. */
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import type { PathFunction, Segment } from './jsonpath-parser.ts'

/** Whether the segments can lead to one value only. Functions reduce to one value. */
export function isDefinite(segments: readonly Segment[]): boolean {
  if (segments.some((segment) => segment.kind === 'function')) return true
  return segments.every((segment) => segment.kind === 'name' || segment.kind === 'index')
}

/** All values that the segments select from `start`; `root` is what `$` means inside filters. */
export function selectAll(start: Json, segments: readonly Segment[], root: Json): Json[] {
  let current: Json[] = [start]
  for (const [position, segment] of segments.entries()) {
    if (segment.kind === 'function') {
      const isMany = !isDefinite(segments.slice(0, position))
      const result = applyFunction(segment.name, isMany ? current : current[0])
      return result === undefined ? [] : [result]
    }
    const next: Json[] = []
    for (const value of current) select(value, segment, root, next)
    current = next
  }
  return current
}

/** The element at an index that counts from the end where negative. */
export function elementAt(list: readonly Json[], index: number): Json | undefined {
  return list[index < 0 ? list.length + index : index]
}

function push(found: Json[], value: Json | undefined): void {
  if (value !== undefined) found.push(value)
}

function select(value: Json, segment: Segment, root: Json, found: Json[]): void {
  switch (segment.kind) {
    case 'name':
      if (isJsonObject(value) && Object.hasOwn(value, segment.name))
        push(found, value[segment.name])
      return
    case 'names':
      for (const name of segment.names) select(value, { kind: 'name', name }, root, found)
      return
    case 'index':
      if (Array.isArray(value)) push(found, elementAt(value, segment.index))
      return
    case 'indexes':
      for (const index of segment.indexes) select(value, { kind: 'index', index }, root, found)
      return
    case 'slice':
      if (Array.isArray(value)) found.push(...value.slice(segment.start, segment.end))
      return
    case 'wildcard':
      for (const child of childrenOf(value)) found.push(child)
      return
    case 'filter':
      for (const item of Array.isArray(value) ? value : [value]) {
        if (segment.test(item, root)) found.push(item)
      }
      return
    case 'descendants':
      collectDescendants(value, found)
      return
    case 'function':
      return
  }
}

function childrenOf(value: Json): Json[] {
  if (Array.isArray(value)) return value
  return isJsonObject(value) ? Object.values(value) : []
}

/** The value itself and everything below it, parents first; a stack, since input may be deep. */
function collectDescendants(value: Json, found: Json[]): void {
  const stack: Json[] = [value]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== 'object' || next === null) continue
    found.push(next)
    const children = childrenOf(next)
    for (let index = children.length - 1; index >= 0; index -= 1) push(stack, children[index])
  }
}

function applyFunction(name: PathFunction, value: Json | undefined): Json | undefined {
  if (value === undefined) return undefined
  if (name === 'keys') return isJsonObject(value) ? Object.keys(value) : undefined
  if (name === 'length' || name === 'size') {
    if (Array.isArray(value) || typeof value === 'string') return value.length
    return isJsonObject(value) ? Object.keys(value).length : undefined
  }
  const numbers = (Array.isArray(value) ? value : [value]).filter(
    (item) => typeof item === 'number'
  )
  if (numbers.length === 0) return undefined
  const sum = numbers.reduce((total, number) => total + number, 0)
  const mean = sum / numbers.length
  switch (name) {
    case 'sum':
      return sum
    case 'avg':
      return mean
    case 'min':
      return numbers.reduce((least, number) => Math.min(least, number))
    case 'max':
      return numbers.reduce((most, number) => Math.max(most, number))
    case 'stddev':
      return Math.sqrt(
        numbers.reduce((total, number) => total + (number - mean) ** 2, 0) / numbers.length
      )
  }
}
