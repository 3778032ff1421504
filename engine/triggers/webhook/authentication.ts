import { createHmac } from 'node:crypto'
import { isSameSecret } from '../../http/same-secret.ts'
import type { Authentication } from './settings.ts'
import { signatureHeaderOf } from './settings.ts'

/** What a caller has shown. */
export interface Shown {
  headers: Record<string, string>
  body: Buffer
  /** Milliseconds since the epoch. */
  now: number
}

type Hmac = Extract<Authentication, { type: 'HMAC' }>

const DEFAULT_TOLERANCE_SECONDS = 300

/** Why the caller may not call, in words that do not help to guess; undefined where it may. */
export function refusedCaller(
  authentication: Authentication,
  secret: string | undefined,
  shown: Shown
): string | undefined {
  if (authentication.type === 'NONE') return undefined
  if (secret === undefined) return 'This hook has no secret yet: set one for its trigger.'
  const { headers } = shown
  if (authentication.type === 'BEARER') {
    const found = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
    return isSameSecret(secret, found)
      ? undefined
      : 'Expected the header Authorization: Bearer with the secret of this hook.'
  }
  if (authentication.type === 'HEADER') {
    const found = headers[authentication.header.toLowerCase()] ?? ''
    return isSameSecret(secret, found)
      ? undefined
      : `Expected the header ${authentication.header} with the secret of this hook.`
  }
  return refusedSignature(authentication, secret, shown)
}

function refusedSignature(hmac: Hmac, secret: string, shown: Shown): string | undefined {
  const header = signatureHeaderOf(hmac)
  const { signatures, timestamp } = readSignature(hmac, shown.headers[header] ?? '', shown)
  const isTimed = hmac.scheme === 'STRIPE' || hmac.timestampHeader !== undefined
  if (isTimed) {
    const age = Math.abs(shown.now / 1000 - Number(timestamp ?? Number.NaN))
    const most = hmac.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS
    if (!(age <= most)) {
      return `Expected a signed time of the last ${String(most)} seconds: an older call may be a repeated one.`
    }
  }
  const algorithm = hmac.scheme === 'GENERIC' ? (hmac.algorithm ?? 'SHA256') : 'SHA256'
  const made = createHmac(algorithm.toLowerCase(), secret)
  if (isTimed) made.update(`${timestamp ?? ''}.`)
  const isBase64 = hmac.scheme === 'GENERIC' && hmac.encoding === 'BASE64'
  const right = made.update(shown.body).digest(isBase64 ? 'base64' : 'hex')
  return signatures.some((one) => isSameSecret(right, isBase64 ? one : one.toLowerCase()))
    ? undefined
    : `Expected the header ${header} with a signature of this body, made with the secret of this hook.`
}

function readSignature(
  hmac: Hmac,
  text: string,
  { headers }: Shown
): { signatures: string[]; timestamp?: string | undefined } {
  if (hmac.scheme === 'STRIPE') {
    const parts = text.split(',').map((part) => part.trim().split('='))
    return {
      signatures: parts.filter(([key]) => key === 'v1').map(([, value]) => value ?? ''),
      timestamp: parts.find(([key]) => key === 't')?.[1]
    }
  }
  const prefix = hmac.scheme === 'GITHUB' ? 'sha256=' : (hmac.prefix ?? '')
  const timestamp =
    hmac.timestampHeader === undefined ? undefined : headers[hmac.timestampHeader.toLowerCase()]
  return {
    signatures: text.startsWith(prefix) ? [text.slice(prefix.length)] : [],
    timestamp
  }
}
