import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestCore, TestCoreOptions } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { oneTask } from '../../support/definitions.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import type { TestPlugin } from '../../support/test-plugin.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'
import { until } from '../../support/until.ts'

let folder: TempFolder
let core: TestCore
let testPlugin: TestPlugin

beforeEach(() => {
  folder = makeTempFolder()
})
afterEach(async () => {
  await core.end()
  folder.remove()
})

/** A new engine run on the same folder. */
function start(options: TestCoreOptions = {}): void {
  testPlugin = createTestPlugin()
  core = startTestCore({ folder, plugins: [testPlugin.plugin], ...options })
}

/** Until the action is at work and its lease is stored: one that may be repeated begins before that. */
async function untilAtWork(arn: string): Promise<void> {
  await until(() => testPlugin.calls.length === 1)
  await until(() => core.eventTypes(arn).includes('TaskStarted'))
}

test('an action that may not be repeated fails with Signalbox.TaskInterrupted', async () => {
  start()
  const arn = await core.run(oneTask('plugin:test:hold'))
  await until(() => testPlugin.calls.length === 1)
  core.crash()
  start()
  expect(await core.ended(arn)).toMatchObject({
    status: 'FAILED',
    error: 'Signalbox.TaskInterrupted'
  })
  expect(testPlugin.calls).toEqual([])
  expect(core.notices).toEqual(['The previous run ended unexpectedly; 1 execution was resumed.'])
})

test('an action that may be repeated runs again, and is told so, without a second TaskStarted', async () => {
  start()
  const arn = await core.run(oneTask('plugin:test:holdRepeat'))
  await untilAtWork(arn)
  core.crash()
  start()
  await until(() => testPlugin.calls.length === 1)
  testPlugin.release()
  expect(await core.ended(arn)).toMatchObject({
    output: { isResumed: true, isAfterReboot: false }
  })
  expect(core.eventTypes(arn).filter((type) => type === 'TaskStarted')).toHaveLength(1)
})

test.each(['crash', 'end'] as const)(
  'an action whose computer has gone down is told so, whatever had ended the engine (%s), and after a second crash still',
  async (ending) => {
    start({ bootId: 'first' })
    const arn = await core.run(oneTask('plugin:test:holdRepeat'))
    await untilAtWork(arn)
    await core[ending]()
    start({ bootId: 'second' })
    await until(() => testPlugin.calls.length === 1)
    core.crash()
    start({ bootId: 'second' })
    await until(() => testPlugin.calls.length === 1)
    testPlugin.release()
    expect(await core.ended(arn)).toMatchObject({ output: { isAfterReboot: true } })
  }
)

test('a task that was scheduled and not started runs as if nothing had happened', async () => {
  start({ isStarted: false })
  const arn = await core.run(oneTask('plugin:test:echo'), { a: 1 })
  core.crash()
  start()
  expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: { a: 1 } })
})

test('timers that came due while there was no engine fire at the next start', async () => {
  const clock = createSteppedClock()
  start({ clock })
  const arn = await core.run({
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 60, End: true } }
  })
  core.crash()
  clock.sleep(3_600_000)
  start({ clock })
  await clock.advance(0)
  expect(core.describe(arn).status).toBe('SUCCEEDED')
})

test('a long run of pure states is continued where its last step has ended', async () => {
  start()
  const arn = await core.run(
    {
      StartAt: 'More',
      States: {
        More: {
          Type: 'Choice',
          Choices: [{ Variable: '$.count', NumericLessThan: 3000, Next: 'Add' }],
          Default: 'Done'
        },
        Add: {
          Type: 'Pass',
          Parameters: { 'count.$': 'States.MathAdd($.count, 1)' },
          Next: 'More'
        },
        Done: { Type: 'Succeed' }
      }
    },
    { count: 0 }
  )
  expect(core.describe(arn).status).toBe('RUNNING')
  core.crash()
  start()
  expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: { count: 3000 } })
})

test('a task that waits for its token goes on waiting, and its token works', async () => {
  start()
  const arn = await core.run(
    oneTask('plugin:test:echo.waitForTaskToken', { Parameters: { 'token.$': '$$.Task.Token' } })
  )
  await until(() => core.eventTypes(arn).includes('TaskSubmitted'))
  const token = core.store.db.prepare('SELECT token FROM task').pluck().get() as string
  core.crash()
  start()
  await core.host.enqueue((write) =>
    core.tasks.completeByToken(write, token, { type: 'succeeded', output: 'yes' })
  )
  expect(core.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'yes' })
  const again = core.host.enqueue((write) =>
    core.tasks.completeByToken(write, token, { type: 'succeeded', output: 'no' })
  )
  await expect(again).rejects.toMatchObject({ errorName: 'TaskTimedOut' })
})

test('an orderly stop tells actions, leaves their tasks open, and the next run has nothing to report', async () => {
  start()
  const arn = await core.run(oneTask('plugin:test:holdRepeat'))
  await until(() => testPlugin.calls.length === 1)
  const first = testPlugin.calls[0]
  await core.end()
  expect(first?.context.signal.reason).toMatchObject({ name: 'EngineStopping' })
  start()
  expect(core.notices).toEqual([])
  await until(() => testPlugin.calls.length === 1)
  testPlugin.release()
  expect((await core.ended(arn)).status).toBe('SUCCEEDED')
})
