import { afterEach, expect, test } from 'vitest'
import { SyncFailedError } from '../../../engine/store/log-sync.ts'
import type { TestCore, TestCoreOptions } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { oneTask, passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'
import { until } from '../../support/until.ts'

let core: TestCore | undefined
let doors: TestDoors | undefined
afterEach(async () => {
  await core?.end()
  await doors?.end()
  core = undefined
  doors = undefined
})

interface Watched {
  core: TestCore
  /** How often the log was sealed since the last look. */
  seals: () => number
  mode: () => number
}

function start(options: TestCoreOptions = {}): Watched {
  const made = startTestCore(options)
  core = made
  const { logSync, db } = made.store
  const { seal } = logSync
  let count = 0
  logSync.seal = () => {
    count += 1
    seal()
  }
  return {
    core: made,
    seals: () => {
      const seen = count
      count = 0
      return seen
    },
    mode: () => db.pragma('synchronous', { simple: true }) as number
  }
}

async function startExecution(made: TestCore, stateMachineArn: string): Promise<string> {
  const answer = await made.host.enqueue((write) => made.host.start(write, { stateMachineArn }))
  return answer.executionArn
}

async function createMachine(
  made: TestCore,
  name: string,
  durability?: 'full' | 'normal'
): Promise<string> {
  const answer = await made.host.enqueue((write) =>
    made.machines.create(write, {
      ...{ name, definition: JSON.stringify(passChain(2)) },
      ...(durability ? { durability } : {})
    })
  )
  return answer.stateMachineArn
}

test('while everything is full, SQLite syncs each commit by itself', async () => {
  const { core: made, mode, seals } = start()
  await startExecution(made, await createMachine(made, 'one'))
  expect([mode(), seals()]).toEqual([2, 0])
})

test('a step of a normal state machine is not sealed, one of a full one is, and a mixed group too', async () => {
  const { core: made, mode, seals } = start()
  const normal = await createMachine(made, 'normal', 'normal')
  const full = await createMachine(made, 'full')
  expect(mode()).toBe(1)
  seals()
  await startExecution(made, normal)
  expect(seals()).toBe(0)
  await startExecution(made, full)
  expect(seals()).toBe(1)
  await Promise.all([startExecution(made, normal), startExecution(made, full)])
  expect(seals()).toBe(1)
})

test('what is no step, as a new state machine, is sealed in an engine of level normal', async () => {
  const { core: made, mode, seals } = start({ durability: 'normal' })
  expect(mode()).toBe(1)
  const arn = await createMachine(made, 'one')
  expect(seals()).toBe(1)
  await startExecution(made, arn)
  expect(seals()).toBe(0)
  await made.host.enqueue((write) =>
    made.machines.update(write, { stateMachineArn: arn, durability: 'full' })
  )
  seals()
  await startExecution(made, arn)
  expect(seals()).toBe(1)
})

test('the engine syncs each commit again once nothing is normal any more', async () => {
  const { core: made, mode, seals } = start()
  const arn = await createMachine(made, 'one', 'normal')
  await startExecution(made, arn)
  seals()
  await made.host.enqueue((write) =>
    made.machines.update(write, { stateMachineArn: arn, durability: 'engine' })
  )
  expect(mode()).toBe(2)
})

test('an action that may not run twice begins only once its lease is sealed, whatever the level', async () => {
  const testPlugin = createTestPlugin()
  const { core: made, seals } = start({ plugins: [testPlugin.plugin], durability: 'normal' })
  const repeat = await made.run(oneTask('plugin:test:holdRepeat'))
  await until(() => testPlugin.calls.length === 1)
  seals()
  await made.run(oneTask('plugin:test:hold'))
  await until(() => testPlugin.calls.length === 2)
  // The new state machine, and the lease.
  expect(seals()).toBe(2)
  testPlugin.release()
  testPlugin.release()
  await made.ended(repeat)
  expect(seals()).toBe(0)
})

test('a commit of level normal is sealed after a second, off the event loop', async () => {
  const clock: SteppedClock = createSteppedClock()
  const { core: made } = start({ durability: 'normal', clock })
  const { logSync } = made.store
  const { sealLater } = logSync
  let count = 0
  logSync.sealLater = () => {
    count += 1
    return sealLater()
  }
  const arn = await createMachine(made, 'one')
  await startExecution(made, arn)
  await startExecution(made, arn)
  await clock.advance(999)
  expect(count).toBe(0)
  await clock.advance(1)
  expect(count).toBe(1)
  await clock.advance(10_000)
  expect(count).toBe(1)
})

test('after a failed sync nothing is answered, done or written any more', async () => {
  const failures: unknown[] = []
  const testPlugin = createTestPlugin()
  const { core: made } = start({
    ...{ plugins: [testPlugin.plugin], durability: 'normal' },
    onDamaged: (error) => failures.push(error)
  })
  const arn = await createMachine(made, 'one')
  const { seal } = made.store.logSync
  made.store.logSync.seal = () => {
    throw new SyncFailedError('the disk has failed')
  }
  await expect(createMachine(made, 'two')).rejects.toMatchObject({
    errorName: 'ServiceUnavailable'
  })
  expect(failures).toHaveLength(1)
  await expect(startExecution(made, arn)).rejects.toMatchObject({
    errorName: 'ServiceUnavailable'
  })
  made.store.logSync.seal = seal
  made.store.failure = undefined
})

test('the setting is created, changed, described and taken back through the API', async () => {
  doors = await startTestDoors()
  const { client } = doors
  const definition = JSON.stringify(passChain(1))
  const machine = { name: 'one', definition, durability: 'NORMAL' } as const
  const { stateMachineArn } = await client.CreateStateMachine(machine)
  const described = () => client.DescribeStateMachine({ stateMachineArn })
  expect((await described()).durability).toBe('NORMAL')
  // Idempotent on the setting, too.
  await client.CreateStateMachine(machine)
  await expect(client.CreateStateMachine({ name: 'one', definition })).rejects.toMatchObject({
    errorName: 'StateMachineAlreadyExists'
  })
  await client.UpdateStateMachine({ stateMachineArn, durability: 'FULL' })
  expect((await described()).durability).toBe('FULL')
  await client.UpdateStateMachine({ stateMachineArn, definition })
  expect((await described()).durability).toBe('FULL')
  await client.UpdateStateMachine({ stateMachineArn, durability: 'ENGINE' })
  expect((await described()).durability).toBeUndefined()
  expect((await client.DescribeEngine({})).durability).toBe('FULL')
})

test('an EXPRESS state machine has no durability', async () => {
  doors = await startTestDoors()
  const definition = JSON.stringify(passChain(1))
  const made = doors.client.CreateStateMachine({
    ...{ name: 'one', definition, type: 'EXPRESS', durability: 'NORMAL' }
  })
  await expect(made).rejects.toMatchObject({
    errorName: 'ValidationException',
    message: expect.stringContaining('keep no rows') as string
  })
})
