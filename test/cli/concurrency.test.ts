import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CommandLine } from '../support/command-line.ts'
import { commandLineOf } from '../support/command-line.ts'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'
import { waiting } from '../support/rules.ts'

let doors: TestDoors
let line: CommandLine

beforeEach(async () => {
  doors = await startTestDoors()
  line = commandLineOf(doors)
  await doors.core.createMachine('deploy', waiting)
})
afterEach(async () => {
  line.close()
  await doors.end()
})

test('limits and pools are set, shown and cleared; describe says what an execution waits for', async () => {
  const { call } = line
  expect((await call('limits')).err).toMatch(/No limits/)
  expect((await call('pools', 'put', 'gpu', '--size', '2')).err).toMatch(/has the size 2/)
  const set = await call('limits', 'set', 'deploy', '--pool', 'gpu:2:$input.a', '--limit', '3')
  expect(set.err).toBe('deploy: at most 3 at once, 2 of gpu by $input.a; more wait.\n')
  for (const name of ['first', 'second']) {
    await call('start', 'deploy', '--name', name, '--input', '{"a":"x"}')
  }
  expect((await call('describe', 'second')).out).toMatch(
    /Waits +for the pool gpu of 2 for 'x', as number 1/
  )
  expect((await call('limits')).out).toMatch(/deploy +1 +1 +at most 3 at once/)
  expect((await call('limits', 'show', 'deploy')).out).toMatch(
    /1 .*the pool gpu of 2 for 'x' +second/
  )
  expect((await call('pools')).out).toMatch(/gpu +2 +2 +1 +deploy/)
  const shown = (await call('pools', 'show', 'gpu')).out
  expect(shown).toMatch(/x +holds .*first/)
  expect(shown).toMatch(/x +waits as 1 .*second/)
  expect(JSON.parse((await call('limits', 'list', '--json')).out)).toMatchObject({
    rules: [{ running: 1, queued: 1 }]
  })
  expect((await call('limits', 'clear', 'deploy')).code).toBe(0)
  expect((await call('limits', 'set', 'deploy')).code).toBe(2)
  await call('stop', 'first')
  expect((await call('pools', 'delete', 'gpu')).code).toBe(0)
  expect((await call('pools')).err).toMatch(/No pools/)
})
