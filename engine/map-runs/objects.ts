import { mkdirSync } from 'node:fs'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import type { Objects } from '../../plugins/contract/objects.ts'
import type { Plugin } from '../../plugins/contract/plugin.ts'
import type { DataFolder } from '../data-folder.ts'
import type { ConnectionFinder } from '../tasks/services.ts'

/** Opens the objects that map runs read and write, for as long as `work` takes. Rejects with TaskFailure. */
export type OpenObjects = <Result>(
  connection: string | undefined,
  signal: AbortSignal,
  work: (objects: Objects) => Promise<Result>
) => Promise<Result>

/** By the plugin that keeps objects, through the default S3 connection or in its folder. */
export function createOpenObjects(options: {
  plugins: readonly Plugin[]
  folder: DataFolder
  connections: ConnectionFinder
}): OpenObjects {
  const { plugins, folder, connections } = options
  return (connection, signal, work) => {
    const plugin = plugins.find(({ withObjects }) => withObjects !== undefined)
    if (plugin?.withObjects === undefined) {
      throw new TaskFailure(
        'States.Runtime',
        'Expected a plugin that keeps objects, found none: the plugin s3 is missing.'
      )
    }
    const pluginFolder = folder.plugin(plugin.id)
    mkdirSync(pluginFolder, { recursive: true, mode: 0o700 })
    const context = {
      signal,
      log: { write: () => undefined },
      files: { pluginFolder },
      connection: (type: string, name?: string) => connections.find(type, name)
    }
    return plugin.withObjects(context, connection, work)
  }
}

/** A text of a request; undefined where it is absent or of another type. */
export function textIn(parameters: Readonly<Record<string, unknown>>, name: string) {
  const value = parameters[name]
  return typeof value === 'string' ? value : undefined
}
