import { expect, test } from 'vitest'
import { nearLimits, PayloadMeter } from '../../../renderer/features/executions/limit-gauges.ts'
import type { HistoryEvent } from '../../../renderer/features/executions/visits.ts'

const limits = { historyEvents: 12, historyEventsLimit: 25_000, payloadLimit: 262_144 }

const entered = (id: number, input: string): HistoryEvent => ({
  id,
  previousEventId: id - 1,
  timestamp: 1,
  type: 'PassStateEntered',
  stateEnteredEventDetails: { name: 'A', input }
})

test('no gauge is shown up to half of a limit, nor where the engine tells none', () => {
  expect(nearLimits(limits, 12_500, 131_072)).toEqual([])
  expect(nearLimits(undefined, 24_000, 0)).toEqual([])
})

test('above half of it the gauge tells value and limit', () => {
  const [events, payload] = nearLimits(limits, 20_000, 262_144)
  expect(events).toMatchObject({ value: 20_000, limit: 25_000, text: '20,000 of 25,000 events' })
  expect(payload).toMatchObject({ value: 262_144, text: '256 KB of 256 KB payload' })
})

test('events that are not read yet count as well', () => {
  expect(nearLimits({ ...limits, historyEvents: 13_000 }, 0, 0)).toMatchObject([{ value: 13_000 }])
})

test('the largest payload is measured in bytes, over all events that come', () => {
  const meter = new PayloadMeter()
  const first = [entered(1, '{}'), entered(2, '"ééé"')]
  expect(meter.largestOf(first)).toBe(8)
  const more = [...first, entered(3, '"aaaaaaaaaa"'), entered(4, '[]')]
  expect(meter.largestOf(more)).toBe(12)
  expect(meter.largestOf(more)).toBe(12)
})
