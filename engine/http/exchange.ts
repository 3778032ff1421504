import type { IncomingMessage, ServerResponse } from 'node:http'

/** One request and its answer. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  /** Path and query of the request, on our own address. */
  url: URL
}

/** Answers one request, wholly. */
export type Door = (exchange: Exchange) => void | Promise<void>

/** The body was larger than the door takes. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError'
}

/** Reads the whole body. Rejects with BodyTooLargeError beyond `limitBytes`, without reading on. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0)
  const tooLarge = (found: number): BodyTooLargeError =>
    new BodyTooLargeError(
      `The request's body has ${String(found)} bytes or more, at most ${String(limitBytes)} are taken.`
    )
  if (announced > limitBytes) throw tooLarge(announced)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limitBytes) throw tooLarge(size)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Headers that every answer carries: no sniffing, no framing, no use by other sites. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()'
}

/** Answers with a small text, nothing cached. HEAD gets the headers alone. */
export function sendText(
  { request, response }: Exchange,
  status: number,
  contentType: string,
  text: string,
  headers: Record<string, string> = {}
): void {
  const body = Buffer.from(text)
  response.writeHead(status, {
    ...securityHeaders,
    'Cache-Control': 'no-store',
    'Content-Type': contentType,
    'Content-Length': body.length,
    ...headers
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
