import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where Signalbox keeps its data: what `--data` says, else SIGNALBOX_DATA, else the place that the
 * system has for it. The engine and the desktop app resolve it alike (a test holds them together).
 */
export function dataFolderOf(
  option: string | undefined,
  environment: Environment,
  platform: string = process.platform
): string {
  return resolve(option ?? defaultDataFolder(platform, environment))
}

function defaultDataFolder(platform: string, environment: Environment): string {
  const named = environment['SIGNALBOX_DATA']
  if (named) return named
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/Signalbox')
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'Signalbox')
  }
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'signalbox')
}
