import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { openChannel } from '../../engine/channel.ts'

test('what the desktop app tells of the computer reaches the engine, and nothing of another shape', () => {
  const own = Object.assign(new EventEmitter(), { send: () => true })
  const channel = openChannel(own as unknown as NodeJS.Process)
  const told: unknown[] = []
  channel?.onFacts((facts) => told.push(facts))
  own.emit('message', { type: 'facts', isOnBattery: true, idleSeconds: 90 })
  own.emit('message', { type: 'facts', isOnBattery: 'yes', idleSeconds: 90 })
  own.emit('message', { type: 'resume' })
  expect(told).toEqual([{ isOnBattery: true, idleSeconds: 90 }])
})
