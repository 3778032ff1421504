/** Reference Paths: where ResultPath writes. Spec clause "Reference Paths": one single node. */
import { errorNames, isFailure, languageFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { isJsonObject, setProperty } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import { parsePath } from './jsonpath-parser.ts'
import { DefinitionError } from './query.ts'

export interface ReferencePath {
  readonly text: string
  /** A copy of `base` with `value` at the path; what lies beside the path is shared, not copied. */
  write(base: Json, value: Json): Outcome<Json>
}

/** Compiles a ResultPath; throws a DefinitionError for wildcards, filters, `$$` and variables. */
export function compileReferencePath(text: string): ReferencePath {
  const { root, segments } = parsePath(text)
  const path: (string | number)[] = []
  for (const segment of segments) {
    if (segment.kind === 'name') path.push(segment.name)
    else if (segment.kind === 'index' && segment.index >= 0) path.push(segment.index)
  }
  if (root.kind !== 'data' || path.length < segments.length) {
    throw new DefinitionError(
      `${JSON.stringify(text)} is not a reference path: expected "$" with field names and indexes only, such as $.result or $.list[0].`
    )
  }
  return { text, write: (base, value) => place(base, path, 0, value) }
}

function place(
  base: Json,
  path: readonly (string | number)[],
  depth: number,
  value: Json
): Outcome<Json> {
  const step = path[depth]
  if (step === undefined) return value
  return typeof step === 'string'
    ? placeInObject(base, step, path, depth, value)
    : placeInArray(base, step, path, depth, value)
}

function placeInObject(
  base: Json,
  name: string,
  path: readonly (string | number)[],
  depth: number,
  value: Json
): Outcome<Json> {
  if (!isJsonObject(base)) return mismatch(name, base)
  const existing = Object.hasOwn(base, name) ? base[name] : undefined
  const inner = place(existing ?? {}, path, depth + 1, value)
  if (isFailure(inner)) return inner
  const copy: JsonObject = { ...base }
  setProperty(copy, name, inner)
  return copy
}

function placeInArray(
  base: Json,
  index: number,
  path: readonly (string | number)[],
  depth: number,
  value: Json
): Outcome<Json> {
  if (!Array.isArray(base) || index >= base.length) return mismatch(String(index), base)
  const inner = place(base[index] ?? {}, path, depth + 1, value)
  if (isFailure(inner)) return inner
  return base.with(index, inner)
}

function mismatch(step: string, base: Json): Outcome<Json> {
  return languageFailure(
    errorNames.resultPathMatchFailure,
    `Unable to apply step "${step}" to input ${JSON.stringify(JSON.stringify(base))}`
  )
}
