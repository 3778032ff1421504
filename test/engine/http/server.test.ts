import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { TestDoors, TestDoorsOptions } from '../../support/doors.ts'
import { startTestDoors } from '../../support/doors.ts'
import { makeTempFolder } from '../../support/temp-folder.ts'

const running: TestDoors[] = []
async function start(options: TestDoorsOptions = {}): Promise<TestDoors> {
  const doors = await startTestDoors(options)
  running.push(doors)
  return doors
}
afterEach(async () => {
  for (const doors of running.splice(0)) await doors.end()
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** `fetch` would not let a test choose its Host and Origin. */
function send(
  port: number,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string }
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', path = '/', headers = {}, body } = options
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const text = Buffer.concat(parts).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const json = { 'content-type': 'application/x-amz-json-1.0' }
const list = { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' }

describe('the token', () => {
  test('is needed for every operation and for events, and its absence has its own name', async () => {
    const { server } = await start()
    for (const [method, path] of [
      ['POST', '/'],
      ['GET', '/events']
    ] as const) {
      const answer = await send(server.port, { method, path, headers: { ...json, ...list } })
      expect(answer.status).toBe(403)
      expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException')
    }
  })

  test('that is another one is refused, without telling the right one', async () => {
    const { server, token } = await start()
    const answer = await send(server.port, {
      method: 'POST',
      headers: { ...json, ...list, authorization: 'Bearer wrong' },
      body: '{}'
    })
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.text)).toMatchObject({ __type: 'AccessDeniedException' })
    expect(answer.text).not.toContain(token)
  })

  test('counts also where the header holds several credentials', async () => {
    const { server, token } = await start()
    const authorization = `Bearer wrong, Bearer ${token}, AWS4-HMAC-SHA256 Credential=x`
    const answer = await send(server.port, {
      method: 'POST',
      headers: { ...json, ...list, authorization },
      body: '{}'
    })
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text)).toEqual({ stateMachines: [] })
  })

  test('in a signature that is wrong, old or of another shape is refused by its AWS name', async () => {
    const { server } = await start()
    const signature = 'a'.repeat(64)
    const signed = 'SignedHeaders=host;x-amz-date'
    const of = (date: string) =>
      `AWS4-HMAC-SHA256 Credential=signalbox/${date.slice(0, 8)}/us-east-1/states/aws4_request, ${signed}, Signature=${signature}`
    const now = new Date(Date.now()).toISOString().replace(/[-:]|\.\d+/g, '')
    for (const [date, authorization] of [
      [now, of(now)],
      ['20200101T000000Z', of('20200101T000000Z')],
      [now, 'AWS4-HMAC-SHA256 nonsense']
    ] as const) {
      const answer = await send(server.port, {
        method: 'POST',
        headers: { ...json, ...list, 'x-amz-date': date, authorization },
        body: '{}'
      })
      expect(answer.status).toBe(403)
      expect(answer.headers['x-amzn-errortype']).toBe('InvalidSignatureException')
    }
  })
})

