import { afterEach, expect, test } from 'vitest'
import { startTestCore } from '../../support/core.ts'
import type { TestCore } from '../../support/core.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import { passChain } from '../../support/definitions.ts'

let core: TestCore

afterEach(async () => {
  await core.end()
})

test('an execution of pure states is on the disk, ended, when its start is answered', async () => {
  core = startTestCore()
  const arn = await core.run(passChain(3), { a: 1 })
  expect(core.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: { a: 1 } })
  expect(core.eventTypes(arn)).toEqual([
    'ExecutionStarted',
    ...Array.from({ length: 3 }, () => ['PassStateEntered', 'PassStateExited']).flat(),
    'ExecutionSucceeded'
  ])
})

test('a wait ends when its timer is due, not before', async () => {
  const clock = createSteppedClock()
  core = startTestCore({ clock })
  const arn = await core.run({
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 90, End: true } }
  })
  await clock.advance(89_000)
  expect(core.describe(arn).status).toBe('RUNNING')
  await clock.advance(1_000)
  expect(core.describe(arn).status).toBe('SUCCEEDED')
})
