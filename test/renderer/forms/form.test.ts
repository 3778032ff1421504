import { expect, test } from 'vitest'
import { FormState } from '../../../renderer/forms/form.svelte.ts'

const schema = {
  type: 'object',
  properties: { host: { type: 'string' }, port: { type: 'integer', minimum: 1 } },
  required: ['host']
}

test('an error is hidden until the field was left', () => {
  const form = new FormState(schema)
  expect(form.errorOf('host')).toBeUndefined()
  form.touch('host')
  expect(form.errorOf('host')).toBe('Host is needed.')
})

test('asking to save shows all errors and names the first wrong field', () => {
  const form = new FormState(schema)
  form.set('port', '0')
  expect(form.submit()).toBeUndefined()
  expect(form.errorOf('host')).toBeDefined()
  expect(form.errorOf('port')).toBe('Expected at least 1.')
  expect(form.firstError).toBe('host')
})

test('a whole form gives its value', () => {
  const form = new FormState(schema, { host: 'a' })
  form.set('port', '25')
  expect(form.submit()).toEqual({ host: 'a', port: 25 })
})
