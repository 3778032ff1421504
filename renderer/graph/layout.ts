// cspell:ignore multigraph rankdir nodesep ranksep edgesep minlen labelpos -- dagre's own words
import { Graph as LayoutGraph, layout } from '@dagrejs/dagre'
import type { Graph, GraphEdge, GraphNode } from '../../asl/graph.ts'
import { joinHandlers, partHandlers } from './catchers.ts'
import { straighten } from './straighten.ts'

export interface Point {
  x: number
  y: number
}

/** A node with its place: `x`, `y` of the top left corner relative to its parent, in pixels. */
export interface PlacedNode extends Point {
  node: GraphNode
  width: number
  height: number
}

/** An edge with its way: points relative to the parent of its ends. */
export interface PlacedEdge {
  edge: GraphEdge
  /** The block that both ends are in; undefined for the outermost one. */
  parentId: string | undefined
  points: Point[]
  /** The middle of its label, and how wide that is. */
  label?: Point
  labelWidth?: number
  /** Level and upright lines with rounded corners, instead of one curve. */
  isOrthogonal?: boolean
}

export interface Placed {
  nodes: PlacedNode[]
  edges: PlacedEdge[]
  width: number
  height: number
}

export const STATE_WIDTH = 208
export const STATE_HEIGHT = 48
const MARKER = 24
const CONTAINER_HEADER = 44
const PADDING = 16
const GAP = 12
const LABEL_CHARACTER = 6.4
const LABEL_MAX = 250
/** A window is wider than high: groups are wrapped to about this ratio. */
const ASPECT = 1.9
/** A few branches stand side by side only as far as a window shows them so. */
const WIDEST_ROW = 1080

/** Heavier edges are drawn shorter and straighter: the way of success comes first. */
const edgeWeights = { next: 24, choice: 12, default: 4, catch: 1 } as const

interface Block {
  nodes: PlacedNode[]
  edges: PlacedEdge[]
  width: number
  height: number
}

/**
 * Places a graph: each block (the machine, a branch, a Map's processor) is laid out from the top
 * down by itself; a Parallel's branches stand side by side, and wrap into rows where there are many.
 * Branches draw no start and end markers: their frame says the same.
 */
export function placeGraph(graph: Graph): Placed {
  const children = Map.groupBy(graph.nodes, (node) => node.parentId)
  const edgesFrom = Map.groupBy(graph.edges, (edge) => edge.from)
  return placeBlock(undefined, { children, edgesFrom })
}

interface Source {
  children: Map<string | undefined, GraphNode[]>
  edgesFrom: Map<string, GraphEdge[]>
}

function placeBlock(parentId: string | undefined, source: Source): Block {
  const members = (source.children.get(parentId) ?? []).filter(
    (node) => parentId === undefined || node.kind === 'state'
  )
  const inner = new Map(members.map((node) => [node.id, placeInside(node, source)]))
  const names = new Set(members.map((node) => node.id))
  const edges = members
    .flatMap((node) => source.edgesFrom.get(node.id) ?? [])
    .filter((edge) => names.has(edge.to))
  const { main, handlers } = partHandlers(members, edges)
  const mainBlock = placeWays({ parentId, members: main, inner, edges })
  if (handlers.length === 0) return mainBlock
  return beside(
    mainBlock,
    placeWays({ parentId, members: handlers, inner, edges }),
    edges,
    parentId
  )
}

interface Ways {
  parentId: string | undefined
  members: GraphNode[]
  inner: Map<string, Block | undefined>
  edges: GraphEdge[]
}

/** Lays out some states and the edges between them. */
function placeWays({ parentId, members, inner, edges }: Ways): Block {
  const names = new Set(members.map((node) => node.id))
  const between = edges.filter((edge) => names.has(edge.from) && names.has(edge.to))
  const drawn = new LayoutGraph({ multigraph: true })
  drawn.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 30, edgesep: 16 })
  for (const node of members) drawn.setNode(node.id, { ...sizeOf(node, inner.get(node.id)) })
  for (const edge of between) drawn.setEdge(edge.from, edge.to, edgeLabel(edge), edge.id)
  layout(drawn)
  return collect({ parentId, members, inner, edges: between, drawn })
}

/** Handlers to the right of the main ways, and the lines between the two. */
function beside(
  main: Block,
  handlers: Block,
  edges: readonly GraphEdge[],
  parentId: string | undefined
): Block {
  const own = (block: Block): PlacedNode[] =>
    block.nodes.filter((placed) => placed.node.parentId === parentId)
  const isMain = new Set(own(main).map((placed) => placed.node.id))
  const joined = joinHandlers({
    parentId,
    main: own(main),
    mainWidth: main.width,
    handlers: own(handlers),
    handlersSize: handlers,
    edges: edges.filter((edge) => isMain.has(edge.from) !== isMain.has(edge.to)),
    labelWidthOf: (edge) => labelWidthOf(edge.label)
  })
  const move = ({ x, y }: Point): Point => ({ x: x + joined.x, y: y + joined.y })
  const moved = handlers.edges.map((placed) => {
    if (placed.parentId !== parentId) return placed
    const points = placed.points.map(move)
    return { ...placed, points, ...(placed.label ? { label: move(placed.label) } : {}) }
  })
  const all = [...joined.edges, ...moved]
  return {
    nodes: [...main.nodes, ...handlers.nodes],
    edges: [...main.edges, ...all],
    width: Math.max(
      joined.x + handlers.width,
      ...all
        .filter((one) => one.parentId === parentId)
        .flatMap((one) => one.points.map(({ x }) => x))
    ),
    height: Math.max(main.height, joined.y + handlers.height)
  }
}

