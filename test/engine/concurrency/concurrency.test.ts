import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestCore } from '../../support/core.ts'
import { startTestCore } from '../../support/core.ts'
import { oneTask } from '../../support/definitions.ts'
import { rulesOf, waiting } from '../../support/rules.ts'
import type { SteppedClock } from '../../support/stepped-clock.ts'
import { createSteppedClock, letRun } from '../../support/stepped-clock.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'

let core: TestCore
let clock: SteppedClock
let rules: ReturnType<typeof rulesOf>
let machine: string

beforeEach(async () => {
  clock = createSteppedClock()
  core = startTestCore({ clock, plugins: [createTestPlugin().plugin] })
  rules = rulesOf(core)
  machine = await core.createMachine('waiting', waiting)
})
afterEach(() => core.end())

const hasBegun = (arn: string): boolean => core.eventTypes(arn).length > 0

test('beyond the limit executions wait in order, with their ARN, and begin as others end', async () => {
  await rules.put(machine, { limit: 2 })
  const arns = []
  for (let count = 0; count < 5; count++) arns.push(await rules.start(machine))
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = arns
  expect(arns.map(hasBegun)).toEqual([true, true, false, false, false])
  expect(core.describe(third).status).toBe('RUNNING')
  expect([third, fourth, fifth].map((arn) => rules.place(arn)?.position)).toEqual([1, 2, 3])
  expect(rules.place(third)?.waitsFor).toBe('the limit of 2 executions')
  expect(rules.place(first)).toBeUndefined()
  await rules.stop(second)
  await letRun()
  expect(arns.map(hasBegun)).toEqual([true, true, true, false, false])
  expect(rules.place(fifth)?.position).toBe(2)
})

test('an execution that waits can be stopped, and nobody waits for it any more', async () => {
  await rules.put(machine, { limit: 1 })
  const first = await rules.start(machine)
  const second = await rules.start(machine)
  const third = await rules.start(machine)
  await rules.stop(second)
  expect(core.describe(second).status).toBe('ABORTED')
  expect(core.eventTypes(second)).toEqual(['ExecutionStarted', 'ExecutionAborted'])
  await rules.stop(first)
  await letRun()
  expect(hasBegun(third)).toBe(true)
})

test('the time-out of an execution counts from when it begins', async () => {
  const limited = await core.createMachine('limited', { ...waiting, TimeoutSeconds: 60 })
  await rules.put(limited, { limit: 1 })
  const first = await rules.start(limited)
  const second = await rules.start(limited)
  await clock.advance(60_000)
  expect(core.describe(first).status).toBe('TIMED_OUT')
  await clock.advance(59_000)
  expect(core.describe(second).status).toBe('RUNNING')
  await clock.advance(1000)
  expect(core.describe(second).status).toBe('TIMED_OUT')
})

test('the same name and input finds the execution that waits', async () => {
  await rules.put(machine, { limit: 1 })
  await rules.start(machine)
  const waits = await rules.start(machine, { a: 1 }, 'once')
  expect(await rules.start(machine, { a: 1 }, 'once')).toBe(waits)
  await expect(rules.start(machine, { a: 2 }, 'once')).rejects.toMatchObject({
    errorName: 'ExecutionAlreadyExists'
  })
})

test('SKIP refuses a start, says what is full, and leaves no trace of it', async () => {
  await rules.put(machine, { limit: 1, whenFull: 'SKIP' })
  await rules.start(machine)
  const refused = rules.start(machine, {}, 'second')
  await expect(refused).rejects.toMatchObject({ errorName: 'ConcurrencyLimitReached' })
  await expect(refused).rejects.toThrow(/the limit of 1 execution \(1 taken\)/)
  expect(() => core.describe(machine.replace('stateMachine', 'execution') + ':second')).toThrow()
})

test('REPLACE stops the oldest in the same commit', async () => {
  await rules.put(machine, { limit: 2, whenFull: 'REPLACE' })
  const first = await rules.start(machine)
  const second = await rules.start(machine)
  const third = await rules.start(machine)
  expect(core.describe(first)).toMatchObject({ status: 'ABORTED', error: 'Signalbox.Replaced' })
  expect([second, third].map(hasBegun)).toEqual([true, true])
})

test('a queue that is full refuses', async () => {
  await rules.put(machine, { limit: 1, maxQueued: 1 })
  await rules.start(machine)
  await rules.start(machine)
  await expect(rules.start(machine)).rejects.toThrow(/at most 1 executions/)
})

