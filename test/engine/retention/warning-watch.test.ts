import { expect, test } from 'vitest'
import type { EngineEvent } from '../../../api/events.ts'
import type { Warning } from '../../../engine/retention/budget.ts'
import { createWarningWatch } from '../../../engine/retention/warning-watch.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'

test('warnings are told and logged as they come and go, not as their figures change', () => {
  const told: EngineEvent[] = []
  const logged: string[] = []
  const log = {
    ...{ info: () => undefined, error: () => undefined },
    warn: (message: string) => void logged.push(message)
  }
  let warnings: Warning[] = []
  const clock = createSteppedClock(0)
  const tell = (event: EngineEvent): void => void told.push(event)
  const watch = createWarningWatch({ clock, log, tell }, () => warnings)
  watch.look()
  expect(told).toEqual([])
  warnings = [{ kind: 'DISK', text: 'Only 3 bytes are free.' }]
  watch.look()
  warnings = [{ kind: 'DISK', text: 'Only 2 bytes are free.' }]
  watch.look()
  expect(told).toEqual([{ type: 'storage', warnings: ['DISK'] }])
  warnings = []
  watch.look()
  expect(told.at(-1)).toEqual({ type: 'storage', warnings: [] })
  expect(logged).toEqual(['Only 3 bytes are free.'])
})
