import type { ActionError, ActionExample } from '../contract/action.ts'

export const sharedErrors: readonly ActionError[] = [
  {
    name: 'States.Http.StatusCode.*',
    description:
      'The server answered with a status that is no success; the code is part of the name: States.Http.StatusCode.404. The cause carries the answer, and Retry-After where the server said it.'
  },
  {
    name: 'States.Http.Socket',
    description:
      'There was no whole answer in time: no such server, a refused or broken connection, the time limit.'
  },
  {
    name: 'Http.InvalidUrl',
    description: 'The address cannot be used, or is not that of the connection.'
  },
  {
    name: 'Http.InvalidRequest',
    description: 'The request cannot be sent, as with an illegal header.'
  },
  { name: 'Http.TooManyRedirects', description: 'The server kept redirecting.' },
  { name: 'Http.ConnectionNotFound', description: 'There is no HTTP connection of this name.' }
]

export const requestErrors: readonly ActionError[] = [
  ...sharedErrors,
  {
    name: 'Http.ResponseTooLarge',
    description: 'The answer is longer than maxResponseBytes; use saveTo.'
  },
  { name: 'Http.ResponseNotText', description: 'The answer is binary; use saveTo.' }
]

export const invokeErrors: readonly ActionError[] = [
  ...sharedErrors,
  { name: 'States.DataLimitExceeded', description: 'The answer is longer than 256 KiB.' },
  {
    name: 'States.Runtime',
    description: 'The answer is binary, which AWS does not support either.'
  }
]

export const requestExamples: readonly ActionExample[] = [
  {
    title: 'Read JSON',
    input: { url: 'https://api.example.com/thresholds', query: { model: 'churn' } },
    output: {
      status: 200,
      statusText: 'OK',
      headers: { 'content-type': 'application/json' },
      body: { accuracy: 0.9 },
      url: 'https://api.example.com/thresholds?model=churn',
      durationSeconds: 0.12
    }
  },
  {
    title: 'Send JSON by a connection, and take a 409 as success',
    input: {
      url: 'items',
      method: 'POST',
      body: { name: 'first' },
      connection: 'inventory',
      successCodes: [200, 201, 409]
    }
  },
  {
    title: 'Keep a big answer as a file',
    input: { url: 'https://example.com/data.csv', saveTo: 'input/data.csv', timeoutSeconds: 600 },
    output: {
      status: 200,
      statusText: 'OK',
      headers: { 'content-type': 'text/csv' },
      body: '',
      file: {
        path: 'input/data.csv',
        bytes: 1048576,
        sha256: '30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58'
      },
      url: 'https://example.com/data.csv',
      durationSeconds: 3.4
    }
  }
]

export const invokeExamples: readonly ActionExample[] = [
  {
    title: 'As in AWS, with our connection in place of an EventBridge one',
    input: {
      ApiEndpoint: 'https://api.example.com/v1/customers',
      Method: 'POST',
      Authentication: { ConnectionArn: 'customers' },
      RequestBody: { email: 'ada@example.com', tags: ['a', 'b'] },
      Transform: {
        RequestBodyEncoding: 'URL_ENCODED',
        RequestEncodingOptions: { ArrayFormat: 'BRACKETS' }
      }
    },
    output: {
      Headers: { 'content-type': ['application/json'] },
      ResponseBody: { id: 'c1' },
      StatusCode: 200,
      StatusText: 'OK'
    }
  }
]
