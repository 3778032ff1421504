import type { Json } from '../../../asl/json.ts'

/** All paths to parts of `value`. */
export function pathsOf(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))]
}

/** The value with another part at `path`; the rest is shared. */
export function replaceAt(root: Json, path: readonly (string | number)[], replacement: Json): Json {
  const [first, ...rest] = path
  if (first === undefined) return replacement
  if (Array.isArray(root)) {
    return root.map((item, index) =>
      index === Number(first) ? replaceAt(item, rest, replacement) : item
    )
  }
  if (typeof root !== 'object' || root === null) return root
  return { ...root, [first]: replaceAt(root[first] ?? null, rest, replacement) }
}
