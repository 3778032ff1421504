import { z } from 'zod'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findTask } from '../../../engine/store/queries/tasks.ts'
import { reader } from '../../../engine/store/transaction.ts'
import { storeOutcome } from '../../../engine/tasks/lease.ts'
import { defineAction } from '../../../plugins/contract/action.ts'
import { definePlugin } from '../../../plugins/contract/plugin.ts'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { oneTask } from '../../support/definitions.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { until } from '../../support/until.ts'

let folder: TempFolder
let clock: SteppedClock
let core: TestCore
/** Of the attempts that run, oldest first; none of them listens to its signal. */
let attempts: ((output: string) => void)[]

/** Of all tasks, as they are stored: 1 SCHEDULED, 2 RUNNING. */
const statuses = (): unknown[] => core.store.db.prepare('SELECT status FROM task').pluck().all()

const deaf = () =>
  definePlugin({
    ...{ id: 'deaf', version: '1.0.0', title: 'Deaf', description: 'Hears nobody' },
    connectionTypes: [],
    actions: [
      defineAction({
        ...{ name: 'work', title: 'Work', description: 'Works', errors: [], examples: [] },
        ...{ input: z.unknown(), output: z.unknown(), interruption: 'repeat' },
        patterns: ['request-response', 'wait-for-task-token'],
        run: () => new Promise((resolve) => attempts.push(resolve))
      }),
      ...(['repeat', 'never'] as const).map((interruption) =>
        defineAction({
          ...{ name: interruption, title: 'Quick', description: 'Ends at once' },
          ...{ input: z.unknown(), output: z.unknown(), errors: [], examples: [], interruption },
          patterns: ['request-response'],
          run: () => Promise.resolve(statuses())
        })
      )
    ]
  })

function begin(): void {
  attempts = []
  core = startTestCore({ folder, clock, plugins: [deaf()] })
}

beforeEach(() => {
  folder = makeTempFolder()
  clock = createSteppedClock()
  begin()
})
afterEach(async () => {
  const ended = core.end()
  await clock.advance(10_000)
  await ended
  folder.remove()
})

const retried = {
  TimeoutSeconds: 10,
  Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 1 }]
}

test('a result after the time-out does not end the attempt that has followed', async () => {
  const arn = await core.run(oneTask('plugin:deaf:work', retried))
  await until(() => attempts.length === 1)
  await clock.advance(11_000)
  await until(() => attempts.length === 2)
  attempts[0]?.('late')
  await clock.advance(1000)
  expect(core.describe(arn).status).toBe('RUNNING')
  attempts[1]?.('in time')
  expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'in time' })
  expect(core.eventTypes(arn).filter((type) => type === 'TaskSucceeded')).toHaveLength(1)
})

test('a result after the execution was stopped changes nothing', async () => {
  const arn = await core.run(oneTask('plugin:deaf:work'))
  await until(() => attempts.length === 1)
  await core.host.submit(core.describe(arn).id, { type: 'execution-stopped' })
  attempts[0]?.('late')
  await clock.advance(1000)
  expect(core.describe(arn)).toMatchObject({ status: 'ABORTED' })
  expect(core.eventTypes(arn).at(-1)).toBe('ExecutionAborted')
})

test('a result under the lease of an engine run that has ended is refused', async () => {
  const arn = await core.run(oneTask('plugin:deaf:work'))
  await until(() => attempts.length === 1 && statuses()[0] === 2)
  const taskId = Number(core.store.db.prepare('SELECT task_id FROM task').pluck().get())
  const task = findTask(reader(core.store), { executionId: core.describe(arn).id, taskId })
  if (task?.runId === undefined) throw new Error('Expected a task under a lease')
  const lost = task.runId
  core.crash()
  begin()
  await until(() => attempts.length === 1)
  const { host, registry } = core
  await host.persist((write) =>
    storeOutcome(
      write,
      task,
      { type: 'succeeded', output: 'of the dead' },
      { host, registry, runId: lost, taskEnded: () => undefined }
    )
  )
  expect(core.describe(arn).status).toBe('RUNNING')
  attempts[0]?.('of the living')
  expect(await core.ended(arn)).toMatchObject({ output: 'of the living' })
})

test('an action that may run twice begins before its lease is stored: one commit has both its ends', async () => {
  const commits = new Set<number>()
  core.store.listeners.add((commit, events) => {
    if (events.some(({ type }) => type === 'history')) commits.add(commit)
  })
  const arn = await core.run(oneTask('plugin:deaf:repeat'))
  expect(await core.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: [1] })
  expect(core.eventTypes(arn)).toContain('TaskStarted')
  // One that has scheduled it, one with the rest.
  expect(commits.size).toBe(2)
})

test('one that may not begins under its lease', async () => {
  const arn = await core.run(oneTask('plugin:deaf:never'))
  expect(await core.ended(arn)).toMatchObject({ output: [2] })
})

test('the token of an attempt that has missed its heartbeat ends neither it nor the next one', async () => {
  const arn = await core.run(
    oneTask('plugin:deaf:work.waitForTaskToken', {
      HeartbeatSeconds: 5,
      TimeoutSeconds: 60,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }]
    })
  )
  const tokens = core.store.db.prepare('SELECT token FROM task ORDER BY id').pluck()
  await until(() => attempts.length === 1)
  await clock.advance(7000)
  await until(() => tokens.all().length === 2)
  const [first, second] = tokens.all() as string[]
  const answer = (token = '') =>
    core.host.enqueue((write) =>
      core.tasks.completeByToken(write, token, { type: 'succeeded', output: token })
    )
  await expect(answer(first)).rejects.toMatchObject({ errorName: 'TaskTimedOut' })
  expect(core.describe(arn).status).toBe('RUNNING')
  await answer(second)
  expect(core.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: second })
})
