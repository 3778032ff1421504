import type { Point } from './layout.ts'

/** An SVG path along the points, rounded at each turn. */
export function smoothPath(points: readonly Point[]): string {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (!first || !last) return ''
  let path = `M ${at(first)}`
  rest.slice(0, -1).forEach((point, index) => {
    const next = rest[index + 1] ?? last
    const isEnd = index === rest.length - 2
    path += ` Q ${at(point)} ${at(isEnd ? last : middle(point, next))}`
  })
  return rest.length === 1 ? `${path} L ${at(last)}` : path
}

/** An SVG path of straight lines whose corners are rounded by this radius. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first] = points
  if (!first) return ''
  let path = `M ${at(first)}`
  points.slice(1).forEach((point, index) => {
    const before = points[index] ?? first
    const after = points[index + 2]
    if (!after) {
      path += ` L ${at(point)}`
      return
    }
    const [start, end] = [towards(point, before, radius), towards(point, after, radius)]
    path += ` L ${at(start)} Q ${at(point)} ${at(end)}`
  })
  return path
}

/** The point on the way from one to the other, this far along but at most half of it. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const part = length === 0 ? 0 : Math.min(0.5, distance / length)
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/** The head of an arrow at the last point, as the path of a small triangle. */
export function arrowHead(points: readonly Point[], size: number): string {
  const tip = points.at(-1)
  const from = points.at(-2)
  if (!tip || !from) return ''
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x)
  const corner = (turn: number): Point => ({
    x: tip.x - size * Math.cos(angle + turn),
    y: tip.y - size * Math.sin(angle + turn)
  })
  return `M ${at(tip)} L ${at(corner(0.5))} L ${at(corner(-0.5))} Z`
}

function at(point: Point): string {
  return `${String(Math.round(point.x * 10) / 10)} ${String(Math.round(point.y * 10) / 10)}`
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
