/** InputPath and Parameters: from a state's raw input to its effective one. */
import { runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { compilePath } from '../expressions/jsonpath.ts'
import type { Path } from '../expressions/jsonpath.ts'
import type { Scope } from '../expressions/scope.ts'
import type { Json } from '../json.ts'

/** A path that filters data: undefined takes all, null takes nothing (`{}`). */
export type DataPath = Path | null | undefined

/** Compiles InputPath or OutputPath; `$`, the default, costs nothing at run time. */
export function compileDataPath(text: string | null | undefined): DataPath {
  if (text === undefined || text === '$') return undefined
  return text === null ? null : compilePath(text)
}

/** What the path selects of the scope's data; AWS's sentence as failure where it finds nothing. */
export function applyDataPath(path: DataPath, scope: Scope): Outcome<Json> {
  if (path === undefined) return scope.data
  return path === null ? {} : readRequired(path, scope)
}

/** Reads a path that must lead somewhere, with the message of InputPath, OutputPath, ItemsPath. */
export function readRequired(path: Path, scope: Scope): Outcome<Json> {
  const value = path.read(scope)
  if (value !== undefined) return value
  return runtimeFailure(`Invalid path '${path.text}' : ${path.explain(scope)}`)
}
