import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { TaskFailure } from '../contract/failure.ts'

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const
export type Method = (typeof methods)[number]

export interface OutgoingRequest {
  url: URL
  method: Method
  /** By lower-case name. */
  headers: Record<string, string>
  /** Headers for the origin of `url` alone: a redirect to another server does not get them. */
  secretHeaders: Record<string, string>
  body?: string
  /** For all of it, redirects and the body included. */
  timeoutSeconds: number
  maxRedirects: number
}

export interface IncomingResponse {
  statusCode: number
  statusText: string
  /** By lower-case name. */
  headers: Record<string, string[]>
  body: Readable
  /** Where the answer came from, after redirects. */
  url: URL
}

export interface Exchange {
  signal: AbortSignal
  /** Hears of each redirect. */
  onRedirect?: (from: IncomingResponse, to: URL) => void
}

/**
 * Sends a request, follows redirects, and has the answer read; then closes its connections.
 * Proxies are taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY, never for this computer itself.
 * Throws `States.Http.Socket` where there is no whole answer in time, `Http.InvalidRequest` where
 * the request cannot be sent as it is, and the signal's reason where the task has ended.
 */
export async function exchange<Result>(
  request: OutgoingRequest,
  { signal, onRedirect }: Exchange,
  read: (response: IncomingResponse) => Promise<Result>
): Promise<Result> {
  const limit = AbortSignal.timeout(request.timeoutSeconds * 1000)
  // Loaded with the first request: the engine starts sooner without it.
  const { EnvHttpProxyAgent } = await import('undici')
  const dispatcher = new EnvHttpProxyAgent({ noProxy: proxyExceptions() })
  try {
    const both = AbortSignal.any([signal, limit])
    return await read(await follow(request, dispatcher, both, onRedirect))
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw error instanceof TaskFailure ? error : socketFailure(request, limit.aborted, error)
  } finally {
    await dispatcher.destroy()
  }
}

/** How a request is named to people: without query and fragment, which can hold secrets. */
export function describeRequest(request: { method: string; url: URL }): string {
  return `${request.method} ${request.url.origin}${request.url.pathname}`
}

async function follow(
  first: OutgoingRequest,
  dispatcher: Dispatcher,
  signal: AbortSignal,
  onRedirect: Exchange['onRedirect']
): Promise<IncomingResponse> {
  let request = first
  for (let redirects = 0; ; redirects += 1) {
    const response = await sendOne(request, dispatcher, signal)
    const location = response.headers['location']?.[0]
    const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode)
    if (!isRedirect || location === undefined || request.maxRedirects === 0) return response
    if (redirects === request.maxRedirects) {
      throw new TaskFailure(
        'Http.TooManyRedirects',
        `${describeRequest(first)} was redirected more than ${request.maxRedirects} times, last to ${location}.`
      )
    }
    request = redirected(request, response.statusCode, new URL(location, request.url))
    onRedirect?.(response, request.url)
    await response.body.resume().toArray()
  }
}

/** What to ask next (RFC 9110, section 15.4): 303 asks with GET; so does, by custom, 301 or 302 after a POST. */
function redirected(request: OutgoingRequest, statusCode: number, url: URL): OutgoingRequest {
  const isSameOrigin = url.origin === request.url.origin
  const becomesGet =
    (statusCode === 303 && request.method !== 'HEAD') ||
    ((statusCode === 301 || statusCode === 302) && request.method === 'POST')
  const dropped = [
    ...(isSameOrigin ? [] : ['authorization', 'cookie', 'host']),
    ...(becomesGet ? ['content-type', 'content-length', 'content-encoding'] : [])
  ]
  const headers = Object.entries(request.headers).filter(([name]) => !dropped.includes(name))
  const { body, ...rest } = request
  return {
    ...rest,
    url,
    headers: Object.fromEntries(headers),
    secretHeaders: isSameOrigin ? request.secretHeaders : {},
    ...(becomesGet ? { method: 'GET' } : body === undefined ? {} : { body })
  }
}

async function sendOne(
  request: OutgoingRequest,
  dispatcher: Dispatcher,
  signal: AbortSignal
): Promise<IncomingResponse> {
  const { request: send } = await import('undici')
  const answer = await send(request.url, {
    method: request.method,
    headers: {
      'accept-encoding': 'gzip, deflate, br',
      ...request.headers,
      ...request.secretHeaders
    },
    body: request.body ?? null,
    dispatcher,
    signal,
    headersTimeout: 0,
    bodyTimeout: 0
  })
  const headers: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value : [value]
  }
  const { statusCode, statusText } = answer
  const body = decompressed(answer.body, headers['content-encoding']?.[0])
  return { statusCode, statusText, headers, body, url: request.url }
}

const decoders: Record<string, () => ReturnType<typeof createGunzip>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress
}

function decompressed(body: Readable, encoding: string | undefined): Readable {
  const decoder = decoders[encoding?.toLowerCase() ?? '']
  if (decoder === undefined) return body
  // An error of either side reaches the reader, since pipeline destroys the other one with it.
  return pipeline(body, decoder(), () => undefined)
}

function socketFailure(request: OutgoingRequest, isLate: boolean, error: unknown): TaskFailure {
  const code = codeOf(error)
  const name = describeRequest(request)
  if (code.startsWith('UND_ERR_INVALID_ARG') || code.startsWith('UND_ERR_NOT_SUPPORTED')) {
    return new TaskFailure('Http.InvalidRequest', `${name} cannot be sent: ${messageOf(error)}.`, {
      cause: error
    })
  }
  const why = isLate
    ? `has not been answered in ${request.timeoutSeconds} s`
    : `failed: ${messageOf(error)}${code === '' ? '' : ` (${code})`}`
  return new TaskFailure('States.Http.Socket', `${name} ${why}.`, { cause: error })
}

/** A refused connection to a name with several addresses is an AggregateError with no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}

function proxyExceptions(): string {
  const named = process.env['no_proxy'] ?? process.env['NO_PROXY']
  return [named, 'localhost', '127.0.0.1', '[::1]', '::1'].filter(Boolean).join(',')
}
