import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CommandLine } from '../support/command-line.ts'
import { commandLineOf } from '../support/command-line.ts'
import type { TestDoors } from '../support/doors.ts'
import { startTestDoors } from '../support/doors.ts'
import type { TempFolder } from '../support/temp-folder.ts'
import { makeTempFolder } from '../support/temp-folder.ts'
import { echo } from '../support/triggers.ts'

let doors: TestDoors
let line: CommandLine
let watched: TempFolder

beforeEach(async () => {
  doors = await startTestDoors()
  line = commandLineOf(doors)
  watched = makeTempFolder()
  await doors.core.createMachine('import', echo)
})
afterEach(async () => {
  line.close()
  await doors.end()
  watched.remove()
})

test('a folder trigger is made, tested, fired, changed and deleted', async () => {
  const { call } = line
  writeFileSync(join(watched.path, 'a.csv'), 'a')
  expect((await call('triggers')).err).toBe('No triggers.\n')
  const settings = '{"include":["*.csv"],"stableMilliseconds":20}'
  const create = ['triggers', 'create', 'inbox', '--machine', 'import', '--folder', watched.path]
  expect((await call(...create, '--settings', settings, '--disabled')).err).toBe('Created inbox.\n')
  expect((await call('triggers', 'test', 'inbox')).out).toMatch(/^a\.csv, 1 bytes: would start/)
  expect((await call('triggers', 'enable', 'inbox')).code).toBe(0)
  await expect
    .poll(async () => (await call('triggers', 'firings', 'inbox')).out, { timeout: 10_000 })
    .toMatch(/STARTED .* a\.csv, 1 bytes +a\.csv-/)
  expect((await call('triggers')).out).toMatch(/inbox +FOLDER +ENABLED +import +1 STARTED .* OK/)
  const update = await call(
    'triggers',
    'update',
    'inbox',
    '--input',
    '{"file":"{% $event.name %}"}'
  )
  expect(update.code).toBe(0)
  expect((await call('triggers', 'show', 'inbox')).out).toMatch(/Input +\{"file"/)
  const fired = await call('triggers', 'fire', 'inbox', '--event', '{"name":"b"}')
  expect((await doors.core.ended(fired.out.trim())).output).toEqual({ file: 'b' })
  const failed = await call('triggers', 'fire', 'inbox')
  expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('$event.name')])
  expect((await call('triggers', 'delete', 'inbox')).code).toBe(0)
})

test('a trigger that cannot watch yet says so when it is made', async () => {
  const missing = join(watched.path, 'not-there')
  const made = await line.call(
    'triggers',
    'create',
    'in',
    '--machine',
    'import',
    '--folder',
    missing
  )
  expect([made.code, made.err]).toEqual([
    0,
    expect.stringMatching(/^Created in\.\nIt cannot watch yet: There is no folder .*not-there/)
  ])
})

test('a webhook shows its secret once; what is missing is said', async () => {
  const { call } = line
  const made = await call('triggers', 'create', 'orders', '--machine', 'import', '--webhook')
  expect(made.out.trim()).toMatch(/^[\w-]{40,}$/)
  expect(made.err).toContain(`${doors.url}/hooks/orders`)
  expect((await call('triggers', 'show', 'orders', '--json')).out).not.toContain(made.out.trim())
  expect((await call('triggers', 'create', 'none', '--machine', 'import')).code).toBe(2)
  const after = await call('triggers', 'create', 'next', '--machine', 'import', '--after', 'import')
  expect(after.code).toBe(0)
  expect((await call('triggers', 'disable', 'next')).err).toBe('Disabled next.\n')
})
