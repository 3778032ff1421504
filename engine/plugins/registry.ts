import type { Action } from '../../plugins/contract/action.ts'
import type { ConnectionType } from '../../plugins/contract/connection.ts'
import type { Plugin } from '../../plugins/contract/plugin.ts'
import { editDistance } from './edit-distance.ts'

export interface RegisteredAction {
  plugin: Plugin
  action: Action
}

/** The actions and connection types of all plugins, indexed. */
export interface Registry {
  readonly plugins: readonly Plugin[]
  /** The action that serves a Resource without its pattern suffix, by its own name, an alias or the beginning of one. */
  find: (resource: string) => RegisteredAction | undefined
  /** The known resource most like an unknown one, for messages. */
  nearest: (resource: string) => string | undefined
  /** All resources that are served, aliases included, sorted. */
  resources: () => string[]
  connectionType: (type: string) => ConnectionType | undefined
}

/** Two plugins claim the same thing, or one is named against the rules. */
export class PluginConflictError extends Error {
  override name = 'PluginConflictError'
}

/** `plugin:<plugin>:<action>`. */
export function resourceOf(plugin: Plugin, action: Action): string {
  return `plugin:${plugin.id}:${action.name}`
}

/**
 * Indexes plugins. Throws PluginConflictError where two of them claim one resource or connection type.
 *
 * @example
 * createRegistry([shell]).find('plugin:shell:run')?.action.title
 */
export function createRegistry(plugins: readonly Plugin[]): Registry {
  const byResource = new Map<string, RegisteredAction>()
  const byPrefix: { prefix: string; registered: RegisteredAction }[] = []
  const connectionTypes = new Map<string, ConnectionType>()
  for (const plugin of plugins) {
    for (const action of plugin.actions) {
      for (const resource of [resourceOf(plugin, action), ...(action.aliases ?? [])]) {
        const other = byResource.get(resource)
        if (other) throw conflict(resource, other.plugin.id, plugin.id)
        byResource.set(resource, { plugin, action })
      }
      for (const prefix of action.aliasPrefixes ?? []) {
        byPrefix.push({ prefix, registered: { plugin, action } })
      }
    }
    for (const connectionType of plugin.connectionTypes) {
      if (connectionTypes.has(connectionType.type)) {
        throw conflict(`connection type '${connectionType.type}'`, 'another plugin', plugin.id)
      }
      connectionTypes.set(connectionType.type, connectionType)
    }
  }
  const resources = [...byResource.keys()].sort()
  return {
    plugins,
    find: (resource) =>
      byResource.get(resource) ??
      byPrefix.find(({ prefix }) => resource.startsWith(prefix))?.registered,
    nearest: (resource) => nearestOf(resource, resources),
    resources: () => [...resources],
    connectionType: (type) => connectionTypes.get(type)
  }
}

function conflict(what: string, first: string, second: string): PluginConflictError {
  return new PluginConflictError(
    `Expected each resource and connection type to be defined once, but ${what} is defined by ` +
      `'${first}' and by '${second}'. Remove one of the two plugins.`
  )
}

function nearestOf(resource: string, known: readonly string[]): string | undefined {
  let best: { resource: string; distance: number } | undefined
  for (const candidate of known) {
    const distance = editDistance(resource.toLowerCase(), candidate.toLowerCase())
    if (!best || distance < best.distance) best = { resource: candidate, distance }
  }
  // Something wholly unlike it would mislead.
  const limit = Math.max(4, resource.length * 0.6)
  return best && best.distance <= limit ? best.resource : undefined
}
