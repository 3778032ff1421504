/** How to call a webhook, as a command to copy. */
import type { SettingsOf } from './trigger-kinds.ts'

type Authentication = NonNullable<SettingsOf<'WEBHOOK'>['authentication']>

const SIGN = 'openssl dgst'

function signed(auth: Extract<Authentication, { type: 'HMAC' }>): {
  before: string[]
  header: string
} {
  if (auth.scheme === 'STRIPE') {
    return {
      before: [
        'time=$(date +%s)',
        `signature=$(printf '%s.%s' "$time" "$body" | ${hex('SHA256')})`
      ],
      header: '-H "Stripe-Signature: t=$time,v1=$signature"'
    }
  }
  if (auth.scheme === 'GITHUB') {
    return {
      before: [`signature=$(printf %s "$body" | ${hex('SHA256')})`],
      header: '-H "X-Hub-Signature-256: sha256=$signature"'
    }
  }
  const digest = auth.encoding === 'BASE64' ? base64 : hex
  const time = auth.timestampHeader
  const text = time ? `printf '%s.%s' "$time" "$body"` : 'printf %s "$body"'
  const name = auth.header ?? 'X-Signature'
  return {
    before: [
      ...(time ? ['time=$(date +%s)'] : []),
      `signature=$(${text} | ${digest(auth.algorithm ?? 'SHA256')})`
    ],
    header: [
      ...(time ? [`-H "${time}: $time"`] : []),
      `-H "${name}: ${auth.prefix ?? ''}$signature"`
    ].join(' ')
  }
}

function hex(algorithm: string): string {
  return `${SIGN} -${algorithm.toLowerCase()} -hmac "$secret" | sed 's/^.* //'`
}

function base64(algorithm: string): string {
  return `${SIGN} -${algorithm.toLowerCase()} -hmac "$secret" -binary | base64`
}

/** @param secret where it is known: shown once; else a place for it */
export function curlOf(url: string, settings: SettingsOf<'WEBHOOK'>, secret = '<secret>'): string {
  const auth = settings.authentication ?? { type: 'BEARER' }
  const method = settings.methods?.[0] ?? 'POST'
  const hmac = auth.type === 'HMAC' ? signed(auth) : undefined
  const lines = [
    ...(auth.type === 'NONE' ? [] : [`secret='${secret}'`]),
    ...(method === 'GET' ? [] : [`body='{"hello": "world"}'`]),
    ...(hmac?.before ?? [])
  ]
  const parts = [
    `curl -X ${method} '${url}'`,
    ...(auth.type === 'BEARER' ? ['-H "Authorization: Bearer $secret"'] : []),
    ...(auth.type === 'HEADER' ? [`-H "${auth.header}: $secret"`] : []),
    ...(hmac ? [hmac.header] : []),
    ...(method === 'GET' ? [] : [`-H 'Content-Type: application/json' -d "$body"`])
  ]
  return [...lines, parts.join(' \\\n  ')].join('\n')
}

/** Where the engine describes all of its webhooks, for people. */
export function hooksPageOf(url: string): string {
  return new URL('/hooks/', url).href
}

/** The same as an OpenAPI document, for programs. */
export function openApiOf(url: string): string {
  return new URL('/hooks/openapi.json', url).href
}
