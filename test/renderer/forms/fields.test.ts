import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldsOf, labelOf, readFields, textsOf } from '../../../renderer/forms/fields.ts'

const smtp = z.toJSONSchema(
  z.object({
    host: z
      .string()
      .min(1)
      .meta({ title: 'Server', examples: ['smtp.example.com'] }),
    port: z.number().int().min(1).max(65_535).default(587),
    security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
    user: z.string().optional(),
    from: z.email().optional(),
    isStrict: z.boolean().default(true),
    headers: z.record(z.string(), z.string()).optional(),
    recipients: z.array(z.string()).optional(),
    proxy: z.url().nullable().optional(),
    password: z.string().optional()
  })
)

test('each property becomes a field of a fitting kind, in the order of the schema', () => {
  expect(fieldsOf(smtp, ['password']).map(({ name, kind }) => [name, kind])).toEqual([
    ['host', 'text'],
    ['port', 'number'],
    ['security', 'choice'],
    ['user', 'text'],
    ['from', 'text'],
    ['isStrict', 'boolean'],
    ['headers', 'json'],
    ['recipients', 'list'],
    ['proxy', 'text']
  ])
})

test('the choices of an enumeration are called by their names, where the schema has any', () => {
  const named = z.object({ security: z.enum(['none', 'tls']).meta({ enumNames: ['None', 'TLS'] }) })
  expect(fieldsOf(z.toJSONSchema(named))[0]?.choices).toEqual([
    { label: 'None', value: 'none' },
    { label: 'TLS', value: 'tls' }
  ])
})

test('a field has the title, the limits, the example and the default of its schema', () => {
  const [host, port] = fieldsOf(smtp)
  expect(host).toMatchObject({ label: 'Server', isRequired: true, placeholder: 'smtp.example.com' })
  expect(port).toMatchObject({ isRequired: false, isInteger: true, minimum: 1, maximum: 65_535 })
  expect(port?.default).toBe(587)
})

test('labels are words', () => {
  expect(labelOf('accessKeyId')).toBe('Access key ID')
  expect(labelOf('pathStyle')).toBe('Path style')
  expect(labelOf('reply_to')).toBe('Reply to')
})

test('what is shown reads back as the same value', () => {
  const fields = fieldsOf(smtp, ['password'])
  const value = {
    host: 'localhost',
    port: 25,
    security: 'none',
    isStrict: false,
    headers: { 'x-a': 'b' },
    recipients: ['a@example.com', 'b@example.com']
  }
  expect(readFields(fields, textsOf(fields, value))).toEqual({ ok: true, value })
})

test('absent members show their defaults', () => {
  const fields = fieldsOf(smtp, ['password'])
  const texts = textsOf(fields, { host: 'localhost' })
  expect(texts).toMatchObject({ port: '587', security: '0', isStrict: true, user: '' })
  expect(readFields(fields, texts)).toEqual({
    ok: true,
    value: { host: 'localhost', port: 587, security: 'starttls', isStrict: true }
  })
})

test('each wrong field is named with what was expected', () => {
  const fields = fieldsOf(smtp)
  const read = readFields(fields, {
    ...textsOf(fields),
    port: '70000',
    headers: '{',
    proxy: 'not an address'
  })
  expect(read).toEqual({
    ok: false,
    errors: {
      host: 'Server is needed.',
      port: 'Expected at most 65535.',
      headers: 'Expected JSON, such as {"key": "value"}.',
      proxy: 'Expected a full address, such as https://example.com.'
    }
  })
})

test('a fraction is refused where a whole number is expected', () => {
  const fields = fieldsOf(smtp)
  const read = readFields(fields, { ...textsOf(fields), host: 'h', port: '25.5' })
  expect(read).toEqual({ ok: false, errors: { port: 'Expected a whole number, found “25.5”.' } })
})

test('a schema without properties has no fields', () => {
  expect(fieldsOf({})).toEqual([])
})