function sizeOf(node: GraphNode, inside: Block | undefined): { width: number; height: number } {
  if (node.kind === 'start' || node.kind === 'end') return { width: MARKER, height: MARKER }
  if (!inside) return { width: STATE_WIDTH, height: STATE_HEIGHT }
  return {
    width: Math.max(STATE_WIDTH, inside.width + 2 * PADDING),
    height: CONTAINER_HEADER + inside.height + PADDING
  }
}

function edgeLabel(edge: GraphEdge): Record<string, unknown> {
  const weight = edgeWeights[edge.kind]
  if (edge.label === undefined) return { weight, minlen: 1 }
  return { weight, width: labelWidthOf(edge.label), height: 20, labelpos: 'c', minlen: 1 }
}

function labelWidthOf(label: string | undefined): number {
  return label === undefined ? 0 : Math.min(LABEL_MAX, label.length * LABEL_CHARACTER + 16)
}

/** What dagre leaves at an edge; its own types say `any`. */
type DrawnEdge = { points?: Point[]; width?: number } & Partial<Point>

interface DrawnWays {
  parentId: string | undefined
  members: GraphNode[]
  inner: Map<string, Block | undefined>
  edges: GraphEdge[]
  drawn: LayoutGraph
}

function collect({ parentId, members, inner, edges, drawn }: DrawnWays): Block {
  const own = members.map((node): PlacedNode => {
    const place = pointOf(drawn.node(node.id) as Partial<Point>)
    const { width, height } = sizeOf(node, inner.get(node.id))
    return { node, x: place.x - width / 2, y: place.y - height / 2, width, height }
  })
  const ways = edges.map((edge): PlacedEdge => {
    const way = drawn.edge({ v: edge.from, w: edge.to, name: edge.id }) as DrawnEdge
    const points = (way.points ?? []).map(pointOf)
    if (edge.label === undefined) return { edge, parentId, points }
    return { edge, parentId, points, label: pointOf(way), labelWidth: way.width ?? 0 }
  })
  straighten(own, ways)
  const right = Math.max(
    ...own.map((placed) => placed.x + placed.width),
    ...ways.flatMap((way) => way.points.map((point) => point.x)),
    ...ways.map((way) => (way.label?.x ?? 0) + (way.labelWidth ?? 0) / 2)
  )
  return {
    nodes: own.flatMap((placed) => [placed, ...(inner.get(placed.node.id)?.nodes ?? [])]),
    edges: [...ways, ...[...inner.values()].flatMap((block) => block?.edges ?? [])],
    width: right,
    height: Math.max(...own.map((placed) => placed.y + placed.height))
  }
}

function pointOf(place: Partial<Point>): Point {
  return { x: place.x ?? 0, y: place.y ?? 0 }
}

/** The groups of a Parallel or Map, in rows; undefined for all other nodes. */
function placeInside(node: GraphNode, source: Source): Block | undefined {
  const groups = (source.children.get(node.id) ?? []).filter((child) => child.kind === 'group')
  if (groups.length === 0) return undefined
  const blocks = groups.map((group) => ({ group, block: placeBlock(group.id, source) }))
  const sizes = blocks.map(({ block }) => ({
    width: block.width + 2 * PADDING,
    height: block.height + 2 * PADDING
  }))
  const columns = columnsFor(sizes)
  const result: Block = { nodes: [], edges: [], width: 0, height: 0 }
  let y = 0
  for (let start = 0; start < blocks.length; start += columns) {
    const row = sizes.slice(start, start + columns)
    const height = Math.max(...row.map((size) => size.height))
    let x = 0
    row.forEach(({ width }, index) => {
      const entry = blocks[start + index]
      if (!entry) return
      result.nodes.push({
        node: entry.group,
        x: PADDING + x,
        y: CONTAINER_HEADER + y,
        width,
        height
      })
      result.nodes.push(...entry.block.nodes.map((placed) => inset(placed, entry.group.id)))
      result.edges.push(...entry.block.edges.map((edge) => insetEdge(edge, entry.group.id)))
      x += width + GAP
    })
    result.width = Math.max(result.width, x - GAP)
    y += height + GAP
  }
  result.height = y - GAP
  return result
}

/** Moves what stands directly in a group off the group's frame. */
function inset(placed: PlacedNode, groupId: string): PlacedNode {
  if (placed.node.parentId !== groupId) return placed
  return { ...placed, x: placed.x + PADDING, y: placed.y + PADDING }
}

function insetEdge(placed: PlacedEdge, groupId: string): PlacedEdge {
  if (placed.parentId !== groupId) return placed
  const move = ({ x, y }: Point): Point => ({ x: x + PADDING, y: y + PADDING })
  return {
    ...placed,
    points: placed.points.map(move),
    ...(placed.label ? { label: move(placed.label) } : {})
  }
}

function columnsFor(sizes: readonly { width: number; height: number }[]): number {
  if (sizes.length <= 4) {
    const widest = Math.max(...sizes.map((size) => size.width))
    const fitting = Math.max(1, Math.floor((WIDEST_ROW + GAP) / (widest + GAP)))
    return Math.min(sizes.length, fitting)
  }
  const mean = (pick: 'width' | 'height'): number =>
    sizes.reduce((sum, size) => sum + size[pick], 0) / sizes.length
  const ideal = Math.sqrt((sizes.length * ASPECT * mean('height')) / mean('width'))
  return Math.max(3, Math.min(sizes.length, Math.round(ideal)))
}
