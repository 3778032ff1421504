import type { GraphEdge, GraphNode } from '../../asl/graph.ts'
import type { PlacedEdge, PlacedNode, Point } from './layout.ts'

/** How far under a state its error line runs, and how far from each other the trunks stand. */
const DROP = 9
const TRUNK_GAP = 16
const SIDE = 14
const ENTRY = 20

export interface Parted {
  /** States that the start leads to without an error. */
  main: GraphNode[]
  /** States that only catchers lead to. */
  handlers: GraphNode[]
}

/** Sorts the states of one block: the ways without errors, and what is there for errors alone. */
export function partHandlers(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Parted {
  const reached = new Set(
    nodes.filter((node) => node.kind !== 'state' || node.isStart).map((node) => node.id)
  )
  for (let size = -1; size !== reached.size;) {
    size = reached.size
    for (const edge of edges) {
      if (edge.kind !== 'catch' && reached.has(edge.from)) reached.add(edge.to)
    }
  }
  return {
    main: nodes.filter((node) => reached.has(node.id)),
    handlers: nodes.filter((node) => !reached.has(node.id))
  }
}

interface Sides {
  parentId: string | undefined
  main: readonly PlacedNode[]
  mainWidth: number
  handlers: readonly PlacedNode[]
  handlersSize: { width: number; height: number }
  /** Edges between the two sides, either way. */
  edges: readonly GraphEdge[]
  labelWidthOf: (edge: GraphEdge) => number
}

/**
 * Puts the handlers to the right of the main ways and draws the lines between: under each guarded
 * state one leaves to the right and joins the trunk of its handler, as on a track plan. Moves the
 * handlers; answers the edges and how far the whole thing was moved to the right and down.
 */
export function joinHandlers(sides: Sides): { edges: PlacedEdge[]; x: number; y: number } {
  const byId = new Map([...sides.main, ...sides.handlers].map((placed) => [placed.node.id, placed]))
  const intoHandlers = sides.edges.filter((edge) => edge.kind === 'catch')
  const targets = [...new Set(intoHandlers.map((edge) => edge.to))]
  const entry = ENTRY * 2 + Math.max(0, ...intoHandlers.map(sides.labelWidthOf))
  const x = sides.mainWidth + TRUNK_GAP * targets.length + entry
  const y = heightOf(sides, intoHandlers, byId)
  for (const placed of sides.handlers) {
    placed.x += x
    placed.y += y
  }
  const labelled = new Set<string>()
  const edges = sides.edges.flatMap((edge): PlacedEdge[] => {
    const from = byId.get(edge.from)
    const to = byId.get(edge.to)
    if (!from || !to) return []
    if (edge.kind !== 'catch') return [wayBack(edge, sides.parentId, from, to)]
    const trunk = sides.mainWidth + TRUNK_GAP * (targets.indexOf(edge.to) + 1)
    const placed = wayToHandler(edge, sides, { from, to, trunk })
    const group = `${edge.to} ${edge.label ?? ''}`
    if (labelled.has(group)) return [placed]
    labelled.add(group)
    return [withLabel(placed, sides, { intoHandlers, trunk, to })]
  })
  return { edges, x, y }
}

/** Handlers stand beside the middle of the states that they guard. */
function heightOf(
  sides: Sides,
  edges: readonly GraphEdge[],
  byId: ReadonlyMap<string, PlacedNode>
): number {
  const sources = edges.flatMap((edge) => byId.get(edge.from) ?? [])
  const mean = sources.reduce((sum, source) => sum + source.y, 0) / Math.max(1, sources.length)
  const bottom = Math.max(...sides.main.map((placed) => placed.y + placed.height))
  return Math.max(0, Math.min(bottom - sides.handlersSize.height, mean))
}

interface Ends {
  from: PlacedNode
  to: PlacedNode
  trunk: number
}

function wayToHandler(edge: GraphEdge, sides: Sides, { from, to, trunk }: Ends): PlacedEdge {
  const start = { x: from.x + from.width - SIDE, y: from.y + from.height }
  const under = rowBottom(from, sides.main) + DROP
  const entry = to.y + to.height / 2
  const points: Point[] = [
    start,
    { x: start.x, y: under },
    { x: trunk, y: under },
    { x: trunk, y: entry },
    { x: to.x, y: entry }
  ]
  return { edge, parentId: sides.parentId, points, isOrthogonal: true }
}

/** Where all catchers of a handler catch the same, the word stands once, at its entry. */
function withLabel(
  placed: PlacedEdge,
  sides: Sides,
  at: { intoHandlers: readonly GraphEdge[]; trunk: number; to: PlacedNode }
): PlacedEdge {
  const { edge } = placed
  const labels = new Set(
    at.intoHandlers.filter(({ to }) => to === edge.to).map(({ label }) => label)
  )
  const labelWidth = sides.labelWidthOf(edge)
  const entry = { x: at.to.x - ENTRY - labelWidth / 2, y: at.to.y + at.to.height / 2 }
  const stub = { x: at.trunk - labelWidth / 2 - DROP, y: placed.points[1]?.y ?? 0 }
  return { ...placed, label: labels.size === 1 ? entry : stub, labelWidth }
}

/** The lowest edge of all that stands in the same row: the line runs under it. */
function rowBottom(from: PlacedNode, nodes: readonly PlacedNode[]): number {
  const beside = nodes.filter(
    (one) => one.y < from.y + from.height && one.y + one.height > from.y && one.x >= from.x
  )
  return Math.max(...beside.map((one) => one.y + one.height))
}

/** From a handler back to a state of the main ways, or to the end: over the handlers, into its top. */
function wayBack(
  edge: GraphEdge,
  parentId: string | undefined,
  from: PlacedNode,
  to: PlacedNode
): PlacedEdge {
  const middle = { x: from.x + from.width / 2, y: from.y + from.height }
  if (to.node.kind === 'end') {
    const level = to.y + to.height / 2
    const points =
      level > middle.y
        ? [middle, { x: middle.x, y: level }, { x: to.x + to.width, y: level }]
        : [
            { x: from.x, y: from.y + from.height / 2 },
            { x: to.x + to.width, y: level }
          ]
    return { edge, parentId, points, isOrthogonal: true }
  }
  const over = to.y - DROP
  const right = from.x + from.width + ENTRY
  const points = [
    { x: from.x + from.width, y: from.y + from.height / 2 },
    { x: right, y: from.y + from.height / 2 },
    { x: right, y: over },
    { x: to.x + to.width - SIDE * 2, y: over },
    { x: to.x + to.width - SIDE * 2, y: to.y }
  ]
  return { edge, parentId, points, isOrthogonal: true }
}
