import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { createBuiltInPlugins } from '../../../plugins/index.ts'

let doors: TestDoors
beforeEach(async () => {
  doors = await startTestDoors({
    plugins: createBuiltInPlugins({ functionsFile: '/no/functions.json' })
  })
})
afterEach(() => doors.end())

test('examples are listed in their order, with valid definitions and the engine’s address filled in', async () => {
  const { examples } = await doors.client.ListExamples({})
  expect(examples.map(({ name }) => name).slice(0, 2)).toEqual(['model-approval', 'nightly-etl'])
  for (const { name, title, description, definition, input, stateMachineArn } of examples) {
    expect([name, validateDefinition(definition).problems]).toEqual([name, []])
    expect(title && description).toBeTruthy()
    expect(input).not.toContain('{{')
    expect(stateMachineArn).toBeUndefined()
  }
  expect(examples[0]?.input).toContain(`${doors.url}/examples/model-approval/threshold.json`)
})

test('installing copies the files and creates the state machine; again, it changes nothing', async () => {
  const { client, core } = doors
  const first = await client.InstallExample({ name: 'model-approval' })
  const work = core.folder.work('model-approval')
  expect(existsSync(join(work, 'train.sh'))).toBe(true)
  writeFileSync(join(work, 'threshold.json'), '{"accuracy":0.5}')
  const definition = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}'
  await client.UpdateStateMachine({ stateMachineArn: first.stateMachineArn, definition })
  expect(await client.InstallExample({ name: 'model-approval' })).toEqual(first)
  expect(readFileSync(join(work, 'threshold.json'), 'utf8')).toBe('{"accuracy":0.5}')
  const { stateMachineArn } = first
  expect((await client.DescribeStateMachine({ stateMachineArn })).definition).toBe(definition)
  const { examples } = await client.ListExamples({})
  expect(examples[0]?.stateMachineArn).toBe(stateMachineArn)
})

test('an unknown example names the known ones', async () => {
  const unknown = doors.client.InstallExample({ name: '../engine' })
  await expect(unknown).rejects.toMatchObject({ errorName: 'ExampleDoesNotExist' })
  await expect(doors.client.InstallExample({ name: 'x' })).rejects.toThrow('model-approval')
})

test('files of an installed example are served without a token, and no other file is', async () => {
  const get = (path: string) => fetch(`${doors.url}/examples/${path}`)
  expect((await get('model-approval/threshold.json')).status).toBe(404)
  await doors.client.InstallExample({ name: 'model-approval' })
  const threshold = await get('model-approval/threshold.json')
  expect([threshold.status, threshold.headers.get('content-type')]).toEqual([
    200,
    'application/json'
  ])
  expect(await threshold.json()).toHaveProperty('minimumAccuracy')
  expect((await get('model-approval/data/vehicles.csv')).headers.get('content-type')).toContain(
    'csv'
  )
  // What a task has written into the folder is nobody's business.
  writeFileSync(join(doors.core.folder.work('model-approval'), 'metrics.json'), '{}')
  const others = [
    'metrics.json',
    '../hello/input.json',
    encodeURIComponent('../hello/input.json'),
    'data',
    ''
  ]
  for (const path of others) expect((await get(`model-approval/${path}`)).status).toBe(404)
  const post = await fetch(`${doors.url}/examples/model-approval/threshold.json`, {
    method: 'POST'
  })
  expect(post.status).toBe(405)
})
