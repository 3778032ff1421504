import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TaskOutcome } from '../../../engine/tasks/tasks.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { oneTask } from '../../support/definitions.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TestPlugin } from '../../support/test-plugin.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'
import { until } from '../../support/until.ts'

let core: TestCore
let clock: SteppedClock
let testPlugin: TestPlugin

beforeEach(() => {
  clock = createSteppedClock()
  testPlugin = createTestPlugin()
  core = startTestCore({ clock, plugins: [testPlugin.plugin] })
})
afterEach(() => core.end())

const withToken = (action: string, more = {}) =>
  oneTask(`plugin:test:${action}.waitForTaskToken`, {
    Parameters: { 'token.$': '$$.Task.Token' },
    ...more
  })
const complete = (token: string, outcome: TaskOutcome) =>
  core.host.enqueue((write) => core.tasks.completeByToken(write, token, outcome))
const tokenOf = (call: number): string => testPlugin.calls[call]?.context.taskToken ?? ''

/** Starts a task that waits for its token, and answers the token. */
async function waiting(more = {}): Promise<{ arn: string; token: string }> {
  const arn = await core.run(withToken('echo', more))
  await until(() => core.eventTypes(arn).at(-1) === 'TaskSubmitted')
  return { arn, token: tokenOf(testPlugin.calls.length - 1) }
}

test('a token ends its task once, with an output or with an error', async () => {
  const good = await waiting()
  await complete(good.token, { type: 'succeeded', output: { yes: true } })
  expect(core.describe(good.arn)).toMatchObject({ status: 'SUCCEEDED', output: { yes: true } })
  const bad = await waiting()
  await complete(bad.token, { type: 'failed', error: 'No', cause: 'not today' })
  expect(core.describe(bad.arn)).toMatchObject({ error: 'No', cause: 'not today' })
  await expect(complete(good.token, { type: 'failed' })).rejects.toMatchObject({
    errorName: 'TaskTimedOut'
  })
})

test('a token that was never made is told apart from one that is used up', async () => {
  await expect(complete('x'.repeat(43), { type: 'failed' })).rejects.toMatchObject({
    errorName: 'TaskDoesNotExist'
  })
  await expect(complete('nonsense', { type: 'failed' })).rejects.toMatchObject({
    errorName: 'InvalidToken',
    message: "Invalid Token: 'Invalid token'"
  })
})

test('an answer that comes before the action has returned counts; the action is told to end', async () => {
  const arn = await core.run(withToken('hold'))
  await until(() => testPlugin.calls.length === 1)
  await complete(tokenOf(0), { type: 'succeeded', output: 'early' })
  expect(core.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'early' })
  expect(testPlugin.calls[0]?.context.signal.aborted).toBe(true)
})

test('heartbeats by token keep a task alive, and its time-out ends the token', async () => {
  const { arn, token } = await waiting({ HeartbeatSeconds: 10, TimeoutSeconds: 60 })
  for (let count = 0; count < 5; count++) {
    await clock.advance(9000)
    await core.host.enqueue((write) => core.tasks.heartbeatByToken(write, token))
  }
  expect(core.describe(arn).status).toBe('RUNNING')
  await clock.advance(10_000)
  expect(core.describe(arn).status).toBe('FAILED')
  await expect(complete(token, { type: 'failed' })).rejects.toMatchObject({
    errorName: 'TaskTimedOut'
  })
})
