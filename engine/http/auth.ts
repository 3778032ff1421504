import type { IncomingMessage } from 'node:http'
import { ApiError } from '../../api/errors.ts'
import { isSameSecret } from './same-secret.ts'
import { checkSignature } from './signature.ts'

/** Repeated headers are joined by the server with `, `, so each is one text. */
function plainHeaders(request: IncomingMessage): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(',') : value
  }
  return headers
}

const WHERE = 'It stands in engine.json and in the file token of the data folder.'

/**
 * Whether the request carries the engine's token: as a bearer (of several credentials in the header
 * one right bearer is enough), or as the secret key of a SigV4 signature. Rejects with ApiError
 * MissingAuthenticationTokenException, AccessDeniedException or InvalidSignatureException.
 */
export async function checkAccess(
  request: IncomingMessage,
  url: URL,
  body: Uint8Array,
  { token, now }: { token: string; now: number }
): Promise<void> {
  const { authorization = '' } = request.headers
  // Nearly all requests, and nothing else of them needs to be looked at.
  if (isSameSecret(`Bearer ${token}`, authorization)) return
  const bearers = [...authorization.matchAll(/(?:^|[\s,])Bearer\s+([^\s,]+)/gi)]
  if (bearers.some(([, found]) => isSameSecret(token, found ?? ''))) return
  if (authorization.includes('AWS4-HMAC-SHA256')) {
    const headers = plainHeaders(request)
    await checkSignature({ method: request.method ?? 'GET', url, headers, body }, token, now)
    return
  }
  if (bearers.length > 0) {
    throw new ApiError(
      'AccessDeniedException',
      `The bearer token is not this engine's. Expected the token of the engine that listens here. ${WHERE}`
    )
  }
  throw new ApiError(
    'MissingAuthenticationTokenException',
    `Missing Authentication Token. Expected 'Authorization: Bearer <token>' or a SigV4 signature made with the token as the secret access key. ${WHERE}`
  )
}
