import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { TempFolder } from '../../support/temp-folder.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'
import type { TriggerVerbs } from '../../support/triggers.ts'
import { echo, triggersOf } from '../../support/triggers.ts'

let engineFolder: TempFolder
let watched: TempFolder
let doors: TestDoors
let triggers: TriggerVerbs
let machine: string

beforeEach(async () => {
  engineFolder = makeTempFolder()
  watched = makeTempFolder()
  doors = await startTestDoors({ folder: engineFolder })
  machine = await doors.core.createMachine('per-file', echo)
  triggers = triggersOf(doors, machine)
})
afterEach(async () => {
  await doors.end()
  engineFolder.remove()
  watched.remove()
})

const folder = (more: object = {}) => ({
  ...{ kind: 'FOLDER' as const, path: watched.path, stableMilliseconds: 40 },
  ...more
})
const write = (path: string, text = path): void => writeFileSync(join(watched.path, path), text)
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const paths = (firings: { event: string }[]): string[] =>
  firings.map(({ event }) => (JSON.parse(event) as { relativePath: string }).relativePath).sort()

test('each file starts one execution, named by it, with where it is and what it holds', async () => {
  write('old.csv')
  await triggers.create('in', folder({ include: ['*.csv'] }), {
    input: '{ "file": "{% $event.path %}", "by": "{% $trigger %}" }'
  })
  write('new.csv', 'a;b')
  write('notes.txt')
  const firings = await triggers.fired('in', 2)
  expect(paths(firings)).toEqual(['new.csv', 'old.csv'])
  const [{ executionArn = '', title, event } = { title: '', event: '' }] = firings
  expect(title).toBe('new.csv, 3 bytes')
  expect(executionArn).toMatch(/:per-file:new\.csv-[0-9a-f]{16}$/)
  expect(JSON.parse(event)).toMatchObject({ change: 'ADDED', size: 3, name: 'new.csv' })
  expect((await doors.core.ended(executionArn)).output).toEqual({
    file: join(watched.path, 'new.csv'),
    by: 'in'
  })
  expect(await triggers.get('in')).toMatchObject({
    health: { status: 'OK' },
    firingCounts: { STARTED: 2 }
  })
})

test('a file counts once it is stable, and partial files never do', async () => {
  await triggers.create('in', folder({ stableMilliseconds: 300 }))
  for (let part = 1; part <= 4; part++) {
    write('growing.csv', 'x'.repeat(part))
    await pause(100)
  }
  for (const name of ['a.part', 'b.crdownload', '~$c.docx', 'd.txt~', '.hidden']) write(name)
  const [only] = await triggers.fired('in', 1)
  expect(JSON.parse(only?.event ?? '')).toMatchObject({ relativePath: 'growing.csv', size: 4 })
  write('e.part', 'whole')
  renameSync(join(watched.path, 'e.part'), join(watched.path, 'e.csv'))
  expect(paths(await triggers.fired('in', 2))).toEqual(['e.csv', 'growing.csv'])
})

test('with a marker, the marker says when the file is complete', async () => {
  await triggers.create('in', folder({ doneMarker: '.done' }))
  write('a.csv')
  await pause(150)
  expect(await triggers.firings('in')).toEqual([])
  write('a.csv.done')
  expect(paths(await triggers.fired('in', 1))).toEqual(['a.csv'])
})

test('the same content fires once; a new content and a removal are events of their own', async () => {
  await triggers.create('in', folder({ events: ['ADDED', 'CHANGED', 'REMOVED'] }))
  write('a.csv', 'one')
  await triggers.fired('in', 1)
  write('a.csv', 'one')
  await pause(150)
  write('a.csv', 'three')
  await triggers.fired('in', 2)
  rmSync(join(watched.path, 'a.csv'))
  const firings = await triggers.fired('in', 3)
  const changes = firings.map(({ event }) => (JSON.parse(event) as { change: string }).change)
  expect(changes).toEqual(['REMOVED', 'CHANGED', 'ADDED'])
})

