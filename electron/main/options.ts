import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from './folders.ts'
import type { Environment } from './folders.ts'

/** What the shell was told on its command line and by its environment. */
export interface ShellOptions {
  /** The engine's data folder, absolute. */
  dataFolder: string
  /** Whether it was named; the usual one otherwise. */
  isOwnFolder: boolean
  /** The engine's port; absent: the last one used, if it is free. */
  port?: number
  /** Start with the tray alone, as at login. */
  isHidden: boolean
  /** `utility` in the app; `node` where Electron's own Node is too old for the SQLite binary. */
  engineHost: 'utility' | 'node'
  /** The Node program for the engine host `node`. */
  nodePath: string
}

/**
 * Reads `--data=DIR`, `--port=N` and `--hidden`; other arguments are Chromium's or Electron's and are left alone.
 */
export function readOptions(
  commandLine: readonly string[],
  environment: Environment,
  platform: string = process.platform
): ShellOptions {
  const { values } = parseArgs({
    args: [...commandLine],
    strict: false,
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      hidden: { type: 'boolean' }
    }
  })
  const isOwnFolder = typeof values.data === 'string' && values.data !== ''
  const port = Number(values.port)
  return {
    dataFolder: isOwnFolder
      ? resolve(String(values.data))
      : defaultDataFolder(platform, environment),
    isOwnFolder,
    ...(Number.isInteger(port) && port > 0 && port < 65_536 ? { port } : {}),
    isHidden: values.hidden === true,
    engineHost: environment['ENGINE_HOST'] === 'node' ? 'node' : 'utility',
    nodePath: environment['ENGINE_NODE'] ?? 'node'
  }
}
