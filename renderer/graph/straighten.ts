import type { GraphEdge, GraphNode } from '../../asl/graph.ts'
import type { PlacedEdge, PlacedNode, Point } from './layout.ts'

const MARGIN = 14
/** Half a line of a label, in pixels. */
const LABEL_HALF_HEIGHT = 10

/** Something that must stay where it is; a way that is to be kept free. `x` is the middle. */
interface Item {
  x: number
  y: number
  halfWidth: number
  halfHeight: number
}

/**
 * Puts the way of success on one straight line where there is room for it: dagre lets it wander to
 * and fro around long edges (those of catchers above all). Changes the nodes and edges of one block;
 * their coordinates are relative to it.
 */
export function straighten(nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): void {
  const chain = mainChain(nodes, edges)
  const inChain = new Set(chain.map((placed) => placed.node.id))
  const chainEdges = new Set(
    chain.flatMap((placed, index) => edgesBetween(edges, placed, chain[index + 1]))
  )
  const obstacles = [
    ...nodes.filter((placed) => !inChain.has(placed.node.id)).map(itemOf),
    ...edges.filter((edge) => !chainEdges.has(edge)).flatMap(edgeItems)
  ]
  for (const run of straightRuns(chain, obstacles)) moveRun(run, edges)
}

/** From the start: along Next, the first choice, else the default, until a state comes again. */
function mainChain(nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): PlacedNode[] {
  const byId = new Map(nodes.map((placed) => [placed.node.id, placed]))
  const isFirst = ({ kind, isStart }: GraphNode): boolean => kind === 'start' || isStart
  const chain: PlacedNode[] = []
  let at = nodes.find((placed) => isFirst(placed.node))
  while (at && !chain.includes(at)) {
    chain.push(at)
    const id = at.node.id
    const onward = (kind: GraphEdge['kind']): PlacedEdge | undefined =>
      edges.find(({ edge }) => edge.from === id && edge.kind === kind)
    const edge = onward('next') ?? onward('choice') ?? onward('default')
    at = edge && byId.get(edge.edge.to)
  }
  // An edge that leads back up is no way down.
  const end = chain.findIndex(
    (placed, index) => index > 0 && placed.y <= (chain[index - 1]?.y ?? 0)
  )
  return end < 0 ? chain : chain.slice(0, end)
}

function edgesBetween(
  edges: readonly PlacedEdge[],
  from: PlacedNode,
  to: PlacedNode | undefined
): PlacedEdge[] {
  const found = edges.find(
    ({ edge }) => edge.kind !== 'catch' && edge.from === from.node.id && edge.to === to?.node.id
  )
  return found ? [found] : []
}

function itemOf(placed: PlacedNode): Item {
  return {
    x: placed.x + placed.width / 2,
    y: placed.y + placed.height / 2,
    halfWidth: placed.width / 2,
    halfHeight: placed.height / 2
  }
}

function edgeItems(placed: PlacedEdge): Item[] {
  const bends = placed.points
    .slice(1, -1)
    .map((point) => ({ ...point, halfWidth: 0, halfHeight: 1 }))
  if (!placed.label) return bends
  const halfWidth = (placed.labelWidth ?? 0) / 2
  return [...bends, { ...placed.label, halfWidth, halfHeight: LABEL_HALF_HEIGHT }]
}

interface Run {
  members: PlacedNode[]
  low: number
  high: number
}

/** Parts of the chain that fit on one line each. */
function straightRuns(chain: readonly PlacedNode[], obstacles: readonly Item[]): Run[] {
  const runs: Run[] = []
  let run: Run | undefined
  for (const placed of chain) {
    const [low, high] = freeWay(itemOf(placed), obstacles)
    const [nextLow, nextHigh] = run
      ? [Math.max(run.low, low), Math.min(run.high, high)]
      : [low, high]
    if (run && nextLow <= nextHigh) {
      run.members.push(placed)
      run.low = nextLow
      run.high = nextHigh
    } else {
      run = { members: [placed], low, high }
      runs.push(run)
    }
  }
  return runs
}

/** From where to where the middle may move without touching what is beside it. */
function freeWay(item: Item, obstacles: readonly Item[]): [number, number] {
  let low = item.halfWidth
  let high = Number.POSITIVE_INFINITY
  for (const other of obstacles) {
    if (Math.abs(other.y - item.y) > other.halfHeight + item.halfHeight) continue
    const distance = other.halfWidth + item.halfWidth + MARGIN
    if (other.x < item.x) low = Math.max(low, other.x + distance)
    else high = Math.min(high, other.x - distance)
  }
  return [Math.min(low, item.x), Math.max(high, item.x)]
}

function moveRun(run: Run, edges: readonly PlacedEdge[]): void {
  const middles = run.members.map((placed) => itemOf(placed).x)
  const mean = middles.reduce((sum, x) => sum + x, 0) / middles.length
  const target = Math.max(run.low, Math.min(run.high, mean))
  const moves = new Map(run.members.map((placed) => [placed.node.id, target - itemOf(placed).x]))
  for (const placed of run.members) placed.x = target - placed.width / 2
  for (const placed of edges) {
    const from = moves.get(placed.edge.from)
    const to = moves.get(placed.edge.to)
    if (from !== undefined && to !== undefined && placed.edge.kind !== 'catch') {
      makeStraight(placed, target)
    } else {
      shift(placed.points.at(0), from)
      shift(placed.points.at(-1), to)
    }
  }
}

/** An edge between two members of a run: their places are one above the other. */
function makeStraight(placed: PlacedEdge, x: number): void {
  const first = placed.points.at(0)
  const last = placed.points.at(-1)
  if (!first || !last) return
  placed.points = [
    { x, y: first.y },
    { x, y: last.y }
  ]
  if (placed.label) placed.label = { x, y: placed.label.y }
}

function shift(point: Point | undefined, distance: number | undefined): void {
  if (point && distance !== undefined) point.x += distance
}
