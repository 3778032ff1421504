import { expect, test } from 'vitest'
import { FairQueue } from '../../../engine/host/fair-queue.ts'

function queueOf(...items: string[]): FairQueue<string> {
  const queue = new FairQueue<string>()
  for (const item of items) queue.push(item[0] ?? '', item)
  return queue
}

test('lines take turns; within a line the order stays', () => {
  expect([...queueOf('a1', 'a2', 'a3', 'b1', 'c1', 'c2').inTurns()]).toEqual([
    ...['a1', 'b1', 'c1', 'a2', 'c2', 'a3']
  ])
})

test('what came while others were served stays, even in a new line', () => {
  const queue = queueOf('a1', 'a2', 'b1')
  const served = new Set(['a1', 'b1'])
  queue.push('c', 'c1')
  queue.push('b', 'b2')
  queue.remove(served)
  expect([...queue.inTurns()]).toEqual(['c1', 'a2', 'b2'])
})

test('it is empty once all have left', () => {
  const queue = queueOf('a1', 'b1')
  queue.remove(new Set(['a1']))
  expect(queue.isEmpty).toBe(false)
  expect(queue.removeAll(() => true)).toEqual(['b1'])
  expect(queue.isEmpty).toBe(true)
})
