import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { interruptionOf } from '../../plugins/contract/action.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import { httpConnection } from '../../plugins/http/connection.ts'
import { encodeForm } from '../../plugins/http/form.ts'
import { invoke } from '../../plugins/http/invoke.ts'
import { request } from '../../plugins/http/request.ts'
import { callAction, createTestContext, type TestContext } from '../support/action-context.ts'
import { startHttpServer, type HttpServer, type SeenRequest } from '../support/http-server.ts'

let server: HttpServer
let other: HttpServer
let test: TestContext

beforeEach(async () => {
  server = await startHttpServer(answer)
  other = await startHttpServer((seen, response) => {
    json(response, 200, { authorization: seen.headers.authorization ?? null, method: seen.method })
  })
  const settings = { baseUrl: `${server.url}/api/`, authentication: 'bearer' }
  test = await createTestContext({
    connections: {
      api: { name: 'api', settings, secrets: { secret: 'open-sesame' } },
      basic: {
        name: 'basic',
        settings: { authentication: 'basic', user: 'ada' },
        secrets: { secret: 'pw' }
      },
      key: {
        name: 'key',
        settings: { authentication: 'header', headerName: 'X-Key' },
        secrets: { secret: 'k1' }
      }
    }
  })
})

afterEach(async () => {
  await Promise.all([server.stop(), other.stop(), test.remove()])
})

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

function answer(seen: SeenRequest, response: ServerResponse): void {
  const path = seen.path.split('?')[0] ?? ''
  if (path === '/silent') return
  if (path === '/slow-body') {
    response.writeHead(200, { 'content-type': 'text/plain' }).write('begun')
  } else if (path === '/broken') {
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy())
  } else if (path === '/busy') {
    response.writeHead(429, { 'retry-after': '30', 'content-type': 'text/plain' }).end('slow down')
  } else if (path === '/big') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(1_000_000))
  } else if (path === '/gzip') {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    response.writeHead(200, headers).end(gzipSync('{"zipped":true}'))
  } else if (path === '/latin') {
    const headers = { 'content-type': 'text/plain; charset=iso-8859-1' }
    response.writeHead(200, headers).end(Buffer.from('caf\xe9', 'latin1'))
  } else if (path === '/binary') {
    response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([137, 80, 78, 71]))
  } else if (path === '/away') {
    response.writeHead(302, { location: `${other.url}/landed` }).end()
  } else if (path === '/see-other') {
    response.writeHead(303, { location: '/api/echo' }).end()
  } else if (path === '/keep') {
    response.writeHead(307, { location: '/api/echo' }).end()
  } else if (path === '/loop') {
    response.writeHead(302, { location: '/loop' }).end()
  } else if (path === '/empty') {
    response.writeHead(204).end()
  } else {
    json(response, path === '/missing' ? 404 : 200, seen)
  }
}

const ask = (input: Record<string, unknown>): Promise<unknown> =>
  callAction(request, input, test.context)
const askAws = (input: Record<string, unknown>): Promise<unknown> =>
  callAction(invoke, input, test.context)

