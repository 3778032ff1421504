/** The examples that triggers and schedules start, run as their READMEs say. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shellPlugin } from '../../../plugins/shell/plugin.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import { triggersOf } from '../../support/triggers.ts'

const examples = join(import.meta.dirname, '../../../examples')
const text = (...path: string[]): string => readFileSync(join(examples, ...path), 'utf8')

let doors: TestDoors

beforeEach(async () => {
  doors = await startTestDoors({ plugins: [shellPlugin] })
})
afterEach(() => doors.end())

async function machine(name: string): Promise<string> {
  const definition = text(name, 'workflow.asl.json')
  const roleArn = 'arn:aws:iam::000000000000:role/any'
  return (await doors.client.CreateStateMachine({ name, definition, roleArn })).stateMachineArn
}

test.skipIf(process.platform === 'win32')('inbox counts the lines of each new file', async () => {
  const folder = makeTempFolder()
  const triggers = triggersOf(doors, await machine('inbox'))
  await triggers.create(
    'inbox',
    { kind: 'FOLDER', path: folder.path, stableMilliseconds: 20, moveFailedTo: 'failed' },
    { input: '{ "path": "{% $event.path %}" }' }
  )
  copyFileSync(join(examples, 'inbox/data/orders.csv'), join(folder.path, 'orders.csv'))
  const [counted] = await triggers.fired('inbox', 1)
  expect(await doors.core.ended(counted?.executionArn ?? '')).toMatchObject({
    output: { lines: 4 }
  })
  writeFileSync(join(folder.path, 'empty.csv'), '')
  const [empty] = await triggers.fired('inbox', 2)
  expect(await doors.core.ended(empty?.executionArn ?? '')).toMatchObject({
    error: 'Inbox.EmptyFile'
  })
  folder.remove()
})

test('order-service answers over HTTP as its workflow says', async () => {
  const triggers = triggersOf(doors, await machine('order-service'))
  const made = await triggers.create(
    'orders',
    { kind: 'WEBHOOK', mode: 'SYNC', answersFromOutput: true },
    { input: '{% $event.body %}' }
  )
  const call = (body: string): Promise<Response> =>
    fetch(made.trigger.url ?? '', {
      ...{ method: 'POST', body },
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${made.secret ?? ''}`
      }
    })
  const answer = await call(text('order-service', 'input.json'))
  expect([answer.status, await answer.json()]).toEqual([201, { total: 10 }])
  expect(answer.headers.get('x-order')).toMatch(/^call/)
  expect((await call('{"lines":[]}')).status).toBe(422)
})

test.skipIf(process.platform === 'win32')(
  'daily-report works on the days that were due, each with the result of the day before',
  async () => {
    await doors.end()
    // The days of its log are past.
    const clock = createSteppedClock(Date.UTC(2026, 10, 28))
    doors = await startTestDoors({ plugins: [shellPlugin], clock })
    const { client } = doors
    const input = text('daily-report', 'slot-input.json').replace(
      'data/access.log',
      join(examples, 'daily-report/data/access.log')
    )
    await client.CreateSchedule({
      ...{ Name: 'daily-report', ScheduleExpression: '30 18 * * MON-FRI' },
      Target: { Arn: await machine('daily-report'), Input: input },
      ...{ MissedPolicy: { Mode: 'ALL' }, OverlapPolicy: 'BUFFER_ALL' }
    })
    await client.BackfillSchedule({
      Name: 'daily-report',
      StartTime: Date.parse('2026-11-23T00:00:00Z') / 1000,
      EndTime: Date.parse('2026-11-25T00:00:00Z') / 1000
    })
    const ran = async () => {
      await clock.advance(1000)
      return (await client.ListSlots({ Name: 'daily-report', Statuses: ['RAN'] })).Slots
    }
    await expect.poll(async () => (await ran()).length, { timeout: 20_000 }).toBe(2)
    const [second] = await ran()
    expect(await doors.core.ended(second?.ExecutionArn ?? '')).toMatchObject({
      output: { day: '2026-11-24', requests: 2, errors: 1, requestsSoFar: 5 }
    })
  }
)
