import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDoors } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import type { TriggerVerbs } from '../../support/triggers.ts'
import { echo, triggersOf } from '../../support/triggers.ts'

const SECRET = 'a secret of the tests'

let doors: TestDoors
let triggers: TriggerVerbs

beforeEach(async () => {
  doors = await startTestDoors()
  triggers = triggersOf(doors, await doors.core.createMachine('service', echo))
})
afterEach(() => doors.end())

const hook = (more: object = {}) => ({ kind: 'WEBHOOK' as const, ...more })

async function call(
  name: string,
  body: unknown = {},
  headers: Record<string, string> = {},
  method = 'POST'
) {
  const response = await fetch(`${doors.url}/hooks/${name}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRET}`, ...headers },
    ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) })
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as Record<string, unknown> & string
  }
}

test('a call starts an execution, is answered at once, and its status can be read', async () => {
  const made = await triggers.create('orders', hook(), { input: '{% $event.body %}' })
  expect(made.secret).toMatch(/^[\w-]{40,}$/)
  expect(made.trigger).toMatchObject({ url: `${doors.url}/hooks/orders`, isSecretSet: true })
  const secret = { authorization: `Bearer ${made.secret ?? ''}` }
  const answer = await call('orders', { order: 7 }, secret)
  expect(answer.status).toBe(202)
  await doors.core.ended(answer.body.executionArn as string)
  const status = await fetch(answer.body.statusUrl as string)
  expect(await status.json()).toMatchObject({ status: 'SUCCEEDED', output: { order: 7 } })
  const guessed = (answer.body.statusUrl as string).replace(/\.[^.]+$/, '.x')
  expect((await fetch(guessed)).status).toBe(404)
  const [firing] = await triggers.firings('orders')
  expect(firing?.event).not.toContain(made.secret)
})

test('who does not show the secret, or calls in another way, is refused', async () => {
  await triggers.create('orders', hook({ methods: ['POST', 'PUT'] }), { secret: SECRET })
  expect((await call('orders', {}, { authorization: 'Bearer wrong' })).status).toBe(401)
  expect((await call('other')).status).toBe(404)
  const wrongMethod = await call('orders', {}, {}, 'GET')
  expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST, PUT'])
  expect((await call('orders', 'x'.repeat(300_000))).status).toBe(413)
  expect((await call('orders', '{"a":')).body).toMatchObject({ error: 'BodyRefused' })
  await triggers.create('key', hook({ authentication: { type: 'HEADER', header: 'X-Key' } }), {
    secret: SECRET
  })
  expect((await call('key')).status).toBe(401)
  expect((await call('key', {}, { 'x-key': SECRET })).status).toBe(202)
  await doors.client.SetTriggerState({ name: 'key', state: 'DISABLED' })
  expect((await call('key', {}, { 'x-key': SECRET })).status).toBe(404)
})

test('signatures of GitHub, Stripe and others are checked; an old signed time is refused', async () => {
  const create = (name: string, more: object) =>
    triggers.create(name, hook({ authentication: { type: 'HMAC', ...more } }), { secret: SECRET })
  await create('github', { scheme: 'GITHUB' })
  await create('stripe', { scheme: 'STRIPE' })
  await create('other', {
    ...{ scheme: 'GENERIC', header: 'X-Mac', prefix: 'v0=', encoding: 'BASE64' },
    algorithm: 'SHA512'
  })
  const sign = (text: string, algorithm = 'sha256') => createHmac(algorithm, SECRET).update(text)
  const body = '{"a":1}'
  const github = { 'x-hub-signature-256': `sha256=${sign(body).digest('hex')}` }
  expect((await call('github', body, github)).status).toBe(202)
  expect((await call('github', '{"a":2}', github)).status).toBe(401)
  const stripe = (at: number) => ({
    'stripe-signature': `t=${String(at)},v1=${sign(`${String(at)}.${body}`).digest('hex')},v0=00`
  })
  const now = Math.floor(Date.now() / 1000)
  expect((await call('stripe', body, stripe(now))).status).toBe(202)
  const old = await call('stripe', body, stripe(now - 3600))
  expect([old.status, old.body.message]).toEqual([401, expect.stringContaining('repeated')])
  expect((await call('stripe', body)).status).toBe(401)
  const other = { 'x-mac': `v0=${sign(body, 'sha512').digest('base64')}` }
  expect((await call('other', body, other)).status).toBe(202)
})

test('a body that does not fit its schema is a 400 with the places', async () => {
  const bodySchema = JSON.stringify({
    type: 'object',
    properties: { amount: { type: 'number', minimum: 1 }, lines: { items: { type: 'string' } } },
    required: ['amount']
  })
  await triggers.create('pay', hook({ bodySchema }), { secret: SECRET })
  const refused = await call('pay', { amount: 0, lines: ['a', 2] })
  expect(refused).toMatchObject({ status: 400, body: { error: 'BodyRefused' } })
  const problems = refused.body.problems as { pointer: string }[]
  expect(problems.map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining(['/amount', '/lines/1'])
  )
  expect((await call('pay', { amount: 2 })).status).toBe(202)
  expect(await triggers.firings('pay')).toHaveLength(1)
  const wrong = triggers.create('wrong', hook({ bodySchema: '{"type":' }))
  await expect(wrong).rejects.toThrow(/JSON Schema/)
})