describe('plugin:http:request', () => {
  it('gives back status, headers and the JSON of the answer', async () => {
    const url = `${server.url}/a?x=1`
    expect(await ask({ url, query: { tag: ['a b', 2] }, headers: { 'X-One': '1' } })).toMatchObject(
      {
        status: 200,
        statusText: 'OK',
        headers: { 'content-type': 'application/json' },
        body: { method: 'GET', path: '/a?x=1&tag=a+b&tag=2', headers: { 'x-one': '1' } }
      }
    )
  })

  it('sends JSON, text and forms', async () => {
    const url = server.url
    const body = { a: [1, 2] }
    await ask({ url, method: 'POST', body })
    await ask({ url, method: 'PUT', body: 'plain' })
    await ask({ url, method: 'POST', body, bodyEncoding: 'form' })
    expect(server.requests.map((seen) => [seen.headers['content-type'], seen.body])).toEqual([
      ['application/json', '{"a":[1,2]}'],
      ['text/plain; charset=utf-8', 'plain'],
      ['application/x-www-form-urlencoded', 'a=1&a=2']
    ])
  })

  it('reads compressed answers, other charsets, and none', async () => {
    expect(await ask({ url: `${server.url}/gzip` })).toMatchObject({ body: { zipped: true } })
    expect(await ask({ url: `${server.url}/latin` })).toMatchObject({ body: 'café' })
    expect(await ask({ url: `${server.url}/empty` })).toMatchObject({ status: 204, body: '' })
  })

  it('fails with the status in the error name, and shows the answer and Retry-After', async () => {
    await expect(ask({ url: `${server.url}/missing` })).rejects.toMatchObject({
      errorName: 'States.Http.StatusCode.404'
    })
    await expect(ask({ url: `${server.url}/busy` })).rejects.toMatchObject({
      errorName: 'States.Http.StatusCode.429',
      causeText: expect.stringMatching(/Retry-After: 30\. The answer: slow down/)
    })
    const taken = { url: `${server.url}/missing`, successCodes: [404] }
    expect(await ask(taken)).toMatchObject({ status: 404 })
  })

  it('ends after its time limit, before and within the answer', async () => {
    for (const path of ['/silent', '/slow-body']) {
      await expect(ask({ url: server.url + path, timeoutSeconds: 0.3 })).rejects.toMatchObject({
        errorName: 'States.Http.Socket',
        causeText: expect.stringContaining('has not been answered in 0.3 s')
      })
    }
  })

  it('says why there was no answer', async () => {
    const { url } = other
    await other.stop()
    await expect(ask({ url })).rejects.toMatchObject({
      errorName: 'States.Http.Socket',
      causeText: expect.stringContaining('ECONNREFUSED')
    })
    await expect(ask({ url: `${server.url}/broken` })).rejects.toMatchObject({
      errorName: 'States.Http.Socket'
    })
  })

  it('ends with its task', async () => {
    const done = expect(ask({ url: `${server.url}/silent` })).rejects.toThrow('stopped')
    await expect.poll(() => server.requests.length).toBe(1)
    test.abort(new Error('stopped'))
    await done
  })

  it('follows redirects as RFC 9110 says, up to a limit', async () => {
    const sent = { method: 'POST', body: { a: 1 } }
    expect(await ask({ url: `${server.url}/see-other`, ...sent })).toMatchObject({
      body: { method: 'GET', body: '' },
      url: `${server.url}/api/echo`
    })
    expect(await ask({ url: `${server.url}/keep`, ...sent })).toMatchObject({
      body: { method: 'POST', body: '{"a":1}' }
    })
    await expect(ask({ url: `${server.url}/loop`, maxRedirects: 3 })).rejects.toMatchObject({
      errorName: 'Http.TooManyRedirects'
    })
  })

  it('refuses an answer that is too long or no text, and keeps either as a file', async () => {
    await expect(ask({ url: `${server.url}/big` })).rejects.toMatchObject({
      errorName: 'Http.ResponseTooLarge'
    })
    await expect(ask({ url: `${server.url}/binary` })).rejects.toMatchObject({
      errorName: 'Http.ResponseNotText'
    })
    expect(await ask({ url: `${server.url}/big`, saveTo: 'in/big.txt' })).toMatchObject({
      body: '',
      file: { path: 'in/big.txt', bytes: 1_000_000 }
    })
    const folder = join(test.context.files.workFolder, 'in')
    expect(await readdir(folder)).toEqual(['big.txt'])
    expect((await readFile(join(folder, 'big.txt'), 'utf8')).length).toBe(1_000_000)
  })

  it('leaves no file of an answer that broke off, and none outside of the work folder', async () => {
    const url = `${server.url}/broken`
    await expect(ask({ url, saveTo: 'half' })).rejects.toMatchObject({
      errorName: 'States.Http.Socket'
    })
    expect(await readdir(test.context.files.workFolder)).toEqual([])
    await expect(ask({ url, saveTo: 'a/../../b' })).rejects.toThrow(/within/)
  })

  it('may be repeated after an interruption unless it is a POST or PATCH', () => {
    const parse = (method: string): unknown => request.input.parse({ url: 'http://x', method })
    expect(interruptionOf(request, parse('GET'))).toBe('repeat')
    expect(interruptionOf(request, parse('DELETE'))).toBe('repeat')
    expect(interruptionOf(request, parse('POST'))).toBe('never')
  })
})

