import { expect, test } from 'vitest'
import { ApiError } from '../../../../api/errors.ts'
import type {
  Connection,
  ConnectionType
} from '../../../../renderer/features/connections/connection-form.svelte.ts'
import { ConnectionForm } from '../../../../renderer/features/connections/connection-form.svelte.ts'
import { ConnectionTests } from '../../../../renderer/features/connections/connection-tests.svelte.ts'

type PutInput = Parameters<ConstructorParameters<typeof ConnectionForm>[0]['PutConnection']>[0]

const smtp: ConnectionType = {
  type: 'smtp',
  title: 'SMTP server',
  description: '',
  settingsSchema: {
    type: 'object',
    properties: { host: { type: 'string' }, port: { type: 'integer', default: 587 } },
    required: ['host', 'port']
  },
  secretNames: ['password']
}

const stored: Connection = {
  name: 'office',
  type: 'smtp',
  settings: { host: 'mail.example.com', port: 25 },
  secretsSet: ['password'],
  isDefault: true,
  modifiedDate: 1
}

const sent: PutInput[] = []
const client = {
  PutConnection: (input: PutInput) => {
    sent.push(input)
    return Promise.resolve(stored)
  }
}

test('the first connection of a type is its default and has a free name', () => {
  const form = new ConnectionForm(client, smtp, [])
  expect(form.name).toBe('smtp')
  expect(form.isDefault).toBe(true)
  const second = new ConnectionForm(client, smtp, [{ ...stored, name: 'smtp' }])
  expect(second.name).toBe('smtp-2')
  expect(second.isDefault).toBe(false)
})

test('a secret that is left empty is not sent, so that it keeps its value', async () => {
  sent.length = 0
  const form = new ConnectionForm(client, smtp, [stored], stored)
  expect(form.secretFields).toEqual([{ name: 'password', label: 'Password', isSet: true }])
  expect(form.secrets).toEqual({ password: '' })
  expect(await form.save()).toBe(true)
  expect(sent[0]).toEqual({
    name: 'office',
    type: 'smtp',
    settings: { host: 'mail.example.com', port: 25 },
    secrets: {},
    isDefault: true
  })
})

test('a typed secret is sent once and then forgotten', async () => {
  sent.length = 0
  const form = new ConnectionForm(client, smtp, [stored], stored)
  form.secrets['password'] = 'new'
  await form.save()
  expect(sent[0]?.secrets).toEqual({ password: 'new' })
  expect(form.secrets).toEqual({ password: '' })
})

test('nothing is sent while a setting is missing or the name is taken', async () => {
  sent.length = 0
  const form = new ConnectionForm(client, smtp, [stored])
  expect(await form.save()).toBe(false)
  expect(form.settings.errorOf('host')).toBe('Host is needed.')
  form.settings.set('host', 'h')
  form.name = 'office'
  expect(await form.save()).toBe(false)
  expect(form.nameError).toBe('There is a connection “office” already.')
  expect(sent).toEqual([])
})

test('a test says what the other side answered, and is forgotten when the connection changes', async () => {
  const tests = new ConnectionTests({
    TestConnection: ({ name }) =>
      name === 'good'
        ? Promise.resolve({ message: 'Signed in.' })
        : Promise.reject(new ApiError('ConnectionTestFailed', 'Connection refused.'))
  })
  await Promise.all([tests.test('good'), tests.test('bad')])
  expect(tests.resultOf('good')).toEqual({ state: 'passed', message: 'Signed in.' })
  expect(tests.resultOf('bad')).toEqual({ state: 'failed', message: 'Connection refused.' })
  tests.forget('good')
  expect(tests.resultOf('good')).toBeUndefined()
})
