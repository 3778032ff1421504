/** AWS JSON 1.0 and 1.1 over HTTP: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
import { ApiError } from '../../api/errors.ts'
import type { Exchange } from './exchange.ts'
import { sendText } from './exchange.ts'

const JSON_1_0 = 'application/x-amz-json-1.0'
const JSON_1_1 = 'application/x-amz-json-1.1'

/** The dialect that the answer is to be in: the one of the request. */
export function answerType(contentType: string | undefined): string {
  if (contentType === JSON_1_0) return JSON_1_0
  return contentType?.toLowerCase().startsWith(JSON_1_1) ? JSON_1_1 : JSON_1_0
}

/** Throws ApiError SerializationException unless the content type is one of AWS JSON. */
export function checkContentType(contentType: string | undefined): void {
  if (contentType === JSON_1_0) return
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === JSON_1_0 || type === JSON_1_1) return
  throw new ApiError(
    'SerializationException',
    `Expected the content type ${JSON_1_0} or ${JSON_1_1}, found '${contentType ?? ''}'.`
  )
}

/** The body as an object; members that are null count as absent. Throws ApiError SerializationException. */
export function parseBody(body: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw new ApiError(
      'SerializationException',
      `Expected the body to be JSON: ${error instanceof Error ? error.message : String(error)}`
    )
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiError('SerializationException', 'Expected the body to be a JSON object.')
  }
  return withoutNulls(value as Record<string, unknown>)
}

/** The same object where there are none, as nearly always. */
function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  return Object.values(value).includes(null)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
    : value
}

/** Bytes are sent as they are: JSON that was made elsewhere. */
export function sendAnswer(exchange: Exchange, requestId: string, output: unknown): void {
  const contentType = answerType(exchange.request.headers['content-type'])
  const headers = { 'x-amzn-RequestId': requestId }
  const body = output instanceof Uint8Array ? output : JSON.stringify(output)
  sendText(exchange, 200, contentType, body, headers)
}

/** The same may be asked again soon; AWS's SDKs do so by themselves. */
function isForNow({ errorName }: ApiError): boolean {
  return errorName === 'ThrottlingException' || errorName === 'ServiceUnavailable'
}

/** `{ __type, message, …details }`, and the name once more in a header. */
export function sendError(
  exchange: Exchange,
  requestId: string,
  error: ApiError,
  headers: Record<string, string> = {}
): void {
  const contentType = answerType(exchange.request.headers['content-type'])
  const body = { __type: error.errorName, message: error.message, ...error.details }
  sendText(exchange, error.status, contentType, JSON.stringify(body), {
    'x-amzn-RequestId': requestId,
    'x-amzn-ErrorType': error.errorName,
    ...(isForNow(error) ? { 'Retry-After': '1' } : {}),
    ...headers
  })
}