describe('a connection', () => {
  it('gives the base address and the secret, which a redirect to elsewhere does not get', async () => {
    expect(await ask({ url: 'echo', connection: 'api' })).toMatchObject({
      body: { path: '/api/echo', headers: { authorization: 'Bearer open-sesame' } }
    })
    expect(await ask({ url: '/away', connection: 'api' })).toMatchObject({
      body: { authorization: null }
    })
    expect(JSON.stringify(test.log)).not.toContain('open-sesame')
  })

  it('is not used for another server, and not without being named', async () => {
    await expect(ask({ url: other.url, connection: 'api' })).rejects.toMatchObject({
      errorName: 'Http.InvalidUrl'
    })
    await expect(ask({ url: 'echo' })).rejects.toMatchObject({ errorName: 'Http.InvalidUrl' })
    expect(await ask({ url: other.url })).toMatchObject({ body: { authorization: null } })
    await expect(ask({ url: 'x', connection: 'nobody' })).rejects.toMatchObject({
      errorName: 'Http.ConnectionNotFound'
    })
  })

  it('signs in with user and password, or a header of the API', async () => {
    const pair = Buffer.from('ada:pw').toString('base64')
    expect(await ask({ url: other.url, connection: 'basic' })).toMatchObject({
      body: { authorization: `Basic ${pair}` }
    })
    expect(await ask({ url: server.url, connection: 'key' })).toMatchObject({
      body: { headers: { 'x-key': 'k1' } }
    })
  })

  it('can be tested', async () => {
    const { signal } = new AbortController()
    const connection = { name: 'a', settings: { baseUrl: server.url }, secrets: {} }
    expect(await httpConnection.test(connection, signal)).toBe(`${server.url} answered 200 OK.`)
  })
})

describe('arn:aws:states:::http:invoke', () => {
  it('has the input and the output of AWS', async () => {
    const output = await askAws({
      ApiEndpoint: `${server.url}/api/v1`,
      Method: 'POST',
      Authentication: {
        ConnectionArn: 'arn:aws:events:us-east-1:123456789012:connection/api/81210c42'
      },
      Headers: { 'X-Number': 5 },
      QueryParameters: { q: 'a&b', many: ['1', '2'] },
      RequestBody: { name: 'x', list: ['a', 'b'] },
      Transform: {
        RequestBodyEncoding: 'URL_ENCODED',
        RequestEncodingOptions: { ArrayFormat: 'BRACKETS' }
      }
    })
    expect(output).toMatchObject({
      Headers: { 'content-type': ['application/json'] },
      ResponseBody: {
        path: '/api/v1?q=a%26b&many=1&many=2',
        headers: { authorization: 'Bearer open-sesame', 'x-number': '5' },
        body: 'name=x&list%5B%5D=a&list%5B%5D=b'
      },
      StatusCode: 200,
      StatusText: 'OK'
    })
  })

  it('has the errors of AWS, and the answer as JSON in the cause', async () => {
    const failure = askAws({ ApiEndpoint: `${server.url}/busy`, Method: 'GET' })
    await expect(failure).rejects.toMatchObject({ errorName: 'States.Http.StatusCode.429' })
    const cause = await failure.catch((error: unknown) =>
      error instanceof TaskFailure ? error.causeText : error
    )
    expect(JSON.parse(String(cause))).toMatchObject({
      ResponseBody: 'slow down',
      StatusCode: 429,
      RetryAfter: '30'
    })
    const big = { ApiEndpoint: `${server.url}/big`, Method: 'GET' }
    await expect(askAws(big)).rejects.toMatchObject({ errorName: 'States.DataLimitExceeded' })
  })

  it('is refused with the name of the field that is wrong', () => {
    expect(() => invoke.input.parse({ ApiEndpoint: 'http://x', Method: 'GET', Body: 1 })).toThrow(
      /Body/
    )
  })
})

describe('a form', () => {
  it('writes lists in each of AWS’s formats', () => {
    const value = { list: ['a', 'b c'], inner: { deep: 1 } }
    const plain = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))
    expect(plain(encodeForm(value))).toBe('list[0]=a&list[1]=b c&inner[deep]=1')
    expect(plain(encodeForm(value, 'REPEAT'))).toBe('list=a&list=b c&inner[deep]=1')
    expect(plain(encodeForm(value, 'COMMAS'))).toBe('list=a,b c&inner[deep]=1')
    expect(plain(encodeForm(value, 'BRACKETS'))).toBe('list[]=a&list[]=b c&inner[deep]=1')
    expect(encodeForm(value, 'NONE')).toBe('list=a&list=b c&inner[deep]=1')
  })
})
