import { readFileSync, statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestCore, TestCoreOptions } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { oneTask } from '../../support/definitions.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TestPlugin } from '../../support/test-plugin.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'
import { until } from '../../support/until.ts'

let testPlugin: TestPlugin
let core: TestCore

beforeEach(() => {
  testPlugin = createTestPlugin()
})
afterEach(async () => {
  await core.end()
})

function start(options: TestCoreOptions = {}): void {
  core = startTestCore({ plugins: [testPlugin.plugin], ...options })
}

describe('outcomes', () => {
  test("a task's output is what its action has returned", async () => {
    start()
    const arn = await core.run(oneTask('plugin:test:echo'), { a: [1, null] })
    expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: { a: [1, null] } })
    expect(core.eventTypes(arn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded'
    ])
  })

  test("a TaskFailure is the task's error and cause", async () => {
    start()
    const arn = await core.run(oneTask('plugin:test:fail'), { error: 'Test.No', cause: 'because' })
    expect(await core.ended(arn)).toMatchObject({
      status: 'FAILED',
      error: 'Test.No',
      cause: 'because'
    })
  })

  test('anything else that is thrown is Signalbox.PluginError, and the engine lives on', async () => {
    start()
    const arn = await core.run(oneTask('plugin:test:throw'))
    expect(await core.ended(arn)).toMatchObject({
      status: 'FAILED',
      error: 'Signalbox.PluginError',
      cause: 'TypeError: a bug in the plugin'
    })
    expect(core.logLines.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('bad input names the field, bad output the promise that is broken', async () => {
    start()
    const bad = await core.run(oneTask('plugin:test:strict'), { name: 5, nickname: 1 })
    const failure = await core.ended(bad)
    expect(failure.error).toBe('Signalbox.InvalidInput')
    expect(failure.cause).toMatch(/name: .*string/)
    expect(failure.cause).toMatch(/nickname/)
    const lie = await core.run(oneTask('plugin:test:strict'), { name: 'lie' })
    expect((await core.ended(lie)).error).toBe('Signalbox.InvalidOutput')
    const notJson = await core.run(oneTask('plugin:test:notJson'))
    expect((await core.ended(notJson)).error).toBe('Signalbox.InvalidOutput')
  })

  test('an output of more than 256 KiB is States.DataLimitExceeded', async () => {
    start()
    const arn = await core.run(oneTask('plugin:test:large'), { bytes: 262_143 })
    expect((await core.ended(arn)).error).toBe('States.DataLimitExceeded')
    const fits = await core.run(oneTask('plugin:test:large'), { bytes: 200_000 })
    expect((await core.ended(fits)).status).toBe('SUCCEEDED')
  })

  test('a resource that nothing serves fails with the nearest known one', async () => {
    start()
    const arn = await core.run(oneTask('arn:aws:states:::dynamodb:getItem'))
    const failure = await core.ended(arn)
    expect(failure.error).toBe('States.Runtime')
    expect(failure.cause).toContain('dynamodb:getItem')
    const lambda = await core.run(oneTask('arn:aws:lambda:us-east-1:123456789012:function:train'))
    expect((await core.ended(lambda)).cause).toContain('Lambda functions do not run here')
  })
})

describe('limits', () => {
  test('no more actions run at once than allowed; the rest waits, oldest first', async () => {
    start({ concurrency: 2 })
    const arns: string[] = []
    for (let count = 0; count < 5; count++) arns.push(await core.run(oneTask('plugin:test:hold')))
    await until(() => testPlugin.calls.length === 2)
    expect(testPlugin.calls.map(({ context }) => context.attempt.executionArn)).toEqual(
      arns.slice(0, 2)
    )
    testPlugin.release()
    await until(() => testPlugin.calls.length === 3)
    for (let count = 0; count < 4; count++) {
      testPlugin.release()
      await until(() => testPlugin.calls.length >= Math.min(5, count + 4))
    }
    for (const arn of arns) expect((await core.ended(arn)).status).toBe('SUCCEEDED')
  })

  test('an action that hangs past its time-out loses its place and its result', async () => {
    const clock = createSteppedClock()
    start({ concurrency: 1, clock })
    const arn = await core.run(oneTask('plugin:test:hang', { TimeoutSeconds: 30 }))
    const next = await core.run(oneTask('plugin:test:echo'))
    await until(() => testPlugin.calls.length === 1)
    await clock.advance(30_000)
    expect(core.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
    expect(testPlugin.calls[0]?.context.signal.aborted).toBe(true)
    expect(core.describe(next).status).toBe('RUNNING')
    await clock.advance(5_000)
    await until(() => core.describe(next).status === 'SUCCEEDED')
  })

  test('heartbeats keep a task alive, their absence ends it', async () => {
    start()
    const arn = await core.run(oneTask('plugin:test:beat', { HeartbeatSeconds: 1 }), { times: 18 })
    expect((await core.ended(arn)).status).toBe('SUCCEEDED')
    const silent = await core.run(oneTask('plugin:test:hold', { HeartbeatSeconds: 1 }))
    expect((await core.ended(silent)).error).toMatch(/^States\.(Heartbeat)?Timeout$/)
  })

  test('long parameters are kept once, with the history, and reach the action whole', async () => {
    start({ isStarted: false })
    const input = { text: 'long '.repeat(10_000) }
    const arn = await core.run(oneTask('plugin:test:echo'), input)
    const stored = core.store.db.prepare('SELECT count(*) FROM payload').pluck()
    const [row] = core.store.db.prepare('SELECT parameters FROM task').pluck().all()
    expect([row, stored.get()]).toEqual(['@1', 1])
    core.start()
    expect((await core.ended(arn)).output).toEqual(input)
  })

  test('a log that floods is kept up to 8 MiB and the execution goes on', async () => {
    start()
    const arn = await core.run(oneTask('plugin:test:flood'), { bytes: 20 * 1024 * 1024 })
    const { id, status } = await core.ended(arn)
    expect(status).toBe('SUCCEEDED')
    const file = core.folder.taskLog({ executionId: id, taskId: 3 })
    const { size } = statSync(file)
    expect(size).toBeGreaterThan(8 * 1024 * 1024)
    expect(size).toBeLessThan(8 * 1024 * 1024 + 200)
    const notices = core.events.filter(({ type }) => type === 'task-log')
    expect(notices.length).toBeLessThanOrEqual(3)
  })
})

describe('secrets', () => {
  test("connections' secrets are masked in log and cause, even in pieces", async () => {
    start({
      services: () => ({
        taskEnded: () => undefined,
        forTasks: {
          connections: {
            find: () =>
              Promise.resolve({ name: 'v', settings: {}, secrets: { password: 'hunter22' } })
          },
          approvals: { request: () => Promise.reject(new Error('none')) },
          outbox: { put: () => Promise.reject(new Error('none')) }
        }
      })
    })
    const arn = await core.run(oneTask('plugin:test:leak'))
    const { id, cause } = await core.ended(arn)
    expect(cause).toBe('the password is ****')
    const text = readFileSync(core.folder.taskLog({ executionId: id, taskId: 3 }), 'utf8')
    expect(text).toBe('****')
  })
})
