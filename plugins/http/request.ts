import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import type { Json } from '../../asl/json.ts'
import { defineAction, type Interruption } from '../contract/action.ts'
import type { ActionContext } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { leavesFolder } from '../contract/work-path.ts'
import { accessOf } from './connection.ts'
import { requestErrors, requestExamples } from './documentation.ts'
import { encodeForm } from './form.ts'
import { parseBody, readText, saveBody } from './response.ts'
import { describeRequest, exchange, methods, type IncomingResponse, type Method } from './send.ts'
import { targetUrl } from './target.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
const maxOutputBytes = 240 * 1024

const input = z.strictObject({
  url: z
    .string()
    .min(1)
    .describe("The address; a relative one starts at the connection's base address.")
    .meta({ examples: ['https://api.example.com/items'] }),
  method: z.enum(methods).default('GET').describe('The HTTP method.'),
  query: z
    .record(z.string(), z.union([scalar, z.array(scalar)]))
    .default({})
    .describe('Query parameters to add to the address; a list repeats the parameter.'),
  headers: z.record(z.string(), z.string()).default({}).describe('Headers to send.'),
  body: z
    .json()
    .optional()
    .describe('What to send: a text as it is, any other value as JSON or as bodyEncoding says.'),
  bodyEncoding: z
    .enum(['auto', 'json', 'form'])
    .default('auto')
    .describe(
      'auto sends a text as it is and other values as JSON; json and form encode in any case.'
    ),
  connection: z
    .string()
    .min(1)
    .optional()
    .describe('The HTTP connection whose address and secret to use. Without a name, none is used.'),
  timeoutSeconds: z
    .number()
    .positive()
    .max(86_400)
    .default(60)
    .describe('The time limit for all of it, the body included.'),
  maxRedirects: z
    .number()
    .int()
    .min(0)
    .max(50)
    .default(10)
    .describe('How many redirects to follow.'),
  maxResponseBytes: z
    .number()
    .int()
    .min(1)
    .max(maxOutputBytes)
    .default(maxOutputBytes)
    .describe('The longest answer to take as output. Longer ones need saveTo.'),
  saveTo: z
    .string()
    .min(1)
    .optional()
    .describe(
      "A file to keep the answer's body in; a relative path starts at the state machine's folder."
    ),
  successCodes: z
    .array(z.number().int().min(100).max(599))
    .min(1)
    .optional()
    .describe('Status codes that count as success. Default: 200 to 299.')
})

const output = z.object({
  status: z.number().int().describe('The status code.'),
  statusText: z.string().describe('The words that came with it.'),
  headers: z
    .record(z.string(), z.string())
    .describe('The headers of the answer by lower-case name; repeated ones joined by ", ".'),
  body: z
    .json()
    .describe('The body: a JSON value where the answer is JSON, else text; empty with saveTo.'),
  file: z
    .object({ path: z.string(), bytes: z.number().int(), sha256: z.string() })
    .optional()
    .describe('With saveTo: the file, its size, and its SHA-256.'),
  url: z.string().describe('The address that answered, after redirects.'),
  durationSeconds: z.number().describe('How long it took, in seconds.')
})

type Input = z.output<typeof input>
type Output = z.input<typeof output>

export const request = defineAction({
  name: 'request',
  title: 'Send a request',
  description: 'Asks a web server or an API, and gives back its answer.',
  input,
  output,
  errors: requestErrors,
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: (parsed) => interruptionOfMethod(parsed.method),
  examples: requestExamples,
  run: send
})

/** RFC 9110, section 9.2.2: these methods mean the same however often they are sent. */
export function interruptionOfMethod(method: Method): Interruption {
  return method === 'POST' || method === 'PATCH' ? 'never' : 'repeat'
}