test('folders within are looked at where wanted, and links in a circle end', async () => {
  mkdirSync(join(watched.path, 'deep/er'), { recursive: true })
  symlinkSync(watched.path, join(watched.path, 'deep/circle'))
  write('deep/er/a.csv')
  await triggers.create('flat', folder())
  await triggers.create('all', folder({ isRecursive: true, exclude: ['deep/skip/**'] }))
  expect(paths(await triggers.fired('all', 1))).toEqual(['deep/er/a.csv'])
  mkdirSync(join(watched.path, 'later'))
  write('later/b.csv')
  mkdirSync(join(watched.path, 'deep/skip'))
  write('deep/skip/c.csv')
  expect(paths(await triggers.fired('all', 2))).toEqual(['deep/er/a.csv', 'later/b.csv'])
  expect(await triggers.firings('flat')).toEqual([])
})

test('what comes while the engine is off is found at its start, and nothing starts twice', async () => {
  write('before.csv')
  await triggers.create('in', folder({ existingFiles: 'IGNORE' }))
  write('first.csv')
  await triggers.fired('in', 1)
  await doors.end()
  write('meanwhile.csv')
  write('before.csv', 'changed')
  doors = await startTestDoors({ folder: engineFolder })
  triggers = triggersOf(doors, machine)
  expect(paths(await triggers.fired('in', 3))).toEqual(['before.csv', 'first.csv', 'meanwhile.csv'])
  await pause(200)
  expect(await triggers.firings('in')).toHaveLength(3)
})

test('finished files are moved by how their execution ended; a name that is taken gets a number', async () => {
  const choosing = await doors.core.createMachine('choosing', {
    StartAt: 'Choose',
    States: {
      Choose: {
        Type: 'Choice',
        Choices: [{ Variable: '$.name', StringMatches: 'bad*', Next: 'Fail' }],
        Default: 'Done'
      },
      Fail: { Type: 'Fail', Error: 'Bad' },
      Done: { Type: 'Succeed' }
    }
  })
  mkdirSync(join(watched.path, 'done'))
  write('done/good.csv', 'an older one')
  await triggers.create(
    'in',
    folder({ isRecursive: true, moveSucceededTo: 'done', moveFailedTo: 'failed' }),
    { stateMachineArn: choosing }
  )
  write('good.csv')
  write('bad.csv')
  await triggers.fired('in', 2)
  await expect
    .poll(() => readdirSync(join(watched.path, 'done')).sort(), { timeout: 10_000 })
    .toEqual([...['good (2).csv', 'good.csv']])
  await expect
    .poll(() => readdirSync(join(watched.path, 'failed')), { timeout: 10_000 })
    .toEqual(['bad.csv'])
  // It has both names for a moment.
  await expect
    .poll(() => readdirSync(watched.path).sort(), { timeout: 10_000 })
    .toEqual(['done', 'failed'])
  await pause(150)
  expect(await triggers.firings('in')).toHaveLength(2)
})

test('a folder that is missing is told in plain words, and is watched once it is there', async () => {
  const path = join(watched.path, 'later')
  await triggers.create('in', { ...folder(), path, pollSeconds: 1 })
  const { health } = await triggers.get('in')
  expect(health).toMatchObject({ status: 'ERROR', message: expect.stringContaining(path) })
  const test = await doors.client.TestTrigger({ name: 'in' })
  expect(test).toMatchObject({ rehearsals: [], problem: health.message })
  mkdirSync(path)
  writeFileSync(join(path, 'a.csv'), 'a')
  expect(paths(await triggers.fired('in', 1))).toEqual(['a.csv'])
  expect((await triggers.get('in')).health.status).toBe('OK')
})

test('a disabled trigger fires for nothing, and finds all once it is enabled', async () => {
  await triggers.create('in', folder(), { state: 'DISABLED' })
  write('a.csv')
  await pause(150)
  expect(await triggers.get('in')).toMatchObject({
    health: { status: 'DISABLED' },
    firingCounts: {}
  })
  await doors.client.SetTriggerState({ name: 'in', state: 'ENABLED' })
  await triggers.fired('in', 1)
})

test('TestTrigger says what a draft would start, and starts nothing', async () => {
  for (const name of ['a.csv', 'b.csv', 'c.csv']) write(name)
  const draft = {
    ...{ stateMachineArn: machine, settings: folder() },
    input: '{% $event.missing %}'
  }
  const tested = await doors.client.TestTrigger({ draft, maxResults: 2 })
  expect(tested).toMatchObject({ hasMore: true })
  expect(tested.rehearsals).toHaveLength(2)
  expect(tested.rehearsals[0]).toMatchObject({
    wouldStart: false,
    reason: expect.stringContaining('$event.missing')
  })
  expect((await doors.client.ListTriggers({})).triggers).toEqual([])
})
