import { expect, it } from 'vitest'
import { httpExchange } from '../../../asl/inspect/http-exchange.ts'

const resource = 'arn:aws:states:::http:invoke'

it('the exchange of an HTTP Task is what it was given to send and what came back', () => {
  const parameters = {
    ApiEndpoint: 'https://api.example/orders',
    Method: 'POST',
    Headers: { accept: 'text/plain' },
    QueryParameters: { q: 'a b', id: ['1', '2'] },
    RequestBody: { n: 1 }
  }
  const result = {
    Headers: { 'content-type': ['text/plain'] },
    ResponseBody: 'yes',
    StatusCode: 200,
    StatusText: 'OK'
  }
  expect(httpExchange(resource, parameters, result)).toEqual({
    request: {
      protocol: 'https',
      method: 'POST',
      url: 'https://api.example/orders?q=a%20b&id=1&id=2',
      headers: '{"accept":"text/plain"}',
      body: '{"n":1}'
    },
    response: {
      protocol: 'https',
      statusCode: '200',
      statusMessage: 'OK',
      headers: '{"content-type":["text/plain"]}',
      body: 'yes'
    }
  })
})

it('a request without an answer has no response, another task has no exchange', () => {
  const parameters = { ApiEndpoint: 'http://localhost/', Method: 'GET' }
  expect(httpExchange(resource, parameters, undefined)).toEqual({
    request: { protocol: 'http', method: 'GET', url: 'http://localhost/', headers: '{}' }
  })
  expect(httpExchange('arn:aws:states:::lambda:invoke', parameters, {})).toBeUndefined()
})
