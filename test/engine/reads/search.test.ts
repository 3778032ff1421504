import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Input } from '../../../api/index.ts'
import { passChain } from '../../support/definitions.ts'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

let folder: TempFolder
let doors: TestDoors

beforeEach(async () => {
  folder = makeTempFolder()
  doors = await startTestDoors({ folder })
})
afterEach(async () => {
  await doors.end()
  folder.remove()
})

const fails = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'No.Paper', Cause: 'Tray 2' } } }
const waits = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 9999, End: true } } }

async function names(search: Input<'SearchExecutions'>): Promise<string[]> {
  const { executions } = await doors.client.SearchExecutions(search)
  return executions.map(({ name }) => name)
}

/** Waits until the index has come so far. */
async function eventually(search: Input<'SearchExecutions'>, wanted: string[]): Promise<void> {
  const deadline = performance.now() + 20_000
  let found: string[] = []
  while (performance.now() < deadline) {
    found = await names(search)
    if (JSON.stringify(found) === JSON.stringify(wanted)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(found).toEqual(wanted)
}

async function start(stateMachineArn: string, name: string, input: unknown = {}): Promise<string> {
  const request = { stateMachineArn, name, input: JSON.stringify(input) }
  return (await doors.client.StartExecution(request)).executionArn
}

test('executions are found by words of input, output and error, narrowed by all else', async () => {
  const pass = await doors.core.createMachine('pass', passChain(1))
  const fail = await doors.core.createMachine('fail', fails)
  await start(pass, 'one', { fruit: 'apple pie' })
  await start(pass, 'two', { fruit: 'pear' })
  await start(fail, 'three', { fruit: 'apple' })
  await eventually({ text: 'apple' }, ['three', 'one'])
  expect(await names({ text: 'output:apple' })).toEqual(['one'])
  expect(await names({ text: 'error:No.Paper cause:tray' })).toEqual(['three'])
  expect(await names({ text: 'apple', status: 'SUCCEEDED' })).toEqual(['one'])
  expect(await names({ text: 'fruit', stateMachineArn: pass })).toEqual(['two', 'one'])
  expect(await names({ text: 'fruit', nameContains: 'E' })).toEqual(['three', 'one'])
  expect(await names({ text: 'fruit', startedAfter: Date.now() / 1000 + 3600 })).toEqual([])
  expect(await names({ text: '"' })).toEqual(['three', 'two', 'one'])
})

test('what has changed is found as it is now: its status and output at once, its words soon', async () => {
  const machine = await doors.core.createMachine('waits', waits)
  const executionArn = await start(machine, 'long', { word: 'patience' })
  await eventually({ text: 'patience', status: 'RUNNING' }, ['long'])
  await doors.client.StopExecution({ executionArn, cause: 'enough' })
  expect(await names({ text: 'patience', status: 'RUNNING' })).toEqual([])
  await eventually({ text: 'enough', status: 'ABORTED' }, ['long'])
  doors.store.db.exec('PRAGMA foreign_keys = OFF; DELETE FROM execution; PRAGMA foreign_keys = ON')
  expect(await names({ text: 'patience' })).toEqual([])
})

test('a part of a name is found at once, in pages', async () => {
  const machine = await doors.core.createMachine('pass', passChain(1))
  for (let count = 0; count < 25; count++) await start(machine, `Nightly-${String(100 + count)}`)
  expect(await names({ nameContains: 'nightly-12' })).toHaveLength(5)
  expect(await names({ nameContains: '7' })).toEqual(['Nightly-117', 'Nightly-107'])
  await eventually({ text: 'name:nightly', maxResults: 1 }, ['Nightly-124'])
  const found: string[] = []
  let nextToken: string | undefined
  do {
    const page = await doors.client.SearchExecutions({
      ...{ nameContains: 'night', maxResults: 10 },
      ...(nextToken === undefined ? {} : { nextToken })
    })
    found.push(...page.executions.map(({ name }) => name))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  expect(found).toEqual(Array.from({ length: 25 }, (_, at) => `Nightly-${String(124 - at)}`))
})

test('an index that is missing, damaged or of another database is made anew', async () => {
  const machine = await doors.core.createMachine('pass', passChain(1))
  await start(machine, 'one', { fruit: 'apple' })
  await eventually({ text: 'apple' }, ['one'])
  const file = join(folder.path, 'search.db')
  const spoils = [
    () => rmSync(file),
    () => truncateSync(file, statSync(file).size - 4096),
    () => writeFileSync(file, 'no database'),
    () => undefined
  ]
  for (const spoil of spoils) {
    await doors.end()
    spoil()
    doors = await startTestDoors({ folder })
    await eventually({ text: 'apple' }, ['one'])
  }
  doors.store.db.exec('UPDATE engine_state SET commit_number = 0')
  await doors.end()
  doors = await startTestDoors({ folder })
  await eventually({ text: 'apple' }, ['one'])
})

test('what the index has on its disk is not kept for it', async () => {
  const machine = await doors.core.createMachine('waits', waits)
  for (let count = 0; count < 50; count++) {
    const executionArn = await start(machine, `n${String(count)}`)
    await doors.client.StopExecution({ executionArn })
  }
  await eventually({ text: 'name:n49' }, ['n49'])
  await doors.end()
  doors = await startTestDoors({ folder })
  const left = () => doors.store.db.prepare('SELECT count(*) FROM changed_execution').pluck().get()
  const deadline = performance.now() + 20_000
  while (left() !== 1 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(left()).toBe(1)
  await start(machine, 'later', { fruit: 'plum' })
  await eventually({ text: 'plum' }, ['later'])
})
