import type { KnownResource } from '../../asl/validate/validate.ts'
import { engineResources } from '../nested/engine-actions.ts'
import type { Registry } from './registry.ts'
import { resourceOf } from './registry.ts'

/** What tasks may call, in the validator's shape. */
export function knownResources(registry: Registry): KnownResource[] {
  const own = engineResources.map(({ resource, patterns }) => ({
    ...{ resource, patterns },
    aliases: [resource]
  }))
  const ofPlugins = registry.plugins.flatMap((plugin) =>
    plugin.actions.map((action) => ({
      resource: resourceOf(plugin, action),
      aliases: action.aliases ?? [],
      aliasPrefixes: action.aliasPrefixes ?? [],
      patterns: action.patterns
    }))
  )
  return [...ofPlugins, ...own]
}
