import { expect, test } from 'vitest'
import { directionOf, neighbour } from '../../../renderer/graph/neighbour.ts'

const at = (x: number, y: number) => ({ x, y, width: 200, height: 48 })
/** First, under it Second with Handler to its right, and Third below both. */
const boxes = new Map([
  ['First', at(0, 0)],
  ['Second', at(0, 100)],
  ['Handler', at(300, 120)],
  ['Third', at(20, 200)]
])

test('an arrow key leads to the nearest state straight ahead', () => {
  expect(neighbour(boxes, 'First', 'down')).toBe('Second')
  expect(neighbour(boxes, 'Second', 'down')).toBe('Third')
  expect(neighbour(boxes, 'Third', 'up')).toBe('Second')
  expect(neighbour(boxes, 'Second', 'right')).toBe('Handler')
  expect(neighbour(boxes, 'Handler', 'left')).toBe('Second')
})

test('where there is no state in that direction, it leads nowhere', () => {
  expect(neighbour(boxes, 'First', 'up')).toBeUndefined()
  expect(neighbour(boxes, 'Unknown', 'down')).toBeUndefined()
})

test('only the arrow keys name directions', () => {
  expect(directionOf('ArrowLeft')).toBe('left')
  expect(directionOf('Enter')).toBeUndefined()
})
