import { expect, test } from 'vitest'
import type { Definition, State } from '../../../asl/definition.ts'
import { graphOf } from '../../../asl/graph.ts'
import { arrowHead, smoothPath } from '../../../renderer/graph/edge-path.ts'
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
    expect(label !== undefined).toBe(edge.label !== undefined)
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
  expect(arrowHead(points.slice(0, 2), 8)).toMatch(/^M 0 10 L /)
})

test('a small drawing is centred whole, a long one starts readable at its top', () => {
  expect(startingViewport({ width: 200, height: 100 }, { width: 600, height: 300 })).toEqual({
    x: 200,
    y: 100,
    zoom: 1
  })
  const long = startingViewport({ width: 300, height: 5000 }, { width: 600, height: 400 })
  expect([long.y, long.zoom]).toEqual([24, 0.65])
})
