import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Presence } from '../../engine/presence/presence.ts'
import { createPresence } from '../../engine/presence/presence.ts'
import type { Absence } from '../../engine/store/queries/absences.ts'
import type { TestCore } from '../support/core.ts'
import { startTestCore } from '../support/core.ts'
import type { SteppedClock } from '../support/stepped-clock.ts'
import { createSteppedClock } from '../support/stepped-clock.ts'

const MINUTE = 60_000
let clock: SteppedClock
let core: TestCore
let presence: Presence
let absences: Pick<Absence, 'kind' | 'from' | 'to'>[]

beforeEach(() => {
  clock = createSteppedClock()
  core = startTestCore({ clock })
  presence = createPresence(core)
  absences = []
  presence.onReturn(({ kind, from, to }) => absences.push({ kind, from, to }))
  presence.start()
})
afterEach(async () => {
  presence.stop()
  await core.end()
})

test('a wall clock that ran ahead of the timers is a sleep, noticed at the next look', async () => {
  await clock.advance(MINUTE)
  const from = clock.now()
  clock.sleep(2 * 60 * MINUTE)
  await clock.advance(MINUTE)
  expect(absences).toEqual([{ kind: 'ASLEEP', from, to: from + 2 * 60 * MINUTE + MINUTE / 2 }])
  expect(presence.absenceAt(from + 60 * MINUTE)?.kind).toBe('ASLEEP')
  expect(presence.absenceAt(clock.now())).toBeUndefined()
})

test('the desktop’s word makes it known at once, and tells a sleep from a clock that was set', () => {
  let resumes = 0
  presence.onResume(() => resumes++)
  presence.suspended()
  clock.sleep(10 * MINUTE)
  presence.resumed()
  expect([absences.at(-1)?.kind, resumes]).toEqual(['ASLEEP', 1])
  clock.sleep(10 * MINUTE)
  presence.look()
  expect(absences.at(-1)?.kind).toBe('CLOCK_CHANGED')
})

test('a clock that was set back is told to those who listen, and is no absence', () => {
  let count = 0
  const end = presence.onSetBack(() => count++)
  clock.sleep(-MINUTE)
  presence.look()
  end()
  clock.sleep(-MINUTE)
  presence.look()
  expect([count, absences]).toEqual([1, []])
})

test('an engine that was off says since when', () => {
  presence.stop()
  const from = clock.now()
  clock.sleep(3 * 60 * MINUTE)
  const next = createPresence(core)
  const found: string[] = []
  next.onReturn(({ kind, from: since }) => found.push(`${kind} ${String(since - from)}`))
  next.start()
  expect(found).toEqual(['ENGINE_OFF 0'])
  next.stop()
})
