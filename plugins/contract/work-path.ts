/**
 * Whether a relative path of a task's input leaves the folder that it starts in: `../x`, `a/../../x`.
 * Absolute paths are no business of this function; a person has written them on purpose, while the
 * parts of a relative one often come from data.
 */
export function leavesFolder(path: string): boolean {
  let depth = 0
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') depth -= 1
    else if (part !== '' && part !== '.') depth += 1
    if (depth < 0) return true
  }
  return false
}
