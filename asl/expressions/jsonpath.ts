/**
 * JSONPath, compiled once per machine. Behaves as Jayway JsonPath in Step Functions: a definite
 * path yields its value or fails, an indefinite one yields a list, `[]` where nothing is found.
 */
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import { parsePath } from './jsonpath-parser.ts'
import type { ParsedPath, Segment } from './jsonpath-parser.ts'
import { elementAt, isDefinite, selectAll } from './jsonpath-select.ts'
import type { Scope } from './scope.ts'

export interface Path {
  /** As written: `$.a.b[0]`, `$$.Execution.Id`, `$variable.field`. */
  readonly text: string
  readonly isDefinite: boolean
  /** The value, undefined where a definite path leads nowhere (also: variable not assigned). */
  read(scope: Scope): Json | undefined
  /** Jayway's sentence on why `read` gave undefined. */
  explain(scope: Scope): string
}

/** Compiles a path text; throws a DefinitionError where it is malformed. */
export function compilePath(text: string): Path {
  return pathOf(text, parsePath(text))
}

/** Makes a path of already parsed segments (paths inside of intrinsic calls). */
export function pathOf(text: string, parsed: ParsedPath): Path {
  const { root, segments } = parsed
  const access = accessorOf(segments)
  const base = baseOf(root)
  return {
    text,
    isDefinite: isDefinite(segments),
    read(scope) {
      const start = base(scope)
      return start === undefined ? undefined : access(start)
    },
    explain(scope) {
      const start = base(scope)
      if (start === undefined) return `The variable in the path ${text} has not been assigned`
      return explainMiss(start, segments)
    }
  }
}

function baseOf(root: ParsedPath['root']): (scope: Scope) => Json | undefined {
  switch (root.kind) {
    case 'data':
      return (scope) => scope.data
    case 'context':
      return (scope) => scope.context()
    case 'variable': {
      const { name } = root
      return (scope) => scope.variable(name)
    }
  }
}

function accessorOf(segments: readonly Segment[]): (start: Json) => Json | undefined {
  const steps: (string | number)[] = []
  for (const segment of segments) {
    if (segment.kind === 'name') steps.push(segment.name)
    else if (segment.kind === 'index') steps.push(segment.index)
  }
  if (steps.length === 0 && segments.length === 0) return (start) => start
  if (steps.length === segments.length) return (start) => follow(start, steps)
  if (isDefinite(segments)) return (start) => selectAll(start, segments, start)[0]
  return (start) => selectAll(start, segments, start)
}

/** The hot path of every state: names and indexes only. */
function follow(start: Json, steps: readonly (string | number)[]): Json | undefined {
  let value: Json | undefined = start
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined
    if (typeof step === 'string') {
      if (Array.isArray(value) || !Object.hasOwn(value, step)) return undefined
      value = value[step]
    } else {
      if (!Array.isArray(value)) return undefined
      value = elementAt(value, step)
    }
    if (value === undefined) return undefined
  }
  return value
}

function explainMiss(start: Json, segments: readonly Segment[]): string {
  let value: Json = start
  let at = '$'
  for (const [position, segment] of segments.entries()) {
    const isLeaf = position === segments.length - 1
    if (segment.kind === 'name') {
      const here = `${at}['${segment.name}']`
      if (!isJsonObject(value)) {
        return `Expected to find an object with property ['${segment.name}'] in path ${at} but found '${typeName(value)}'. This is not a json object according to the JsonProvider.`
      }
      const next: Json | undefined = Object.hasOwn(value, segment.name)
        ? value[segment.name]
        : undefined
      if (next === undefined)
        return `${isLeaf ? 'No results for path:' : 'Missing property in path'} ${here}`
      value = next
      at = here
    } else if (segment.kind === 'index') {
      if (!Array.isArray(value)) {
        return `Filter: [${segment.index}] can only be applied to arrays. Current context is: ${JSON.stringify(value)}`
      }
      const next: Json | undefined = elementAt(value, segment.index)
      at = `${at}[${segment.index}]`
      if (next === undefined) return `No results for path: ${at}`
      value = next
    } else {
      return `No results for path: ${at}`
    }
  }
  return `No results for path: ${at}`
}

function typeName(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
