import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../../../asl/json.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { oneTask } from '../../support/definitions.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock, letRun } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'
import { until } from '../../support/until.ts'

const HOUR = 3_600_000
const start = Date.UTC(2026, 10, 27, 12)
const wait = (until: JsonObject): JsonObject => ({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', ...until, End: true } }
})

let folder: TempFolder
let clock: SteppedClock
let core: TestCore

beforeEach(() => {
  folder = makeTempFolder()
  clock = createSteppedClock(start)
  begin()
})
afterEach(async () => {
  const ended = core.end()
  // Actions that hang are waited for.
  await clock.advance(10_000)
  await ended
  folder.remove()
})

function begin(): void {
  core = startTestCore({ folder, clock, plugins: [createTestPlugin().plugin] })
}

/** The engine is killed, the wall clock is set, and another engine starts. */
async function restartAt(now: number): Promise<void> {
  await letRun()
  core.crash()
  clock = createSteppedClock(now)
  begin()
  await letRun()
}

const status = (arn: string): string => core.describe(arn).status

test('a Wait takes its seconds though the clock is set back an hour meanwhile', async () => {
  const arn = await core.run(wait({ Seconds: 100 }))
  await clock.advance(40_000)
  clock.sleep(-HOUR)
  await clock.advance(59_000)
  expect(status(arn)).toBe('RUNNING')
  await clock.advance(2000)
  expect(status(arn)).toBe('SUCCEEDED')
})

test('what begins after the step, before any timer has noticed it, takes its own time', async () => {
  const before = await core.run(wait({ Seconds: 100 }))
  clock.sleep(-HOUR)
  const after = await core.run(wait({ Seconds: 200 }))
  await clock.advance(101_000)
  expect([status(before), status(after)]).toEqual(['SUCCEEDED', 'RUNNING'])
  await clock.advance(100_000)
  expect(status(after)).toBe('SUCCEEDED')
})

test('a Wait until a time of day goes by the clock as it is now', async () => {
  const arn = await core.run(wait({ Timestamp: new Date(start + 100_000).toISOString() }))
  clock.sleep(-HOUR)
  await clock.advance(101_000)
  expect(status(arn)).toBe('RUNNING')
  await clock.advance(HOUR)
  expect(status(arn)).toBe('SUCCEEDED')
})

test('a clock that leaps ahead is time that has passed, as in a sleep', async () => {
  const arn = await core.run(wait({ Seconds: 100 }))
  clock.sleep(HOUR)
  await clock.advance(31_000)
  expect(status(arn)).toBe('SUCCEEDED')
})

test('time-outs and heartbeats keep their length across a step back', async () => {
  const timed = await core.run(oneTask('plugin:test:hang', { TimeoutSeconds: 60 }))
  const beating = await core.run(
    oneTask('plugin:test:echo.waitForTaskToken', { HeartbeatSeconds: 60, TimeoutSeconds: 600 })
  )
  await until(() => core.eventTypes(beating).includes('TaskSubmitted'))
  await clock.advance(30_000)
  clock.sleep(-HOUR)
  const token = core.store.db
    .prepare('SELECT token FROM task WHERE token NOT NULL')
    .pluck()
    .get() as string
  await core.host.enqueue((write) => core.tasks.heartbeatByToken(write, token))
  await clock.advance(31_000)
  expect([status(timed), status(beating)]).toEqual(['FAILED', 'RUNNING'])
  await clock.advance(31_000)
  expect(core.describe(beating)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
})

test('a clock that was set back while no engine ran holds nothing up', async () => {
  const arn = await core.run(wait({ Seconds: 100 }))
  await restartAt(start - HOUR)
  await clock.advance(99_000)
  expect(status(arn)).toBe('RUNNING')
  await clock.advance(2000)
  expect(status(arn)).toBe('SUCCEEDED')
})

test('a clock that was set ahead while no engine ran lets everything be due, each end once', async () => {
  const arns = [
    await core.run(wait({ Seconds: 100 })),
    await core.run(oneTask('plugin:test:hang', { TimeoutSeconds: 60 }))
  ]
  await until(() => core.eventTypes(String(arns[1])).includes('TaskStarted'))
  await restartAt(start + HOUR)
  await clock.advance(1000)
  expect(arns.map(status)).toEqual(['SUCCEEDED', 'FAILED'])
})

test('an execution that the clock was set back under ends with its history in order', async () => {
  const arn = await core.run({
    StartAt: 'A',
    States: {
      A: { Type: 'Wait', Seconds: 10, Next: 'B' },
      B: { Type: 'Wait', Seconds: 10, End: true }
    }
  })
  await clock.advance(5000)
  clock.sleep(-HOUR)
  await clock.advance(16_000)
  expect(status(arn)).toBe('SUCCEEDED')
  const types = core.eventTypes(arn)
  expect(types.filter((type) => type === 'WaitStateExited')).toHaveLength(2)
  expect(types.at(-1)).toBe('ExecutionSucceeded')
})
