import { createHash } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { ApiError } from '../../api/errors.ts'
import { isSameSecret } from './same-secret.ts'

const LONGEST_SKEW_MILLISECONDS = 15 * 60_000

interface Claim {
  accessKeyId: string
  region: string
  service: string
  signedHeaders: string[]
  signature: string
}

const shape =
  /AWS4-HMAC-SHA256\s+Credential=([^\s,]+)\/\d{8}\/([^\s,/]+)\/([^\s,/]+)\/aws4_request\s*,\s*SignedHeaders=([^\s,]+)\s*,\s*Signature=([0-9a-f]{64})/

function parseClaim(authorization: string): Claim {
  const [, accessKeyId, region, service, signedHeaders, signature] = shape.exec(authorization) ?? []
  if (!accessKeyId || !region || !service || !signedHeaders || !signature) {
    throw new ApiError(
      'InvalidSignatureException',
      'Expected Authorization to be AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…; found another shape.'
    )
  }
  return { accessKeyId, region, service, signedHeaders: signedHeaders.split(';'), signature }
}

/** `20261123T130000Z` as milliseconds since the epoch. */
function parseAmzDate(text: string): number {
  const at = Date.parse(
    text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  )
  if (!Number.isNaN(at)) return at
  throw new ApiError(
    'InvalidSignatureException',
    `Expected the header x-amz-date to be of the form 20261123T130000Z, found '${text}'.`
  )
}

export interface SignedRequest {
  method: string
  url: URL
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>
  body: Uint8Array
}

/**
 * Checks a SigV4 signature (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html)
 * over exactly the headers that it names, made with `secret` as the secret access key and any access
 * key id. Rejects with ApiError InvalidSignatureException.
 *
 * @param now milliseconds since the epoch; the request's date may be 15 minutes off
 */
export async function checkSignature(
  request: SignedRequest,
  secret: string,
  now: number
): Promise<void> {
  const claim = parseClaim(request.headers.authorization ?? '')
  const signedAt = parseAmzDate(request.headers['x-amz-date'] ?? '')
  if (Math.abs(now - signedAt) > LONGEST_SKEW_MILLISECONDS) {
    throw new ApiError(
      'InvalidSignatureException',
      `Signature expired: ${request.headers['x-amz-date'] ?? ''} is more than 15 minutes away from the engine's time, ${new Date(now).toISOString()}. Check the clock.`
    )
  }
  for (const needed of ['host', 'x-amz-date']) {
    if (claim.signedHeaders.includes(needed)) continue
    throw new ApiError('InvalidSignatureException', `Expected '${needed}' in SignedHeaders.`)
  }
  checkBodyHash(request)
  const headers: Record<string, string> = {}
  for (const name of claim.signedHeaders) headers[name] = request.headers[name] ?? ''
  const signer = new SignatureV4({
    applyChecksum: false,
    credentials: { accessKeyId: claim.accessKeyId, secretAccessKey: secret },
    region: claim.region,
    service: claim.service,
    sha256: Sha256
  })
  const signed = await signer.sign(
    new HttpRequest({
      method: request.method,
      hostname: request.url.hostname,
      path: request.url.pathname,
      query: Object.fromEntries(request.url.searchParams),
      headers,
      body: request.body
    }),
    { signingDate: new Date(signedAt), signableHeaders: new Set(claim.signedHeaders) }
  )
  const expected = shape.exec(signed.headers.authorization ?? '')?.[5] ?? ''
  if (isSameSecret(expected, claim.signature)) return
  throw new ApiError(
    'InvalidSignatureException',
    "The request signature we calculated does not match the signature you provided. Expected one made with the engine's token (engine.json in the data folder) as the secret access key."
  )
}

/** The signer takes this header's word for the body's hash, so it must be true. */
function checkBodyHash({ headers, body }: SignedRequest): void {
  const claimed = headers['x-amz-content-sha256']
  if (claimed === undefined) return
  if (claimed === createHash('sha256').update(body).digest('hex')) return
  throw new ApiError(
    'InvalidSignatureException',
    'Expected the header x-amz-content-sha256 to be the SHA-256 of the body.'
  )
}
