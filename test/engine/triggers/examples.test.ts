/** The examples that triggers start, run as their READMEs say. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shellPlugin } from '../../../plugins/shell/plugin.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
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