test('state machines share a pool, each key of it for itself', async () => {
  const other = await core.createMachine('other', waiting)
  await rules.putPool('deploy', 1)
  const rule = { pools: [{ pool: 'deploy', key: "$input.project & '/' & $input.config" }] }
  await rules.put(machine, rule)
  await rules.put(other, rule)
  const first = await rules.start(machine, { project: 'a', config: 'live' })
  const second = await rules.start(other, { project: 'a', config: 'live' })
  const third = await rules.start(other, { project: 'a', config: 'test' })
  expect([first, second, third].map(hasBegun)).toEqual([true, false, true])
  expect(rules.place(second)?.waitsFor).toBe("the pool deploy of 1 for 'a/live'")
  await rules.stop(first)
  await letRun()
  expect(hasBegun(second)).toBe(true)
})

test('a key that is not in the input is a refusal with the expression', async () => {
  await rules.putPool('deploy', 1)
  await rules.put(machine, { pools: [{ pool: 'deploy', key: '$input.project' }] })
  await expect(rules.start(machine)).rejects.toThrow(/by the key \$input\.project.*found nothing/)
})

test('one that needs much is not passed by those that need little', async () => {
  await rules.putPool('gpu', 4)
  const large = await core.createMachine('large', waiting)
  await rules.put(machine, { pools: [{ pool: 'gpu' }] })
  await rules.put(large, { pools: [{ pool: 'gpu', units: 4 }] })
  const small = await rules.start(machine)
  const needsAll = await rules.start(large)
  const late = await rules.start(machine)
  expect([small, needsAll, late].map(hasBegun)).toEqual([true, false, false])
  await rules.stop(small)
  await letRun()
  expect([needsAll, late].map(hasBegun)).toEqual([true, false])
  await rules.stop(needsAll)
  await letRun()
  expect(hasBegun(late)).toBe(true)
})

test('a change of rule or size lets those begin that fit now; a pool in use stays', async () => {
  await rules.putPool('gpu', 1)
  await rules.put(machine, { limit: 9, pools: [{ pool: 'gpu' }] })
  const arns = [await rules.start(machine), await rules.start(machine), await rules.start(machine)]
  await rules.putPool('gpu', 2)
  await letRun()
  expect(arns.map(hasBegun)).toEqual([true, true, false])
  await expect(rules.removePool('gpu')).rejects.toMatchObject({ errorName: 'PoolInUse' })
  await rules.remove(machine)
  await letRun()
  expect(arns.map(hasBegun)).toEqual([true, true, true])
})

test('those that ran before the rule count under it', async () => {
  const before = await rules.start(machine)
  await rules.put(machine, { limit: 1 })
  const after = await rules.start(machine)
  expect(hasBegun(after)).toBe(false)
  await rules.stop(before)
  await letRun()
  expect(hasBegun(after)).toBe(true)
})

test('a redriven execution holds its place again, or may not go on now', async () => {
  const failing = await core.createMachine('failing', oneTask('plugin:test:hold'))
  await rules.put(failing, { limit: 1 })
  const first = await rules.start(failing)
  await rules.stop(first)
  const second = await rules.start(failing)
  const redrive = (): Promise<number> =>
    core.host.enqueue((write) => core.host.redrive(write, core.describe(first).id))
  await expect(redrive()).rejects.toMatchObject({ errorName: 'ConcurrencyLimitReached' })
  expect(core.describe(first).status).toBe('ABORTED')
  await rules.stop(second)
  await redrive()
  const third = await rules.start(failing)
  expect(hasBegun(third)).toBe(false)
})

test('a nested execution waits its turn, and a task learns that it was skipped', async () => {
  const start = (more: object) => ({
    StartAt: 'Nest',
    States: {
      Nest: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Parameters: { StateMachineArn: machine, Input: {} },
        End: true,
        ...more
      }
    }
  })
  await rules.put(machine, { limit: 1 })
  const holder = await rules.start(machine)
  const parent = await core.run(start({}))
  await letRun()
  expect(core.describe(parent).status).toBe('RUNNING')
  await rules.put(machine, { limit: 1, whenFull: 'SKIP' })
  const refused = await core.run(start({}))
  await letRun()
  expect(core.describe(refused)).toMatchObject({
    status: 'FAILED',
    error: 'StepFunctions.ConcurrencyLimitReachedException'
  })
  await rules.stop(holder)
  await letRun()
  await clock.advance(86_400_000)
  expect(core.describe(parent).status).toBe('SUCCEEDED')
})
