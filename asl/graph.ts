/** A definition as nodes and edges, for drawing. Pure, without any layout. */
import { choiceLabel } from './choice-label.ts'
import type { Catcher, Definition, State, StatesBlock, StateType } from './definition.ts'

export interface GraphNode {
  /**
   * Path from the root: `Train`, `Fan/0/Resize` (state `Resize` of the first branch of `Fan`; a Map's
   * states are in group 0). A slash in a name is written `~1`, a tilde `~0`. Groups are `Fan/0`, the
   * markers `start` and `end` of a block are `@start`, `@end`, `Fan/0/@start`.
   */
  id: string
  kind: 'state' | 'group' | 'start' | 'end'
  /** For states: the name; for all others that of the Parallel or Map around them, or empty. */
  stateName: string
  /** For states. */
  type?: StateType
  /** The group that it is in; a group's parent is its Parallel or Map state. */
  parentId?: string
  /** What to show: the state's name, `Branch 1`, `For each item`. */
  label: string
  /** The block starts here. */
  isStart: boolean
  /** The block can end here. */
  isEnd: boolean
  /** For Task states. */
  resource?: string
}

export interface GraphEdge {
  /** Unique within the graph. */
  id: string
  from: string
  to: string
  kind: 'next' | 'choice' | 'default' | 'catch'
  /** The choice rule in words, or the names of the caught errors. */
  label?: string
}

export interface Graph {
  /** Parents before their children; states in the order of the text. */
  nodes: GraphNode[]
  edges: GraphEdge[]
}

interface Builder extends Graph {
  edgeIds: Set<string>
}

/** The inner blocks of a state: a Parallel's branches, a Map's processor. */
function innerBlocksOf(state: State): StatesBlock[] {
  if (state.Type === 'Parallel') return state.Branches
  if (state.Type !== 'Map') return []
  const processor = state.ItemProcessor ?? state.Iterator
  return processor ? [processor] : []
}

function escapeName(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/**
 * The nodes and edges of a definition that has passed the validator.
 *
 * @example
 * graphOf({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }).edges.map((edge) => edge.id)
 * // ['@start>A', 'A>@end']
 */
export function graphOf(definition: Definition): Graph {
  const graph: Builder = { nodes: [], edges: [], edgeIds: new Set() }
  addBlock(graph, definition, undefined, '')
  return { nodes: graph.nodes, edges: graph.edges }
}

interface BlockPlace {
  /** Put before the ids of all that is in the block. */
  prefix: string
  parentId: string | undefined
  block: StatesBlock
}

function addBlock(
  graph: Builder,
  block: StatesBlock,
  parentId: string | undefined,
  around: string
): void {
  const place: BlockPlace = {
    prefix: parentId === undefined ? '' : `${parentId}/`,
    parentId,
    block
  }
  addMarker(graph, place, 'start', around)
  for (const [name, state] of Object.entries(block.States)) addState(graph, place, name, state)
  addMarker(graph, place, 'end', around)
  addEdge(graph, { from: `${place.prefix}@start`, to: idOf(place, block.StartAt), kind: 'next' })
  for (const [name, state] of Object.entries(block.States)) addEdges(graph, place, name, state)
}

function idOf(place: BlockPlace, name: string): string {
  return place.prefix + escapeName(name)
}

function addMarker(
  graph: Builder,
  place: BlockPlace,
  kind: 'start' | 'end',
  stateName: string
): void {
  graph.nodes.push({
    id: `${place.prefix}@${kind}`,
    kind,
    stateName,
    ...(place.parentId === undefined ? {} : { parentId: place.parentId }),
    label: kind === 'start' ? 'Start' : 'End',
    isStart: false,
    isEnd: false
  })
}

function isTerminal(state: State): boolean {
  return state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End)
}

function addState(graph: Builder, place: BlockPlace, name: string, state: State): void {
  const id = idOf(place, name)
  graph.nodes.push({
    id,
    kind: 'state',
    stateName: name,
    type: state.Type,
    ...(place.parentId === undefined ? {} : { parentId: place.parentId }),
    label: name,
    isStart: place.block.StartAt === name,
    isEnd: isTerminal(state),
    ...(state.Type === 'Task' ? { resource: state.Resource } : {})
  })
  innerBlocksOf(state).forEach((block, index) => {
    const groupId = `${id}/${String(index)}`
    graph.nodes.push({
      id: groupId,
      kind: 'group',
      stateName: name,
      parentId: id,
      label: state.Type === 'Map' ? 'For each item' : `Branch ${String(index + 1)}`,
      isStart: false,
      isEnd: false
    })
    addBlock(graph, block, groupId, name)
  })
}

function addEdge(graph: Builder, edge: Omit<GraphEdge, 'id'>): void {
  const base = `${edge.from}>${edge.to}`
  const suffix = edge.kind === 'next' ? '' : `#${edge.kind}`
  let id = base + suffix
  for (let count = 2; graph.edgeIds.has(id); count++) {
    id = `${base}${suffix}${String(count)}`
  }
  graph.edgeIds.add(id)
  graph.edges.push({ id, ...edge })
}

function addEdges(graph: Builder, place: BlockPlace, name: string, state: State): void {
  const from = idOf(place, name)
  if (state.Type === 'Choice') {
    for (const rule of state.Choices) {
      const next = rule['Next']
      if (typeof next !== 'string') continue
      addEdge(graph, { from, to: idOf(place, next), kind: 'choice', label: choiceLabel(rule) })
    }
    if (state.Default !== undefined) {
      addEdge(graph, { from, to: idOf(place, state.Default), kind: 'default', label: 'otherwise' })
    }
  }
  if ('Next' in state) {
    addEdge(graph, { from, to: idOf(place, state.Next), kind: 'next' })
  }
  if (isTerminal(state)) addEdge(graph, { from, to: `${place.prefix}@end`, kind: 'next' })
  if ('Catch' in state) {
    for (const catcher of state.Catch) {
      addEdge(graph, {
        from,
        to: idOf(place, catcher.Next),
        kind: 'catch',
        label: catchLabel(catcher)
      })
    }
  }
}

function catchLabel(catcher: Catcher): string {
  return catcher.ErrorEquals.map((name) => (name === 'States.ALL' ? 'any error' : name)).join(', ')
}
