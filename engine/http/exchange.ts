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

/**
 * Reads the whole body. Rejects with BodyTooLargeError beyond `limitBytes`; the rest then goes
 * unread, but the connection stays, so that the refusal can still be answered.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    const refuse = (found: number): void => {
      request.off('data', take)
      request.resume()
      const message = `The request's body has ${String(found)} bytes or more, at most ${String(limitBytes)} are taken.`
      reject(new BodyTooLargeError(message))
    }
    const take = (part: Buffer): void => {
      size += part.length
      if (size > limitBytes) refuse(size)
      else parts.push(part)
    }
    const announced = Number(request.headers['content-length'] ?? 0)
    if (announced > limitBytes) {
      refuse(announced)
      return
    }
    request.on('data', take)
    request.on('end', () => {
      const [first] = parts
      resolve(first && parts.length === 1 ? first : Buffer.concat(parts))
    })
    request.on('error', reject)
  })
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
  text: string | Uint8Array,
  headers: Record<string, string> = {}
): void {
  response.writeHead(status, {
    ...securityHeaders,
    'Cache-Control': 'no-store',
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(text),
    ...headers
  })
  // A text leaves in one piece with its head.
  response.end(request.method === 'HEAD' ? undefined : text)
}
