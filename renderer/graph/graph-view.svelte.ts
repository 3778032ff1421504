import { createContext } from 'svelte'
import type { Edge, Node } from '@xyflow/svelte'
import type { Graph } from '../../asl/graph.ts'
import type { StatusName } from '../statuses.ts'
import { statusLooks } from '../statuses.ts'
import type { Placed, PlacedEdge, PlacedNode, Point } from './layout.ts'
import { STATE_HEIGHT, placeGraph } from './layout.ts'
import type { Direction } from './neighbour.ts'
import { neighbour } from './neighbour.ts'
import type { Box } from './viewport.ts'

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
  /** Whether the arrow keys take the selection with them. */
  selectsOnArrows?: boolean
}

export type StateFlowNode = Node<
  { placed: PlacedNode; isContainer: boolean },
  'state' | 'container' | 'group' | 'marker'
>
export type StateFlowEdge = Edge<{ placed: PlacedEdge; offset: Point }, 'state-edge'>

const LAYER = 10
/** From so many states on a drawing is easier to find one's way in with a small map of it. */
const MAP_FROM_STATES = 25

/** A placed graph as Svelte Flow draws it, and what its nodes need to know while it is live. */
export class GraphView {
  readonly #input: () => GraphInput
  readonly placed: Placed = $derived.by(() => placeGraph(this.#input().graph))
  readonly nodes: StateFlowNode[] = $derived(flowNodes(this.placed))
  readonly edges: StateFlowEdge[] = $derived(flowEdges(this.placed))
  /** Where each state (of a container: its head) stands in the whole drawing, by state name. */
  readonly boxes: ReadonlyMap<string, Box> = $derived(stateBoxes(this.placed))
  /** The state that the arrow keys have gone to. */
  #visited = $state<string | undefined>()

  constructor(input: () => GraphInput) {
    this.#input = input
  }

  /** Of the whole drawing in pixels, and where its first state stands. */
  get size(): { width: number; height: number; startX: number } {
    const { width, height } = this.placed
    const start = this.boxes.get(this.#start ?? '')
    return { width, height, startX: start ? start.x + start.width / 2 : width / 2 }
  }

  get needsMap(): boolean {
    return this.boxes.size > MAP_FROM_STATES
  }

  /** The colour of a node on the map of the graph, as a class: only simple states are on it. */
  mapClassOf(id: string): string {
    const found = this.nodes.find((one) => one.id === id)
    if (found?.type !== 'state') return 'other'
    const progress = this.progressOf(found.data.placed.node.stateName)
    return progress ? statusLooks[progress.status].tone : ''
  }

  /** The one state that Tab leads to: where the arrow keys were, the selected one, or the first. */
  readonly tabStop: string | undefined = $derived.by(() => {
    const found = [this.#visited, this.selected].find(
      (name) => name !== undefined && this.boxes.has(name)
    )
    return found ?? this.#start
  })

  get #start(): string | undefined {
    const starts = this.placed.nodes.filter(({ node }) => node.isStart)
    return starts.find(({ node }) => node.parentId === undefined)?.node.stateName
  }

  /** Says which state has the focus. */
  visit(stateName: string): void {
    this.#visited = stateName
  }

  /** The state that an arrow key leads to from another; a selection may go along. */
  goFrom(stateName: string, direction: Direction): string | undefined {
    const name = neighbour(this.boxes, stateName, direction)
    if (name === undefined) return undefined
    this.#visited = name
    if (this.#input().selectsOnArrows && this.selected !== undefined) this.select(name)
    return name
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

/** Where a block begins in the whole drawing, by the id of the node that holds it. */
function offsets(placed: Placed): (id: string | undefined) => Point {
  const byId = new Map(placed.nodes.map((one) => [one.node.id, one]))
  return (id) => {
    const offset = { x: 0, y: 0 }
    for (let at = id === undefined ? undefined : byId.get(id); at;) {
      offset.x += at.x
      offset.y += at.y
      at = at.node.parentId === undefined ? undefined : byId.get(at.node.parentId)
    }
    return offset
  }
}

function stateBoxes(placed: Placed): Map<string, Box> {
  const offsetOf = offsets(placed)
  const states = placed.nodes.filter(({ node }) => node.kind === 'state')
  return new Map(
    states.map(({ node, width, height }) => [
      node.stateName,
      { ...offsetOf(node.id), width, height: Math.min(height, STATE_HEIGHT) }
    ])
  )
}

function flowEdges(placed: Placed): StateFlowEdge[] {
  const parentOf = new Map(placed.nodes.map(({ node }) => [node.id, node.parentId]))
  const offsetOf = offsets(placed)
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
