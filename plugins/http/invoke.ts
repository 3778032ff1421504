import { z } from 'zod'
import type { Json } from '../../asl/json.ts'
import { defineAction } from '../contract/action.ts'
import type { ActionContext } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { accessOf } from './connection.ts'
import { invokeErrors, invokeExamples } from './documentation.ts'
import { arrayFormats, encodeForm } from './form.ts'
import { exchangeOf, interruptionOfMethod, isOk } from './request.ts'
import { parseBody, readText } from './response.ts'
import { describeRequest, exchange, methods, type IncomingResponse } from './send.ts'
import { targetUrl } from './target.ts'

const connectionArn = z.strictObject({
  ConnectionArn: z
    .string()
    .min(1)
    .describe(
      'The name of our HTTP connection. Of an ARN of EventBridge (…:connection/NAME/ID), NAME is taken.'
    )
})
const parameter = z.union([z.string(), z.number(), z.boolean(), z.null()])

const input = z.strictObject({
  ApiEndpoint: z.string().min(1).describe('The address to ask.'),
  Method: z.enum(methods).describe('The HTTP method.'),
  Authentication: connectionArn
    .optional()
    .describe('The connection that signs in. AWS demands one; we do not.'),
  InvocationConfig: connectionArn
    .optional()
    .describe('The same, as AWS names it for private APIs.'),
  Headers: z.record(z.string(), parameter).default({}).describe('Headers to send.'),
  QueryParameters: z
    .record(
      z.string(),
      z.union([parameter, z.array(z.union([z.string(), z.number(), z.boolean()]))])
    )
    .default({})
    .describe('Query parameters to add to the address.'),
  RequestBody: z.json().optional().describe('What to send; JSON unless Transform says otherwise.'),
  Transform: z
    .strictObject({
      RequestBodyEncoding: z
        .enum(['NONE', 'URL_ENCODED'])
        .default('NONE')
        .describe('NONE sends JSON, URL_ENCODED a form.'),
      RequestEncodingOptions: z
        .strictObject({
          ArrayFormat: z
            .enum(arrayFormats)
            .default('INDICES')
            .describe('How lists are written in a form.')
        })
        .optional()
        .describe('Details of the form.')
    })
    .optional()
    .describe('How the body is encoded.')
})

const output = z.object({
  Headers: z
    .record(z.string(), z.array(z.string()))
    .describe('The headers of the answer by lower-case name.'),
  ResponseBody: z.json().describe('The body: a JSON value where the answer is JSON, else text.'),
  StatusCode: z.number().int().describe('The status code.'),
  StatusText: z.string().describe('The words that came with it.')
})

type Input = z.output<typeof input>
type Output = z.input<typeof output>

/** Step Functions' HTTP Task (developer guide, "Call HTTPS APIs in Step Functions workflows"). */
export const invoke = defineAction({
  name: 'invoke',
  title: 'Call an API (as AWS)',
  description: 'Step Functions’ HTTP Task, with the same input, output, errors and limits.',
  aliases: ['arn:aws:states:::http:invoke'],
  input,
  output,
  errors: invokeErrors,
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: (parsed) => interruptionOfMethod(parsed.Method),
  examples: invokeExamples,
  run: call
})

const names = { tooLarge: 'States.DataLimitExceeded', notText: 'States.Runtime' }
const longestCause = 8 * 1024
/** AWS's limits of an HTTP Task. */
const limits = { timeoutSeconds: 60, maxRedirects: 10, maxBytes: 256 * 1024 }

async function call(parsed: Input, context: ActionContext): Promise<Output> {
  const access = await accessOf(context, connectionName(parsed))
  const outgoing = {
    url: targetUrl(parsed.ApiEndpoint, access, parsed.QueryParameters),
    method: parsed.Method,
    ...encodedBody(parsed),
    secretHeaders: access.secretHeaders,
    timeoutSeconds: limits.timeoutSeconds,
    maxRedirects: limits.maxRedirects
  }
  context.log.write(`${describeRequest(outgoing)}\n`)
  return exchange(outgoing, exchangeOf(context), async (response) => {
    context.log.write(`${response.statusCode} ${response.statusText}\n`)
    const answer = await answerOf(response, context)
    if (isOk(response)) return answer
    const after = response.headers['retry-after']?.[0]
    const told = after === undefined ? brief(answer) : { ...brief(answer), RetryAfter: after }
    throw new TaskFailure(`States.Http.StatusCode.${response.statusCode}`, JSON.stringify(told))
  })
}

/** A cause may have 32,768 characters, and must still be JSON: a long body is told as its beginning. */
function brief(answer: Output): Output {
  const body = JSON.stringify(answer.ResponseBody)
  return body.length <= longestCause
    ? answer
    : { ...answer, ResponseBody: body.slice(0, longestCause) }
}

async function answerOf(response: IncomingResponse, context: ActionContext): Promise<Output> {
  const reading = { maxBytes: limits.maxBytes, names, onData: context.heartbeat }
  const text = readText(response, reading)
  return {
    Headers: response.headers,
    // The status matters more than that the words of a refusal cannot be read.
    ResponseBody: parseBody(await (isOk(response) ? text : text.catch(() => '')), response),
    StatusCode: response.statusCode,
    StatusText: response.statusText
  }
}

function connectionName(parsed: Input): string | undefined {
  const given = parsed.Authentication?.ConnectionArn ?? parsed.InvocationConfig?.ConnectionArn
  return /^arn:.*:connection\/([^/]+)/.exec(given ?? '')?.[1] ?? given
}

function encodedBody(parsed: Input): { headers: Record<string, string>; body?: string } {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(parsed.Headers)) {
    headers[name.toLowerCase()] = String(value ?? '')
  }
  if (parsed.RequestBody === undefined) return { headers }
  const isForm =
    parsed.Transform?.RequestBodyEncoding === 'URL_ENCODED' ||
    headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  const format = parsed.Transform?.RequestEncodingOptions?.ArrayFormat
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  const body = isForm
    ? encodeForm(parsed.RequestBody, format)
    : jsonText(parsed.RequestBody, headers)
  return { headers: { 'content-type': type, ...headers }, body }
}

/** A text goes as it is where the headers say that it is no JSON. */
function jsonText(body: Json, headers: Record<string, string>): string {
  const type = headers['content-type'] ?? 'application/json'
  return typeof body === 'string' && !type.includes('json') ? body : JSON.stringify(body)
}
