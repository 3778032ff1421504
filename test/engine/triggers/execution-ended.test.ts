import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import type { TriggerVerbs } from '../../support/triggers.ts'
import { echo, triggersOf } from '../../support/triggers.ts'

let folder: TempFolder
let doors: TestDoors
let triggers: TriggerVerbs
let source: string
let next: string

const choosing = {
  StartAt: 'Choose',
  States: {
    Choose: {
      Type: 'Choice',
      Choices: [{ Variable: '$.fail', IsPresent: true, Next: 'Fail' }],
      Default: 'Done'
    },
    Fail: { Type: 'Fail', Error: 'Bad', Cause: 'as asked' },
    Done: { Type: 'Succeed' }
  }
}

beforeEach(async () => {
  folder = makeTempFolder()
  doors = await startTestDoors({ folder })
  source = await doors.core.createMachine('source', choosing)
  next = await doors.core.createMachine('next', echo)
  triggers = triggersOf(doors, next)
})
afterEach(async () => {
  await doors.end()
  folder.remove()
})

const ended = (more: object = {}) => ({
  ...{ kind: 'EXECUTION_ENDED' as const, sourceArn: source },
  ...more
})
const start = (input: object) =>
  doors.client.StartExecution({ stateMachineArn: source, input: JSON.stringify(input) })

test('the end of one starts another with its output, and only for the ends that are wanted', async () => {
  await triggers.create('well', ended(), { input: '{ "got": "{% $event.output %}" }' })
  await triggers.create('ill', ended({ statuses: ['FAILED', 'TIMED_OUT'] }))
  const { executionArn } = await start({ a: 1 })
  await start({ fail: true })
  const [well] = await triggers.fired('well', 1)
  const [ill] = await triggers.fired('ill', 1)
  await expect
    .poll(async () => (await triggers.firings('well'))[0]?.status, { timeout: 10_000 })
    .toBe('STARTED')
  expect(JSON.parse(well?.event ?? '')).toMatchObject({ executionArn, status: 'SUCCEEDED' })
  expect(JSON.parse(ill?.event ?? '')).toMatchObject({ error: 'Bad', cause: 'as asked' })
  const [started] = await triggers.firings('well')
  expect((await doors.core.ended(started?.executionArn ?? '')).output).toEqual({ got: { a: 1 } })
})

test('an end whose engine dies before the start that it asks for starts it later, once', async () => {
  await triggers.create('after', ended())
  const { host } = doors.core
  // The commit of the end is there; what follows it never comes.
  await host.enqueue((write) => host.start(write, { stateMachineArn: source, name: 'last' }))
  doors.core.crash()
  await doors.server.stop()
  doors = await startTestDoors({ folder })
  triggers = triggersOf(doors, next)
  await expect
    .poll(async () => (await triggers.firings('after')).map(({ status }) => status), {
      timeout: 10_000
    })
    .toEqual(['STARTED'])
})

test('a circle is cut after sixteen executions, and said so', async () => {
  const { client } = doors
  await client.CreateTrigger({ name: 'round', stateMachineArn: source, settings: ended() })
  await start({})
  await expect
    .poll(async () => (await triggers.firings('round')).map(({ status }) => status), {
      timeout: 15_000
    })
    .toEqual(['FAILED', ...Array<string>(16).fill('STARTED')])
  const [cut] = await triggers.firings('round')
  expect(cut?.reason).toMatch(/the 17th execution in a row/)
})

test('a start of the engine fires, but not the one in which the trigger was made', async () => {
  await triggers.create('at-start', { kind: 'APP_START' })
  expect(await triggers.firings('at-start')).toEqual([])
  await doors.end()
  doors = await startTestDoors({ folder })
  triggers = triggersOf(doors, next)
  await triggers.fired('at-start', 1)
  await doors.client.SetTriggerState({ name: 'at-start', state: 'DISABLED' })
  await doors.client.SetTriggerState({ name: 'at-start', state: 'ENABLED' })
  expect(await triggers.firings('at-start')).toHaveLength(1)
})

test('a firing that could not start says why, and is tried again by hand', async () => {
  await triggers.create('after', ended(), { input: '{% $event.output.missing %}' })
  await start({})
  const [failed] = await triggers.fired('after', 1)
  await expect
    .poll(async () => (await triggers.firings('after'))[0]?.status, { timeout: 10_000 })
    .toBe('FAILED')
  const { trigger } = await doors.client.GetTrigger({ name: 'after' })
  await doors.client.UpdateTrigger({
    ...{ name: 'after', stateMachineArn: trigger.stateMachineArn, settings: trigger.settings }
  })
  const firingId = failed?.firingId ?? ''
  const { firing } = await doors.client.FireTrigger({ name: 'after', firingId })
  expect(firing).toMatchObject({ status: 'STARTED', firingId })
  const again = await doors.client.FireTrigger({ name: 'after', firingId })
  expect(again.firing.executionArn).toBe(firing.executionArn)
  const byHand = await doors.client.FireTrigger({ name: 'after', event: '{"a":2}' })
  expect((await doors.core.ended(byHand.firing.executionArn ?? '')).output).toEqual({ a: 2 })
})

test('a start that the concurrency rule refuses is a skipped firing with the reason', async () => {
  await doors.client.PutConcurrencyRule({
    stateMachineArn: next,
    rule: { limit: 1, whenFull: 'SKIP' }
  })
  const waiting = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 600, End: true } } }
  await doors.client.UpdateStateMachine({
    stateMachineArn: next,
    definition: JSON.stringify(waiting)
  })
  await triggers.create('by-hand', { kind: 'APP_START' })
  const first = await doors.client.FireTrigger({ name: 'by-hand' })
  const second = await doors.client.FireTrigger({ name: 'by-hand' })
  expect([first.firing.status, second.firing.status]).toEqual(['STARTED', 'SKIPPED'])
  expect(second.firing.reason).toMatch(/the limit of 1 execution/)
})

test('a state machine that is deleted disables its triggers', async () => {
  await triggers.create('after', ended())
  await doors.client.DeleteStateMachine({ stateMachineArn: next })
  const { trigger } = await doors.client.GetTrigger({ name: 'after' })
  expect(trigger).toMatchObject({ state: 'DISABLED', health: { status: 'DISABLED' } })
  await doors.client.DeleteTrigger({ name: 'after' })
  await expect(doors.client.GetTrigger({ name: 'after' })).rejects.toMatchObject({
    name: 'TriggerDoesNotExist'
  })
})

test('a wake after a sleep fires, a short one where only long ones are wanted does not', async () => {
  const clock = createSteppedClock()
  const sleepy = await startTestDoors({ clock })
  const arn = await sleepy.core.createMachine('woken', echo)
  const create = (name: string, sleptMinutes: number) =>
    sleepy.client.CreateTrigger({
      ...{ name, stateMachineArn: arn, settings: { kind: 'WAKE', sleptMinutes } }
    })
  await create('any', 0)
  await create('long', 600)
  clock.sleep(3_600_000)
  await clock.advance(31_000)
  const fired = async (name: string) => (await sleepy.client.ListFirings({ name })).firings
  await expect.poll(() => fired('any'), { timeout: 10_000 }).toHaveLength(1)
  expect(await fired('long')).toEqual([])
  await sleepy.end()
})
