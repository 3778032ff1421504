import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { createTestPlugin } from '../../support/test-plugin.ts'
import { askPlugin } from '../../support/ask-plugin.ts'
import { oneTask } from '../../support/definitions.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const plugins = [createTestPlugin().plugin, askPlugin]
let doors: TestDoors
beforeEach(async () => {
  doors = await startTestDoors({ plugins })
})
afterEach(() => doors.end())

const vault = (more: object = {}) => ({
  name: 'prod',
  type: 'vault',
  settings: { host: 'vault.example' },
  secrets: { password: 'hunter22' },
  ...more
})

test('a connection is checked by its type, filled with defaults, and its secrets are never answered', async () => {
  const { client, store } = doors
  const made = await client.PutConnection(vault())
  expect(made).toMatchObject({
    settings: { host: 'vault.example', port: 443 },
    secretsSet: ['password'],
    isDefault: true
  })
  const listed = await client.ListConnections({})
  expect(listed.keyStorage).toBe('file')
  expect(listed.connections).toEqual([made])
  const everything = JSON.stringify([listed, store.db.prepare('SELECT * FROM connection').all()])
  expect(everything).not.toContain('hunter22')
})

test('bad settings name the field; unknown types and secrets name the known ones', async () => {
  const put = (more: object) => doors.client.PutConnection(vault(more))
  await expect(put({ settings: { host: '' } })).rejects.toThrow("at 'settings.host'")
  await expect(put({ type: 'ftp' })).rejects.toThrow('[vault]')
  await expect(put({ secrets: { password: 'x', word: 'y' } })).rejects.toThrow('[password, pin]')
  await expect(put({ secrets: {} })).rejects.toThrow("at 'secrets.password'")
  await expect(put({ name: 'not ok!' })).rejects.toThrow('regular expression pattern')
})

test('a secret that is left out keeps its value, an empty one goes', async () => {
  const { client } = doors
  await client.PutConnection(vault({ secrets: { password: 'wrong', pin: '1234' } }))
  const kept = await client.PutConnection(vault({ secrets: { pin: '' } }))
  expect(kept.secretsSet).toEqual(['password'])
  // The connection type's test refuses exactly this password, so it is still there.
  await expect(client.TestConnection({ name: 'prod' })).rejects.toMatchObject({
    errorName: 'ConnectionTestFailed',
    message: "The connection 'prod' failed: The password was refused."
  })
  await client.PutConnection(vault({ secrets: { password: 'right' } }))
  expect(await client.TestConnection({ name: 'prod' })).toEqual({
    message: 'Signed in at vault.example'
  })
})

test('one connection of a type is the default: the first, or the one that is told to be', async () => {
  const { client } = doors
  await client.PutConnection(vault())
  expect(await client.PutConnection(vault({ name: 'test' }))).toMatchObject({ isDefault: false })
  await client.PutConnection(vault({ name: 'test', isDefault: true }))
  const defaults = async () =>
    (await client.ListConnections({})).connections
      .filter(({ isDefault }) => isDefault)
      .map(({ name }) => name)
  expect(await defaults()).toEqual(['test'])
  await client.DeleteConnection({ name: 'test' })
  expect(await defaults()).toEqual(['prod'])
  await client.DeleteConnection({ name: 'prod' })
  await expect(client.DeleteConnection({ name: 'prod' })).rejects.toMatchObject({
    errorName: 'ConnectionDoesNotExist'
  })
})

test('an action gets the secrets, and they are masked wherever it shows them', async () => {
  await doors.client.PutConnection(vault())
  const end = await doors.core.ended(await doors.core.run(oneTask('plugin:test:leak')))
  expect(end.cause).toBe('the password is ****')
})

test('with another key nothing is overwritten: the task says what to do, and the old key still opens', async () => {
  const folder = makeTempFolder()
  const vaultKey = randomBytes(32)
  const first = await startTestDoors({ plugins, folder, vaultKey })
  await first.client.PutConnection(vault())
  await first.end()
  const stranger = await startTestDoors({ plugins, folder })
  const failed = await stranger.core.ended(await stranger.core.run(oneTask('plugin:test:leak')))
  expect(failed).toMatchObject({ status: 'FAILED', error: 'Signalbox.SecretsUnreadable' })
  expect(failed.cause).toContain('enter the secret again')
  const keep = stranger.client.PutConnection(vault({ secrets: { pin: '1' } }))
  await expect(keep).rejects.toThrow('cannot be kept')
  await stranger.end()
  const again = await startTestDoors({ plugins, folder, vaultKey })
  expect(await again.client.TestConnection({ name: 'prod' })).toEqual({
    message: 'Signed in at vault.example'
  })
  await again.end()
  folder.remove()
})
