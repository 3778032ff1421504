import { homedir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'

export type Environment = Record<string, string | undefined>

/**
 * Where Signalbox keeps its data unless told otherwise; the same as the engine's and the command line's.
 */
export function defaultDataFolder(
  platform: string,
  environment: Environment,
  home: string = homedir()
): string {
  const named = environment['SIGNALBOX_DATA']
  if (named) return resolve(named)
  if (platform === 'darwin') return join(home, 'Library/Application Support/Signalbox')
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'Signalbox')
  return join(environment['XDG_DATA_HOME'] ?? join(home, '.local/share'), 'signalbox')
}

/** Whether `path` is the folder or lies in it. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, resolve(folder, path))
  return !way.startsWith('..') && !isAbsolute(way)
}