describe('requests of other sites', () => {
  test('with a foreign Host header are refused, so that a rebound DNS name does not reach the engine', async () => {
    const { server, token } = await start()
    for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1:1']) {
      const answer = await send(server.port, {
        path: '/health',
        headers: { host, authorization: `Bearer ${token}` }
      })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.text).not.toContain('ok')
    }
  })

  test('with a foreign Origin are refused, our own pages are not', async () => {
    const { server, token, url } = await start()
    const post = (origin: string) =>
      send(server.port, {
        method: 'POST',
        headers: { ...json, ...list, origin, authorization: `Bearer ${token}` },
        body: '{}'
      })
    expect((await post('https://evil.example')).status).toBe(403)
    expect((await post('null')).status).toBe(403)
    expect((await post(`http://localhost:${server.port + 1}`)).status).toBe(403)
    expect((await post(url)).status).toBe(200)
    expect((await post(`http://localhost:${server.port}`)).status).toBe(200)
    expect((await post(url)).headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('the AWS JSON protocol', () => {
  async function call(doors: TestDoors, target: string, body: string, type = json['content-type']) {
    const answer = await send(doors.server.port, {
      method: 'POST',
      headers: {
        'content-type': type,
        'x-amz-target': target,
        authorization: `Bearer ${doors.token}`
      },
      body
    })
    return { ...answer, body: JSON.parse(answer.text) as Record<string, unknown> }
  }

  test('names the nearest operation when one is unknown', async () => {
    const doors = await start()
    const answer = await call(doors, 'AWSStepFunctions.StartExecutions', '{}')
    expect(answer.status).toBe(400)
    expect(answer.body.__type).toBe('UnknownOperationException')
    expect(answer.body.message).toContain('AWSStepFunctions.StartExecution')
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('says what is wrong with an input in the words of AWS', async () => {
    const doors = await start()
    const target = 'AWSStepFunctions.ListExecutions'
    const tooMany = await call(doors, target, '{"stateMachineArn":"a","maxResults":1001}')
    expect(tooMany.body).toEqual({
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000"
    })
    const badStatus = await call(
      doors,
      target,
      '{"stateMachineArn":"a","statusFilter":"succeeded"}'
    )
    expect(badStatus.body.message).toBe(
      "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]"
    )
    const describe = 'AWSStepFunctions.DescribeStateMachine'
    const missing = await call(doors, describe, '{"stateMachineArn":null}')
    expect(missing.body.message).toBe(
      "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null"
    )
  })

  test('refuses a body that is not a JSON object, and a content type that is not AWS JSON', async () => {
    const doors = await start()
    const target = list['x-amz-target']
    expect((await call(doors, target, '{')).body.__type).toBe('SerializationException')
    expect((await call(doors, target, '[]')).body.__type).toBe('SerializationException')
    expect((await call(doors, target, '{}', 'text/plain')).body.__type).toBe(
      'SerializationException'
    )
    const newer = await call(doors, target, '{}', 'application/x-amz-json-1.1')
    expect(newer.status).toBe(200)
    expect(newer.headers['content-type']).toBe('application/x-amz-json-1.1')
  })

  test('refuses a body of more than 2 MiB', async () => {
    const doors = await start()
    const answer = await call(doors, list['x-amz-target'], `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`)
    expect(answer.status).toBe(413)
    expect(answer.body.__type).toBe('RequestEntityTooLargeException')
  })

  test('refuses a body of more than 2 MiB whose length was not announced', async () => {
    const doors = await start()
    const piece = new TextEncoder().encode('x'.repeat(64 * 1024))
    let count = 0
    const body = new ReadableStream({
      pull: (controller) => {
        if (count++ < 40) controller.enqueue(piece)
        else controller.close()
      }
    })
    const options = { method: 'POST', body, headers: { ...json, ...list }, duplex: 'half' }
    const answer = await fetch(doors.url, options)
    expect(answer.status).toBe(413)
  })

  test('does not mind a caller that hangs up in the middle', async () => {
    const doors = await start()
    const headers = {
      ...json,
      ...list,
      'content-length': '1000',
      host: `127.0.0.1:${doors.server.port}`
    }
    await new Promise<void>((resolve) => {
      const sent = request({ host: '127.0.0.1', port: doors.server.port, method: 'POST', headers })
      sent.on('error', () => resolve())
      sent.write('{', () => setTimeout(() => sent.destroy(new Error('enough')), 20))
    })
    expect((await fetch(`${doors.url}/health`)).status).toBe(200)
    expect(doors.core.logLines.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('the port', () => {
  test('is the same after a restart, so that links in mails stay valid', async () => {
    const folder = makeTempFolder()
    const first = await startTestDoors({ folder })
    const { port } = first.server
    await first.end()
    const second = await start({ folder })
    expect(second.server.port).toBe(port)
  })

  test('is another one, with a notice, where a program holds the last one', async () => {
    const folder = makeTempFolder()
    const first = await startTestDoors({ folder })
    const { port } = first.server
    await first.end()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const doors = await start({ folder })
    expect(doors.server.port).not.toBe(port)
    const { notices } = await doors.client.DescribeEngine({})
    expect(notices.join(' ')).toContain(`port ${port}`)
    other.close()
  })
})

describe('pages', () => {
  test('say how to build the window where it is not built', async () => {
    const { server } = await start()
    const answer = await send(server.port, { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('npm run build')
  })

  test('of the window are served for every path of it, hashed assets for good, all with a policy', async () => {
    const folder = makeTempFolder()
    mkdirSync(join(folder.path, 'assets'))
    writeFileSync(join(folder.path, 'index.html'), '<title>Window</title>')
    writeFileSync(join(folder.path, 'assets', 'main-1a2b.js'), 'export {}')
    const { server } = await start({ windowFolder: folder.path })
    const arn = '/executions/arn:aws:states:us-east-1:000000000000:execution:m:n.v2'
    for (const path of ['/', '/executions', arn]) {
      const page = await send(server.port, { path, headers: { accept: 'text/html' } })
      expect([path, page.status, page.text]).toEqual([path, 200, '<title>Window</title>'])
      expect(page.headers['content-security-policy']).toContain("default-src 'self'")
      expect(page.headers['x-content-type-options']).toBe('nosniff')
      expect(page.headers['cache-control']).toBe('no-cache')
    }
    const asset = await send(server.port, { path: '/assets/main-1a2b.js' })
    expect(asset.headers['cache-control']).toContain('immutable')
    const missing = { path: '/assets/gone.js', headers: { accept: 'text/html' } }
    expect((await send(server.port, missing)).status).toBe(404)
    const outside = await send(server.port, { path: `/${encodeURIComponent('../../etc/passwd')}` })
    expect(outside.status).toBe(404)
    folder.remove()
  })

  test('health needs no token', async () => {
    const { server } = await start()
    const answer = await send(server.port, { path: '/health' })
    expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}'])
  })
})
