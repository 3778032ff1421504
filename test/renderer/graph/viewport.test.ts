import { expect, test } from 'vitest'
import { revealing, startingViewport } from '../../../renderer/graph/viewport.ts'

const place = { width: 640, height: 600 }

/** Where the left and right end of a drawing come to stand. */
function sides(drawing: { width: number; height: number; startX?: number }): [number, number] {
  const { x, zoom } = startingViewport(drawing, place)
  return [x, x + drawing.width * zoom]
}

test('a small drawing is shown in its own size, in the middle', () => {
  const viewport = startingViewport({ width: 200, height: 300 }, place)
  expect(viewport).toEqual({ x: 220, y: 150, zoom: 1 })
})

test('a wide drawing is made small enough to show both its ends', () => {
  const [left, right] = sides({ width: 1300, height: 700, startX: 300 })
  expect(left).toBeGreaterThan(0)
  expect(right).toBeLessThan(place.width)
})

test('a long drawing starts at its top, in its whole width and readable', () => {
  const { y, zoom } = startingViewport({ width: 500, height: 4000 }, place)
  expect(y).toBeGreaterThan(0)
  expect(zoom).toBeGreaterThanOrEqual(0.6)
})

test('a drawing that is far too wide starts with its first state in the middle', () => {
  const { x, zoom } = startingViewport({ width: 9000, height: 600, startX: 2000 }, place)
  expect(x + 2000 * zoom).toBe(place.width / 2)
})

test('a state out of sight is brought into it, one in sight moves nothing', () => {
  const viewport = { x: 0, y: 0, zoom: 1 }
  const size = { width: 208, height: 48 }
  expect(revealing(viewport, { x: 100, y: 100, ...size }, place)).toEqual(viewport)
  expect(revealing(viewport, { x: 1000, y: 100, ...size }, place).x).toBe(640 - 24 - 208 - 1000)
  expect(revealing(viewport, { x: -50, y: -80, ...size }, place)).toEqual({
    x: 74,
    y: 104,
    zoom: 1
  })
})
