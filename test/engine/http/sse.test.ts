import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EngineEvent } from '../../../api/events.ts'
import { followEvents } from '../../../api/event-stream.ts'
import { inTransaction } from '../../../engine/store/transaction.ts'
import { passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { until } from '../../support/until.ts'

let doors: TestDoors
const open: AbortController[] = []
beforeEach(async () => {
  doors = await startTestDoors()
})
afterEach(async () => {
  for (const controller of open.splice(0)) controller.abort()
  await doors.end()
})

/** A listener as a browser is one, with all that it was sent. */
async function listen(headers: Record<string, string> = {}) {
  const controller = new AbortController()
  open.push(controller)
  const response = await fetch(`${doors.url}/events`, {
    headers: { authorization: `Bearer ${doors.token}`, ...headers },
    signal: controller.signal
  })
  const state = { text: '', isOver: false, controller, response }
  void (async () => {
    try {
      const decoder = new TextDecoder()
      for await (const chunk of response.body ?? []) state.text += decoder.decode(chunk)
    } catch {
      // The test has hung up.
    }
    state.isOver = true
  })()
  return state
}

const idsOf = (text: string): number[] =>
  [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
const eventsOf = (text: string): EngineEvent[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '') as EngineEvent)

function tellSchedule(name: string): void {
  inTransaction(doors.store, (write) => write.notify({ type: 'schedule', name }))
}

test('notices of commits reach a listener with ascending commit numbers', async () => {
  const listener = await listen()
  expect(listener.response.headers.get('content-type')).toContain('text/event-stream')
  await doors.core.ended(await doors.core.run(passChain(1)))
  const isEnd = (event: EngineEvent) => event.type === 'execution' && event.status === 'SUCCEEDED'
  await until(() => eventsOf(listener.text).some(isEnd))
  expect(eventsOf(listener.text).map(({ type }) => type)).toContain('state-machine')
  const ids = idsOf(listener.text)
  expect(ids).toEqual([...ids].sort((one, other) => one - other))
})

test('a listener that comes back gets what it missed, and nothing twice', async () => {
  const first = await listen()
  tellSchedule('one')
  await until(() => eventsOf(first.text).length === 1)
  first.controller.abort()
  tellSchedule('two')
  tellSchedule('three')
  const second = await listen({ 'last-event-id': String(idsOf(first.text).at(-1)) })
  tellSchedule('four')
  await until(() => eventsOf(second.text).length === 3)
  const names = eventsOf(second.text).map((event) => (event.type === 'schedule' ? event.name : ''))
  expect(names).toEqual(['two', 'three', 'four'])
})

test('a listener that was away for too long, or comes from another database, is told to ask for everything', async () => {
  const before = await listen()
  for (let count = 0; count < 200; count += 1) {
    inTransaction(doors.store, (write) => {
      for (let notice = 0; notice < 60; notice += 1) write.notify({ type: 'schedule', name: 'x' })
    })
  }
  await until(() => idsOf(before.text).length > 1)
  const first = idsOf(before.text)[0] ?? 0
  for (const id of [String(first), '999999999', 'nonsense']) {
    const listener = await listen({ 'last-event-id': id })
    await until(() => eventsOf(listener.text).length > 0)
    expect(eventsOf(listener.text)).toEqual([{ type: 'reset' }])
  }
})

test('what is not kept carries no id', async () => {
  const listener = await listen()
  await until(() => idsOf(listener.text).length === 1)
  doors.events.tell({ type: 'task-log', executionArn: 'a', taskId: 1, size: 2 })
  await until(() => eventsOf(listener.text).length === 1)
  expect(idsOf(listener.text)).toHaveLength(1)
})

test('the client of api/ follows, and hears of the end', async () => {
  const controller = new AbortController()
  open.push(controller)
  const events: EngineEvent[] = []
  const connections: boolean[] = []
  const following = followEvents({
    ...{ url: doors.url, token: doors.token, signal: controller.signal },
    onEvent: (event) => void events.push(event),
    onConnection: (isConnected) => void connections.push(isConnected)
  })
  await until(() => connections.includes(true))
  tellSchedule('heard')
  await until(() => events.length === 1)
  expect(events).toEqual([{ type: 'schedule', name: 'heard' }])
  controller.abort()
  await following
})
