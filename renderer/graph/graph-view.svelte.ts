import { createContext } from 'svelte'
import type { Edge, Node } from '@xyflow/svelte'
import type { Graph } from '../../asl/graph.ts'
import type { StatusName } from '../statuses.ts'
import type { Placed, PlacedEdge, PlacedNode, Point } from './layout.ts'
import { placeGraph } from './layout.ts'

/** What the drawing shows of a state's progress. Times are seconds since the epoch. */
export interface StateProgress {
  status: StatusName
  visits: number
  active: number
  succeeded: number
  failed: number
  retries: number
  items?: { total: number; succeeded: number; failed: number } | undefined
  enteredAt: number
  exitedAt?: number | undefined
}

export interface GraphInput {
  graph: Graph
  /** By state name; absent where a definition is shown and not an execution. */
  progress?: ReadonlyMap<string, StateProgress> | undefined
  /** Ids of the edges that were taken. */
  taken?: ReadonlySet<string> | undefined
  selected?: string | undefined
  onSelect?: ((stateName: string) => void) | undefined
}

export type StateFlowNode = Node<
  { placed: PlacedNode; isContainer: boolean },
  'state' | 'container' | 'group' | 'marker'
>
export type StateFlowEdge = Edge<{ placed: PlacedEdge; offset: Point }, 'state-edge'>

const LAYER = 10

/** A placed graph as Svelte Flow draws it, and what its nodes need to know while it is live. */
export class GraphView {
  readonly #input: () => GraphInput
  readonly placed: Placed = $derived.by(() => placeGraph(this.#input().graph))
  readonly nodes: StateFlowNode[] = $derived(flowNodes(this.placed))
  readonly edges: StateFlowEdge[] = $derived(flowEdges(this.placed))

  constructor(input: () => GraphInput) {
    this.#input = input
  }

  /** Of the whole drawing in pixels, and where its first state stands. */
  get size(): { width: number; height: number; startX: number } {
    const { width, height, nodes } = this.placed
    const start = nodes.find(({ node }) => node.isStart)
    return { width, height, startX: start ? start.x + start.width / 2 : width / 2 }
  }

  /** Whether an execution is shown: states that were not entered are then drawn faintly. */
  get isExecution(): boolean {
    return this.#input().progress !== undefined
  }

  get selected(): string | undefined {
    return this.#input().selected
  }

  get canSelect(): boolean {
    return this.#input().onSelect !== undefined
  }

  progressOf(stateName: string): StateProgress | undefined {
    return this.#input().progress?.get(stateName)
  }

  isTaken(edgeId: string): boolean {
    return this.#input().taken?.has(edgeId) ?? false
  }

  select(stateName: string): void {
    this.#input().onSelect?.(stateName)
  }
}

function kindOf(
  { node }: PlacedNode,
  parents: ReadonlySet<string | undefined>
): StateFlowNode['type'] {
  if (node.kind === 'group') return 'group'
  if (node.kind !== 'state') return 'marker'
  return parents.has(node.id) ? 'container' : 'state'
}

function depthOf(
  id: string | undefined,
  parentOf: ReadonlyMap<string, string | undefined>
): number {
  let depth = 0
  for (let at = id; at !== undefined; at = parentOf.get(at)) depth += 1
  return depth
}

function flowNodes(placed: Placed): StateFlowNode[] {
  const parents = new Set(placed.nodes.map(({ node }) => node.parentId))
  const parentOf = new Map(placed.nodes.map(({ node }) => [node.id, node.parentId]))
  return placed.nodes.map((one) => ({
    id: one.node.id,
    type: kindOf(one, parents),
    position: { x: one.x, y: one.y },
    width: one.width,
    height: one.height,
    zIndex: LAYER * depthOf(one.node.parentId, parentOf) + 2,
    ...(one.node.parentId === undefined ? {} : { parentId: one.node.parentId }),
    data: { placed: one, isContainer: kindOf(one, parents) === 'container' }
  }))
}

function flowEdges(placed: Placed): StateFlowEdge[] {
  const byId = new Map(placed.nodes.map((one) => [one.node.id, one]))
  const parentOf = new Map(placed.nodes.map(({ node }) => [node.id, node.parentId]))
  const offsetOf = (id: string | undefined): Point => {
    const offset = { x: 0, y: 0 }
    for (let at = id === undefined ? undefined : byId.get(id); at;) {
      offset.x += at.x
      offset.y += at.y
      at = at.node.parentId === undefined ? undefined : byId.get(at.node.parentId)
    }
    return offset
  }
  return placed.edges.map((one) => ({
    id: one.edge.id,
    type: 'state-edge',
    source: one.edge.from,
    target: one.edge.to,
    zIndex: LAYER * depthOf(one.parentId, parentOf) + 1,
    data: { placed: one, offset: offsetOf(one.parentId) }
  }))
}

export const [useGraphView, provideGraphView] = createContext<GraphView>()