async function send(parsed: Input, context: ActionContext): Promise<Output> {
  const startedAt = performance.now()
  const access = await accessOf(context, parsed.connection)
  const url = targetUrl(parsed.url, access, parsed.query)
  const savePath = parsed.saveTo === undefined ? undefined : fileOf(context, parsed.saveTo)
  const outgoing = {
    url,
    method: parsed.method,
    ...encodedBody(parsed),
    secretHeaders: access.secretHeaders,
    timeoutSeconds: parsed.timeoutSeconds,
    maxRedirects: parsed.maxRedirects
  }
  context.log.write(`${describeRequest(outgoing)}\n`)
  return exchange(outgoing, exchangeOf(context), async (response) => {
    const isSuccess = parsed.successCodes?.includes(response.statusCode) ?? isOk(response)
    context.log.write(`${response.statusCode} ${response.statusText}\n`)
    if (!isSuccess) throw await statusFailure(describeRequest(outgoing), response)
    return {
      status: response.statusCode,
      statusText: response.statusText,
      headers: joinedHeaders(response),
      ...(await bodyOf(response, parsed, context, savePath)),
      url: response.url.href,
      durationSeconds: Math.round(performance.now() - startedAt) / 1000
    }
  })
}

/** How both actions follow an exchange: they end with the task, and tell redirects in its log. */
export function exchangeOf(context: ActionContext): Parameters<typeof exchange>[1] {
  return {
    signal: context.signal,
    onRedirect: (from, to) => {
      context.log.write(`${from.statusCode} ${from.statusText}, on to ${to.origin}${to.pathname}\n`)
    }
  }
}

export function isOk(response: IncomingResponse): boolean {
  return response.statusCode >= 200 && response.statusCode < 300
}

async function bodyOf(
  response: IncomingResponse,
  parsed: Input,
  context: ActionContext,
  savePath: string | undefined
): Promise<Pick<Output, 'body' | 'file'>> {
  if (savePath === undefined) {
    const reading = { maxBytes: parsed.maxResponseBytes, onData: context.heartbeat }
    return { body: parseBody(await readText(response, reading), response) }
  }
  const saved = await saveBody(response, savePath, context.heartbeat)
  context.log.write(`${saved.bytes} bytes in ${savePath}\n`)
  return { body: '', file: { path: parsed.saveTo ?? savePath, ...saved } }
}

function fileOf(context: ActionContext, path: string): string {
  if (!isAbsolute(path) && leavesFolder(path)) {
    throw new TaskFailure(
      'Http.InvalidRequest',
      `saveTo: expected a path within the state machine's folder, or an absolute one, found ${path}.`
    )
  }
  return resolve(context.files.workFolder, path)
}

function encodedBody(parsed: Input): { headers: Record<string, string>; body?: string } {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(parsed.headers)) headers[name.toLowerCase()] = value
  if (parsed.body === undefined) return { headers }
  const { type, body } = encode(parsed.body, parsed.bodyEncoding)
  return { headers: { 'content-type': type, ...headers }, body }
}

function encode(body: Json, encoding: Input['bodyEncoding']): { type: string; body: string } {
  if (encoding === 'form') {
    return { type: 'application/x-www-form-urlencoded', body: encodeForm(body, 'REPEAT') }
  }
  if (encoding === 'auto' && typeof body === 'string') {
    return { type: 'text/plain; charset=utf-8', body }
  }
  return { type: 'application/json', body: JSON.stringify(body) }
}

function joinedHeaders(response: IncomingResponse): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, values] of Object.entries(response.headers)) joined[name] = values.join(', ')
  return joined
}

async function statusFailure(name: string, response: IncomingResponse): Promise<TaskFailure> {
  const text = await readText(response, { maxBytes: 64 * 1024 }).catch(() => '')
  const wait = response.headers['retry-after']?.[0]
  const after = wait === undefined ? '' : ` Retry-After: ${wait}.`
  const body = text.trim() === '' ? '' : ` The answer: ${text.trim().slice(0, 2000)}`
  return new TaskFailure(
    `States.Http.StatusCode.${response.statusCode}`,
    `${name} was answered with ${response.statusCode} ${response.statusText}.${after}${body}`
  )
}
