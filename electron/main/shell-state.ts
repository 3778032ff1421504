import { readFileSync, writeFileSync } from 'node:fs'

export interface WindowBounds {
  x?: number
  y?: number
  width: number
  height: number
}

/** What the shell remembers between its runs; losing it loses nothing that matters. */
export interface ShellState {
  bounds?: WindowBounds
  isMaximized?: boolean
}

const isNumber = (value: unknown): value is number => Number.isInteger(value)

function toBounds(value: unknown): WindowBounds | undefined {
  const { x, y, width, height } = Object(value) as Record<string, unknown>
  if (!isNumber(width) || !isNumber(height)) return undefined
  return { width, height, ...(isNumber(x) && isNumber(y) ? { x, y } : {}) }
}

/** Reads the state file; anything unreadable in it is left out. */
export function readShellState(path: string): ShellState {
  try {
    const { bounds, isMaximized } = Object(JSON.parse(readFileSync(path, 'utf8'))) as Record<
      string,
      unknown
    >
    const known = toBounds(bounds)
    return {
      ...(known ? { bounds: known } : {}),
      ...(isMaximized === true ? { isMaximized } : {})
    }
  } catch {
    return {}
  }
}

/** Changes members of the state file. */
export function updateShellState(path: string, changes: ShellState): void {
  const state = { ...readShellState(path), ...changes }
  try {
    writeFileSync(path, `${JSON.stringify(state, null, 2)}\n`)
  } catch (error) {
    process.stderr.write(`The window's place is not kept, ${path}: ${String(error)}\n`)
  }
}
