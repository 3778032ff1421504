import { expect, test } from 'vitest'
import { createBusNotifier } from '../../electron/main/bus-notifier.ts'
import { hasTrayHost } from '../../electron/main/tray-host.ts'
import type { BusCall, SessionBus } from '../../electron/main/session-bus.ts'

/** A session bus whose answers and signals a test gives by hand. */
function steeredBus(answer: (call: BusCall) => [unknown, ...unknown[]]) {
  const calls: BusCall[] = []
  const listeners = new Map<string, (body: readonly unknown[]) => void>()
  const bus: SessionBus = {
    call: (call, onAnswer) => {
      calls.push(call)
      onAnswer(...answer(call))
    },
    onSignal: ({ member }, listener) => listeners.set(member, listener),
    close: () => undefined
  }
  return {
    bus,
    calls,
    signal: (member: string, ...body: unknown[]) => listeners.get(member)?.(body)
  }
}

function notice(answers: string[], key = 'approval:1') {
  return {
    key,
    title: 'Release?',
    body: '<img src=x> & more',
    buttons: [{ id: 'approve', label: 'Approve' }],
    onAnswer: (id: string) => answers.push(id)
  }
}

test('a pressed button comes back once, and a click on the notice opens', () => {
  const answers: string[] = []
  const { bus, signal } = steeredBus(() => [undefined, 7])
  const notifier = createBusNotifier(bus, 'Signalbox')
  notifier.show(notice(answers))
  signal('ActionInvoked', 8, 'approve')
  signal('ActionInvoked', 7, 'approve')
  signal('ActionInvoked', 7, 'approve')
  notifier.show(notice(answers))
  signal('ActionInvoked', 7, 'default')
  expect(answers).toEqual(['approve', 'open'])
})

test('a dismissed notice answers nothing', () => {
  const answers: string[] = []
  const { bus, signal } = steeredBus(() => [undefined, 7])
  createBusNotifier(bus, 'Signalbox').show(notice(answers))
  signal('NotificationClosed', 7, 2)
  signal('ActionInvoked', 7, 'approve')
  expect(answers).toEqual([])
})

test('text of a workflow stays text, and the same key replaces its notice', () => {
  const { bus, calls } = steeredBus(() => [undefined, 7])
  const notifier = createBusNotifier(bus, 'Signalbox')
  notifier.show(notice([]))
  notifier.show(notice([]))
  expect(calls.map(({ body }) => body?.[1])).toEqual([0, 7])
  expect(calls[0]?.body?.[4]).toBe('&lt;img src=x&gt; &amp; more')
})

test('what was answered elsewhere is withdrawn from the desktop', () => {
  const { bus, calls } = steeredBus(() => [undefined, 7])
  const notifier = createBusNotifier(bus, 'Signalbox')
  notifier.show(notice([]))
  notifier.withdraw('approval:1')
  notifier.withdraw('approval:2')
  expect(calls.slice(1).map(({ member, body }) => [member, body])).toEqual([
    ['CloseNotification', [7]]
  ])
})

test('Linux has a tray only where a desktop says so on the bus', async () => {
  const shows = (value: boolean): SessionBus =>
    steeredBus(() => [undefined, [[{ type: 'b', child: [] }], [value]]]).bus
  expect(await hasTrayHost('linux', shows(true))).toBe(true)
  expect(await hasTrayHost('linux', shows(false))).toBe(false)
  expect(await hasTrayHost('linux', steeredBus(() => [new Error('no such name')]).bus)).toBe(false)
  expect(await hasTrayHost('linux', undefined)).toBe(false)
  expect(await hasTrayHost('darwin', undefined)).toBe(true)
})
