import { z } from 'zod'
import type { DataFolder } from '../../data-folder.ts'
import type { Examples } from '../../examples/examples.ts'
import type { Host } from '../../host/host.ts'
import type { Registry } from '../../plugins/registry.ts'
import { resourceOf } from '../../plugins/registry.ts'
import type { Durability } from '../../store/log-sync.ts'
import type { Store } from '../../store/open.ts'
import { databaseBytes } from '../../store/queries/engine-run.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { toSeconds, wireDurability } from './wire.ts'

type Names = 'DescribeEngine' | 'ListPlugins' | 'ListExamples' | 'InstallExample'

export interface EngineHandlerServices {
  store: Store
  host: Host
  folder: DataFolder
  registry: Registry
  examples: Examples
  version: string
  /** Milliseconds since the epoch. */
  startedAt: number
  durability: Durability
  /** What the user should know, in plain sentences. */
  notices: () => string[]
}

export function engineHandlers(services: EngineHandlerServices): Pick<Handlers, Names> {
  const { store, host, folder, registry, examples } = services
  return {
    DescribeEngine: () => ({
      version: services.version,
      nodeVersion: process.versions.node,
      pid: process.pid,
      dataFolder: folder.path,
      startedDate: toSeconds(services.startedAt),
      databaseBytes: databaseBytes(reader(store)),
      durability: wireDurability[services.durability],
      notices: services.notices()
    }),
    ListPlugins: () => ({ plugins: registry.plugins.map(toPlugin) }),
    ListExamples: () => ({ examples: examples.list(reader(store)) }),
    InstallExample: ({ name }) => host.enqueue((write) => examples.install(write, name))
  }
}

function toPlugin(plugin: Registry['plugins'][number]) {
  return {
    id: plugin.id,
    version: plugin.version,
    title: plugin.title,
    description: plugin.description,
    actions: plugin.actions.map((action) => ({
      name: action.name,
      resource: resourceOf(plugin, action),
      aliases: [...(action.aliases ?? [])],
      title: action.title,
      description: action.description,
      patterns: [...action.patterns],
      inputSchema: toJsonSchema(action.input, 'input'),
      outputSchema: toJsonSchema(action.output, 'output'),
      errors: action.errors.map(({ name, description }) => ({ name, description })),
      examples: action.examples.map(({ title, input }) => ({ title, input }))
    })),
    connectionTypes: plugin.connectionTypes.map((type) => ({
      type: type.type,
      title: type.title,
      description: type.description,
      settingsSchema: toJsonSchema(type.settings, 'input'),
      secretNames: type.secrets.map(({ name }) => name)
    }))
  }
}

/** JSON Schema (draft 2020-12) for forms; what has no form there is left open. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' })
}
