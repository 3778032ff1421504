import type { Output } from '../../api/index.ts'
import type { Json, JsonObject } from '../../asl/json.ts'
import { isJsonObject } from '../../asl/json.ts'
import type { JsonNode, TextRange } from './json-tree.ts'
import { memberOf, nameOf, parseTree, rootOf, valueOf } from './json-tree.ts'

export type PluginDescription = Output<'ListPlugins'>['plugins'][number]

/** A state to start from; offered in the editor's completion and in its "Add state" menu. */
export interface StateTemplate {
  /** Also the name of the new state. */
  name: string
  /** What it is for, in a few words. */
  detail: string
  group: 'States' | 'Plugins'
  state: JsonObject
}

/** One template for each state type. `Next` points at nothing yet: the editor says so until it does. */
export const stateTemplates: readonly StateTemplate[] = [
  {
    name: 'Task',
    detail: 'Do work through a plugin',
    group: 'States',
    state: {
      Type: 'Task',
      Resource: 'plugin:shell:run',
      Parameters: { command: 'echo', arguments: ['hello'] },
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }],
      End: true
    }
  },
  {
    name: 'Pass',
    detail: 'Shape or add data',
    group: 'States',
    state: { Type: 'Pass', Result: { key: 'value' }, ResultPath: '$.result', End: true }
  },
  {
    name: 'Choice',
    detail: 'Go on by a condition',
    group: 'States',
    state: {
      Type: 'Choice',
      Choices: [{ Variable: '$.value', NumericGreaterThan: 0, Next: '' }],
      Default: ''
    }
  },
  {
    name: 'Wait',
    detail: 'Wait for a time',
    group: 'States',
    state: { Type: 'Wait', Seconds: 60, End: true }
  },
  {
    name: 'Parallel',
    detail: 'Run branches at once',
    group: 'States',
    state: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'First', States: { First: { Type: 'Pass', End: true } } },
        { StartAt: 'Second', States: { Second: { Type: 'Pass', End: true } } }
      ],
      End: true
    }
  },
  {
    name: 'Map',
    detail: 'Run for each item of a list',
    group: 'States',
    state: {
      Type: 'Map',
      ItemsPath: '$.items',
      MaxConcurrency: 5,
      ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } },
      End: true
    }
  },
  { name: 'Succeed', detail: 'End well', group: 'States', state: { Type: 'Succeed' } },
  {
    name: 'Fail',
    detail: 'End with an error',
    group: 'States',
    state: { Type: 'Fail', Error: 'Example.Error', Cause: 'Why it failed' }
  }
]

/** A task waits for a person or a callback where its action knows no other pattern. */
function resourceOf(action: PluginDescription['actions'][number]): string {
  const waits = 'wait-for-task-token'
  return action.patterns.includes(waits) && action.patterns.length === 1
    ? `${action.resource}.waitForTaskToken`
    : action.resource
}

/** One template for each example of each action. */
export function pluginTemplates(plugins: readonly PluginDescription[]): StateTemplate[] {
  return plugins.flatMap((plugin) =>
    plugin.actions.flatMap((action) =>
      action.examples.map((example) => ({
        name: example.title,
        detail: `${plugin.title}: ${action.title}`,
        group: 'Plugins' as const,
        state: {
          Type: 'Task',
          Resource: resourceOf(action),
          Parameters: isJsonObject(example.input) ? example.input : {},
          End: true
        } satisfies Record<string, Json>
      }))
    )
  )
}

export interface Insertion {
  /** Offset into the text before the change. */
  from: number
  insert: string
  /** The new state's name, in offsets after the change: what to select. */
  select: TextRange
}

/** The innermost `States` object around an offset, else the one of the whole machine. */
function statesAround(text: string, offset: number): JsonNode | undefined {
  const tree = parseTree(text)
  for (let at: JsonNode | null = tree.resolveInner(offset, -1); at; at = at.parent) {
    const isStates = at.name === 'Property' && nameOf(at, text) === 'States'
    const value = isStates ? valueOf(at) : undefined
    if (value?.name === 'Object') return value
  }
  const root = rootOf(tree)
  const states = root?.name === 'Object' ? memberOf(root, 'States', text) : undefined
  const value = states ? valueOf(states) : undefined
  return value?.name === 'Object' ? value : undefined
}

function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  for (let count = 2; ; count++) {
    const name = `${wanted} ${String(count)}`
    if (!taken.includes(name)) return name
  }
}

/** Names must be unique in the whole machine, so all of its States count. */
function allStateNames(text: string): string[] {
  const names: string[] = []
  parseTree(text).iterate({
    enter: ({ node }) => {
      if (node.name !== 'Property' || nameOf(node, text) !== 'States') return
      const value = valueOf(node)
      for (const state of value?.getChildren('Property') ?? []) names.push(nameOf(state, text))
    }
  })
  return names
}

/** Adds a state after the last one of the States object around `offset`; undefined where there is none. */
export function insertState(
  text: string,
  offset: number,
  template: Pick<StateTemplate, 'name' | 'state'>
): Insertion | undefined {
  const states = statesAround(text, offset)
  if (!states) return undefined
  const last = states.getChildren('Property').at(-1)
  const lineStart = text.lastIndexOf('\n', states.from) + 1
  const outer = /^\s*/.exec(text.slice(lineStart))?.[0] ?? ''
  const indent = `${outer}  `
  const name = JSON.stringify(freeName(template.name, allStateNames(text)))
  const body = JSON.stringify(template.state, null, 2).replaceAll('\n', `\n${indent}`)
  const from = last ? last.to : states.from + 1
  const lead = `${last ? ',' : ''}\n${indent}`
  const isClosedOnLine = !/^\s*\n/.test(text.slice(from)) && /^\s*\}/.test(text.slice(from))
  return {
    from,
    insert: `${lead}${name}: ${body}${isClosedOnLine ? `\n${outer}` : ''}`,
    select: { from: from + lead.length + 1, to: from + lead.length + name.length - 1 }
  }
}
