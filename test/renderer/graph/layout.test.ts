import { expect, test } from 'vitest'
import type { Definition, State } from '../../../asl/definition.ts'
import { graphOf } from '../../../asl/graph.ts'
import { arrowHead, roundedPath, smoothPath } from '../../../renderer/graph/edge-path.ts'
import { placeGraph, type Placed, type PlacedNode } from '../../../renderer/graph/layout.ts'
import { startingViewport } from '../../../renderer/graph/viewport.ts'

const shell = (more: object): State => ({ Type: 'Task', Resource: 'plugin:shell:run', ...more })
const toFailure = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }] }

const story: Definition = {
  StartAt: 'Train',
  States: {
    Train: shell({ ...toFailure, Next: 'Fetch' }),
    Fetch: shell({ ...toFailure, Next: 'Good?' }),
    'Good?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.a', NumericGreaterThan: 1, Next: 'Upload' }],
      Default: 'Weak'
    },
    Upload: shell({ ...toFailure, Next: 'Release' }),
    Release: shell({ End: true }),
    Weak: { Type: 'Fail' },
    Failed: { Type: 'Fail' }
  }
}

const wide: Definition = {
  StartAt: 'Fan',
  States: {
    Fan: {
      Type: 'Parallel',
      Branches: Array.from({ length: 14 }, (_, index) => ({
        StartAt: `Encode ${String(index)}`,
        States: {
          [`Encode ${String(index)}`]: shell({ Next: `Verify ${String(index)}` }),
          [`Verify ${String(index)}`]: shell({ End: true })
        }
      })),
      Next: 'Done'
    },
    Done: { Type: 'Succeed' }
  }
}

const find = (placed: Placed, id: string): PlacedNode => {
  const found = placed.nodes.find(({ node }) => node.id === id)
  if (!found) throw new Error(`no node ${id}`)
  return found
}
const middle = (placed: PlacedNode): number => placed.x + placed.width / 2

/** Pairs of nodes with the same parent whose rectangles touch. */
function overlaps(placed: Placed): string[] {
  const found: string[] = []
  for (const a of placed.nodes) {
    for (const b of placed.nodes) {
      if (a.node.id >= b.node.id || a.node.parentId !== b.node.parentId) continue
      const apart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y
      if (!apart) found.push(`${a.node.id} / ${b.node.id}`)
    }
  }
  return found
}

test('no two states overlap, and children lie within their parents', () => {
  for (const definition of [story, wide]) {
    const placed = placeGraph(graphOf(definition))
    expect(overlaps(placed)).toEqual([])
    for (const one of placed.nodes) {
      const parent = one.node.parentId === undefined ? placed : find(placed, one.node.parentId)
      expect(one.x).toBeGreaterThanOrEqual(0)
      expect(one.x + one.width).toBeLessThanOrEqual(parent.width + 0.5)
      expect(one.y + one.height).toBeLessThanOrEqual(parent.height + 0.5)
    }
  }
})

test('the way of success is one straight line, although each task has a catcher', () => {
  const placed = placeGraph(graphOf(story))
  const line = ['@start', 'Train', 'Fetch', 'Good?', 'Upload', 'Release'].map((id) =>
    Math.round(middle(find(placed, id)))
  )
  expect(new Set(line).size).toBe(1)
})

test('fourteen branches wrap into rows instead of one endless line', () => {
  const placed = placeGraph(graphOf(wide))
  const fan = find(placed, 'Fan')
  expect(fan.width / fan.height).toBeLessThan(3)
  expect(fan.width / fan.height).toBeGreaterThan(0.8)
})

test('every edge of the graph that is drawn has a way, and labels a place', () => {
  const placed = placeGraph(graphOf(story))
  expect(placed.edges).toHaveLength(graphOf(story).edges.length)
  for (const { edge, points, label } of placed.edges) {
    expect(points.length).toBeGreaterThanOrEqual(2)
    if (edge.kind !== 'catch') expect(label !== undefined).toBe(edge.label !== undefined)
  }
})

test('catchers join one trunk beside the main way and say once what they catch', () => {
  const placed = placeGraph(graphOf(story))
  const catches = placed.edges.filter(({ edge }) => edge.kind === 'catch')
  expect(catches).toHaveLength(3)
  expect(new Set(catches.map(({ points }) => points[2]?.x)).size).toBe(1)
  expect(catches.filter(({ label }) => label !== undefined)).toHaveLength(1)
  expect(find(placed, 'Failed').x).toBeGreaterThan(find(placed, 'Release').x)
})

test('no way of an error runs through a state', () => {
  const placed = placeGraph(graphOf(story))
  for (const { edge, points } of placed.edges.filter((one) => one.isOrthogonal)) {
    for (const [index, a] of points.slice(0, -1).entries()) {
      const b = points[index + 1] ?? a
      const crossed = placed.nodes.filter(
        ({ node, x, y, width, height }) =>
          node.id !== edge.from &&
          node.id !== edge.to &&
          Math.max(a.x, b.x) > x &&
          Math.min(a.x, b.x) < x + width &&
          Math.max(a.y, b.y) > y &&
          Math.min(a.y, b.y) < y + height
      )
      expect(crossed.map(({ node }) => `${edge.id} through ${node.id}`)).toEqual([])
    }
  }
})

test('the same graph is placed the same each time', () => {
  expect(placeGraph(graphOf(wide))).toEqual(placeGraph(graphOf(wide)))
})

test('a way becomes a smooth path that ends in an arrow', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 10 },
    { x: 10, y: 20 }
  ]
  expect(smoothPath(points.slice(0, 2))).toBe('M 0 0 L 0 10')
  expect(smoothPath(points)).toBe('M 0 0 Q 0 10 10 20')
  expect(roundedPath([...points.slice(0, 2), { x: 10, y: 10 }], 4)).toBe(
    'M 0 0 L 0 6 Q 0 10 4 10 L 10 10'
  )
  expect(arrowHead(points.slice(0, 2), 8)).toMatch(/^M 0 10 L /)
})

test('a small drawing is centred whole, a long one starts readable at its top', () => {
  expect(startingViewport({ width: 200, height: 100 }, { width: 600, height: 300 })).toEqual({
    x: 200,
    y: 100,
    zoom: 1
  })
  const long = startingViewport({ width: 300, height: 5000 }, { width: 600, height: 400 })
  expect([long.y, long.zoom]).toEqual([24, 0.6])
  const broad = { width: 4000, height: 100, startX: 2000 }
  expect(startingViewport(broad, { width: 600, height: 400 }).x).toBe(300 - 2000 * 0.6)
})
