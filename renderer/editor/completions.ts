/** What may be written at a place of a definition. Pure; `definition-extensions.ts` hands it to CodeMirror. */
import type { Cursor, JsonNode, PathSegment } from './json-tree.ts'
import { cursorAt, memberOf, nameOf, parseTree, rootOf, valueOf, valuesOf } from './json-tree.ts'
import type { PluginDescription, StateTemplate } from './state-templates.ts'
import { pluginTemplates, stateTemplates } from './state-templates.ts'
import { fieldsByType, machineFields, statesErrors } from './state-fields.ts'

export interface Suggestion {
  label: string
  detail?: string
  info?: string
  kind: 'name' | 'value' | 'state' | 'resource' | 'template'
  /** Set for a whole new state: inserted with its own rules. */
  template?: StateTemplate
}

export interface Suggestions extends Cursor {
  suggestions: Suggestion[]
}

function values(labels: readonly string[], kind: Suggestion['kind'] = 'value'): Suggestion[] {
  return labels.map((label) => ({ label, kind }))
}

function nodeAt(root: JsonNode, path: readonly PathSegment[], text: string): JsonNode | undefined {
  let node: JsonNode | undefined = root
  for (const segment of path) {
    if (typeof segment === 'number') node = node ? valuesOf(node)[segment] : undefined
    else {
      const property: JsonNode | undefined = node && memberOf(node, segment, text)
      node = property && valueOf(property)
    }
  }
  return node
}

function memberNames(node: JsonNode | undefined, text: string): string[] {
  return node?.getChildren('Property').map((property) => nameOf(property, text)) ?? []
}

/** The names of the states that a transition at `path` may go to: those of its own block. */
function reachableStates(root: JsonNode, path: readonly PathSegment[], text: string): string[] {
  const at = path.lastIndexOf('States', path.length - 2)
  const block = path.at(-1) === 'StartAt' ? path.slice(0, -1) : path.slice(0, Math.max(at, 0))
  const own = path.at(-1) === 'StartAt' ? undefined : path[at + 1]
  return memberNames(nodeAt(root, [...block, 'States'], text), text).filter((name) => name !== own)
}

function resources(plugins: readonly PluginDescription[]): Suggestion[] {
  return plugins.flatMap((plugin) =>
    plugin.actions.flatMap((action) => {
      const about = { detail: action.title, info: action.description, kind: 'resource' as const }
      const waits = action.patterns.includes('wait-for-task-token')
      return [
        { label: action.resource, ...about },
        ...(waits ? [{ label: `${action.resource}.waitForTaskToken`, ...about }] : []),
        ...action.aliases.map((alias) => ({ label: alias, ...about }))
      ]
    })
  )
}

function errorNames(plugins: readonly PluginDescription[]): Suggestion[] {
  const own = plugins.flatMap((plugin) =>
    plugin.actions.flatMap((action) =>
      action.errors
        .filter((error) => !error.name.includes('*'))
        .map((error) => ({
          label: error.name,
          detail: action.title,
          info: error.description,
          kind: 'value' as const
        }))
    )
  )
  return [...values(statesErrors), ...own]
}

function valueSuggestions(
  root: JsonNode,
  { path }: Cursor,
  text: string,
  plugins: readonly PluginDescription[]
): Suggestion[] {
  const name = path.findLast((segment) => typeof segment === 'string')
  switch (name) {
    case 'Type':
      return values(Object.keys(fieldsByType))
    case 'Next':
    case 'Default':
    case 'StartAt':
      return values(reachableStates(root, path, text), 'state')
    case 'Resource':
      return resources(plugins)
    case 'ErrorEquals':
      return errorNames(plugins)
    case 'QueryLanguage':
      return values(['JSONPath', 'JSONata'])
    case 'JitterStrategy':
      return values(['FULL', 'NONE'])
    default:
      return []
  }
}

function typeOf(object: JsonNode | undefined, text: string): string | undefined {
  const property = object && memberOf(object, 'Type', text)
  const value = property && valueOf(property)
  return value ? text.slice(value.from + 1, value.to - 1) : undefined
}

function parametersOf(
  state: JsonNode | undefined,
  text: string,
  plugins: readonly PluginDescription[]
): Suggestion[] {
  const property = state && memberOf(state, 'Resource', text)
  const value = property && valueOf(property)
  const resource = value ? text.slice(value.from + 1, value.to - 1).split('.wait')[0] : undefined
  const action = plugins
    .flatMap((plugin) => plugin.actions)
    .find((one) => one.resource === resource || one.aliases.includes(resource ?? ''))
  const properties = action?.inputSchema.properties
  if (typeof properties !== 'object' || properties === null) return []
  return Object.entries(properties).map(([label, schema]) => {
    const { description } = (schema ?? {}) as { description?: string }
    return { label, kind: 'name', ...(description ? { info: description } : {}) }
  })
}

function nameSuggestions(
  root: JsonNode,
  { path, range }: Cursor,
  text: string,
  plugins: readonly PluginDescription[]
): Suggestion[] {
  const objectPath = range ? path.slice(0, -1) : path
  const object = nodeAt(root, objectPath, text)
  const owner = objectPath.at(-1)
  if (owner === 'States' && !range) {
    const templates = [...stateTemplates, ...pluginTemplates(plugins)]
    return templates.map((template) => ({
      label: template.name,
      detail: template.detail,
      kind: 'template',
      template
    }))
  }
  const fields = fieldsFor(root, objectPath, text, plugins)
  const written = new Set(memberNames(object, text))
  const current = range ? path.at(-1) : undefined
  return fields.filter(({ label }) => label === current || !written.has(label))
}

function fieldsFor(
  root: JsonNode,
  path: readonly PathSegment[],
  text: string,
  plugins: readonly PluginDescription[]
): Suggestion[] {
  const owner = path.at(-1)
  if (path.length === 0) return values(machineFields, 'name')
  if (path.at(-2) === 'States') {
    const type = typeOf(nodeAt(root, path, text), text)
    return values((type && fieldsByType[type]) || ['Type', 'Comment', 'Next', 'End'], 'name')
  }
  if (owner === 'Parameters' || owner === 'Arguments') {
    return parametersOf(nodeAt(root, path.slice(0, -1), text), text, plugins)
  }
  if (path.at(-2) === 'Retry') return values(fieldsByElement.Retry, 'name')
  if (path.at(-2) === 'Catch') return values(fieldsByElement.Catch, 'name')
  return []
}

const fieldsByElement = {
  Retry: [
    'ErrorEquals',
    'IntervalSeconds',
    'MaxAttempts',
    'BackoffRate',
    'MaxDelaySeconds',
    'JitterStrategy',
    'Comment'
  ],
  Catch: ['ErrorEquals', 'Next', 'ResultPath', 'Output', 'Assign', 'Comment']
} as const

/** What fits at an offset of a definition, and what of the text it would replace. */
export function suggestionsAt(
  text: string,
  offset: number,
  plugins: readonly PluginDescription[]
): Suggestions | undefined {
  const tree = parseTree(text)
  const root = rootOf(tree)
  const cursor = cursorAt(tree, text, offset)
  if (!root || !cursor) return undefined
  const suggestions =
    cursor.slot === 'value'
      ? valueSuggestions(root, cursor, text, plugins)
      : nameSuggestions(root, cursor, text, plugins)
  return suggestions.length > 0 ? { ...cursor, suggestions } : undefined
}
