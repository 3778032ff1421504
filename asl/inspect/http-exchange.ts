/**
 * What an HTTP Task sends and gets, as TestState shows it on the level TRACE.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html
 */
import { isJsonObject } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import { parseResource } from '../resource.ts'

export interface HttpRequest {
  protocol: string
  method: string
  url: string
  /** JSON text. */
  headers: string
  body?: string
}

export interface HttpResponse {
  protocol: string
  statusCode: string
  statusMessage: string
  /** JSON text. */
  headers: string
  body: string
}

/** The exchange of a task with these arguments; undefined for other tasks. What a connection adds is not in it. */
export function httpExchange(
  resource: string,
  parameters: Json,
  result: Json | undefined
): { request: HttpRequest; response?: HttpResponse } | undefined {
  const { service, action } = parseResource(resource)
  if (service !== 'http' || action !== 'invoke' || !isJsonObject(parameters)) return undefined
  const address = textOf(parameters['ApiEndpoint'])
  const protocol = address.startsWith('http:') ? 'http' : 'https'
  const body = parameters['RequestBody']
  const request: HttpRequest = {
    protocol,
    method: textOf(parameters['Method']),
    url: withQuery(address, parameters['QueryParameters']),
    headers: JSON.stringify(parameters['Headers'] ?? {}),
    ...(body === undefined ? {} : { body: textOf(body) })
  }
  return isJsonObject(result) ? { request, response: responseOf(protocol, result) } : { request }
}

function responseOf(protocol: string, result: JsonObject): HttpResponse {
  return {
    protocol,
    statusCode: textOf(result['StatusCode'] ?? ''),
    statusMessage: textOf(result['StatusText'] ?? ''),
    headers: JSON.stringify(result['Headers'] ?? {}),
    body: textOf(result['ResponseBody'] ?? '')
  }
}

function withQuery(address: string, parameters: Json | undefined): string {
  if (!isJsonObject(parameters)) return address
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(
      (item) => `${encodeURIComponent(name)}=${encodeURIComponent(textOf(item))}`
    )
  )
  if (pairs.length === 0) return address
  return `${address}${address.includes('?') ? '&' : '?'}${pairs.join('&')}`
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}