test('a synchronous call is answered with what the workflow yields, as it says', async () => {
  const sync = hook({ mode: 'SYNC', answersFromOutput: true })
  await triggers.create('sum', sync, {
    secret: SECRET,
    input:
      '{ "statusCode": 201, "headers": { "x-sum": "{% $string($sum($event.body)) %}" }, "body": "{% $event.body %}" }'
  })
  const answer = await call('sum', [1, 2, 3])
  expect([answer.status, answer.headers.get('x-sum'), answer.body]).toEqual([201, '6', [1, 2, 3]])
  const failing = await doors.core.createMachine('failing', {
    StartAt: 'Fail',
    States: { Fail: { Type: 'Fail', Error: 'Bad', Cause: 'as asked' } }
  })
  await triggers.create('fails', hook({ mode: 'SYNC' }), {
    ...{ secret: SECRET, stateMachineArn: failing }
  })
  expect(await call('fails')).toMatchObject({
    status: 500,
    body: { error: 'Bad', status: 'FAILED' }
  })
  const slow = await doors.core.createMachine('slow', {
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 2, End: true } }
  })
  await triggers.create('slow', hook({ mode: 'SYNC', waitSeconds: 1 }), {
    ...{ secret: SECRET, stateMachineArn: slow }
  })
  expect(await call('slow')).toMatchObject({ status: 202, body: { status: 'RUNNING' } })
})

test('an EXPRESS state machine answers as a service, without rows of its own', async () => {
  const { stateMachineArn } = await doors.client.CreateStateMachine({
    ...{ name: 'fast', type: 'EXPRESS', roleArn: 'arn:aws:iam::000000000000:role/any' },
    definition: JSON.stringify(echo)
  })
  await triggers.create('fast', hook({ mode: 'SYNC' }), {
    ...{ stateMachineArn, secret: SECRET, input: '{% $event.body %}' }
  })
  expect(await call('fast', { a: 1 })).toMatchObject({ status: 200, body: { a: 1 } })
  const [firing] = await triggers.firings('fast')
  expect(firing?.executionArn).toContain(':express:fast:')
})

test('the same key and body find the same execution; another body is refused', async () => {
  await triggers.create('orders', hook(), { secret: SECRET })
  const key = { 'idempotency-key': 'order-7' }
  const first = await call('orders', { a: 1 }, key)
  const again = await call('orders', { a: 1 }, key)
  expect(again.body.executionArn).toBe(first.body.executionArn)
  expect((await call('orders', { a: 2 }, key)).status).toBe(409)
  expect(await triggers.firings('orders')).toHaveLength(1)
})

test('too many calls, or too many executions, are a 429 that says when to come again', async () => {
  await triggers.create('few', hook({ rateLimit: { perSecond: 0.1, burst: 2 } }), {
    secret: SECRET
  })
  const statuses = []
  for (let count = 0; count < 3; count++) statuses.push((await call('few')).status)
  expect(statuses).toEqual([202, 202, 429])
  expect(Number((await call('few')).headers.get('retry-after'))).toBeGreaterThan(1)
  const slow = await doors.core.createMachine('slow', {
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 600, End: true } }
  })
  const rule = { limit: 1, whenFull: 'SKIP' as const }
  await doors.client.PutConcurrencyRule({ stateMachineArn: slow, rule })
  await triggers.create('one', hook(), { secret: SECRET, stateMachineArn: slow })
  expect((await call('one')).status).toBe(202)
  expect(await call('one')).toMatchObject({ status: 429, body: { error: 'TooManyCalls' } })
})

test('pages of other sites may call only where the hook allows their origin', async () => {
  const origin = 'https://app.example'
  await triggers.create('closed', hook(), { secret: SECRET })
  await triggers.create('open', hook({ allowedOrigins: [origin] }), { secret: SECRET })
  expect((await call('closed', {}, { origin })).status).toBe(403)
  const allowed = await call('open', {}, { origin })
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
    ...[202, origin]
  ])
  const preflight = await call('open', {}, { origin }, 'OPTIONS')
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
    ...[204, 'POST']
  ])
  // A rebound name of another site must not reach it, whatever is allowed.
  const status = await new Promise<number | undefined>((resolve) => {
    const { port } = new URL(doors.url)
    const rebound = httpRequest(
      {
        ...{ host: '127.0.0.1', port, path: '/hooks/open', method: 'POST' },
        headers: { host: 'evil.example' }
      },
      (response) => {
        response.resume()
        resolve(response.statusCode)
      }
    )
    rebound.end()
  })
  expect(status).toBe(403)
})

test('each hook is described for programs and for people', async () => {
  const bodySchema = '{"type":"object","required":["a"]}'
  await triggers.create('orders', hook({ mode: 'SYNC', bodySchema }), {
    ...{ secret: SECRET, description: 'Takes <orders>.' }
  })
  const document = (await (await fetch(`${doors.url}/hooks/openapi.json`)).json()) as {
    openapi: string
    paths: Record<string, { post: Record<string, unknown> }>
  }
  expect(document.openapi).toBe('3.1.0')
  expect(document.paths['/hooks/orders']?.post).toMatchObject({
    summary: 'Takes <orders>.',
    security: [{ orders: [] }],
    requestBody: { content: { 'application/json': { schema: JSON.parse(bodySchema) as object } } }
  })
  const page = await (await fetch(`${doors.url}/hooks/`)).text()
  expect(page).toContain('Takes &lt;orders&gt;.')
  expect(page + JSON.stringify(document)).not.toContain(SECRET)
})
