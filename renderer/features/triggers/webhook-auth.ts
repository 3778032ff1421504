/** How a caller of a webhook shows that it may call, as one choice. */
import type { SettingsOf } from './trigger-kinds.ts'

export type Authentication = NonNullable<SettingsOf<'WEBHOOK'>['authentication']>

interface AuthChoice {
  value: string
  label: string
  detail: string
  /** What it begins with. */
  authentication: Authentication
}

export const authChoices: readonly AuthChoice[] = [
  {
    value: 'BEARER',
    label: 'Bearer token',
    detail: 'The caller sends the secret as Authorization: Bearer.',
    authentication: { type: 'BEARER' }
  },
  {
    value: 'HEADER',
    label: 'Secret in a header',
    detail: 'The caller sends the secret in a header that you name.',
    authentication: { type: 'HEADER', header: 'X-Api-Key' }
  },
  {
    value: 'GITHUB',
    label: 'Signature of GitHub',
    detail: 'GitHub signs the body with the secret in X-Hub-Signature-256.',
    authentication: { type: 'HMAC', scheme: 'GITHUB' }
  },
  {
    value: 'STRIPE',
    label: 'Signature of Stripe',
    detail: 'Stripe signs time and body with the secret in Stripe-Signature.',
    authentication: { type: 'HMAC', scheme: 'STRIPE' }
  },
  {
    value: 'GENERIC',
    label: 'Another signature',
    detail: 'The caller signs the body with the secret in a header that you name.',
    authentication: { type: 'HMAC', scheme: 'GENERIC', header: 'X-Signature' }
  },
  {
    value: 'NONE',
    label: 'None',
    detail: 'Any program of this computer may call it.',
    authentication: { type: 'NONE' }
  }
]

/** Which choice an authentication is. */
export function authValue(authentication: Authentication | undefined): string {
  if (!authentication) return 'BEARER'
  return authentication.type === 'HMAC' ? authentication.scheme : authentication.type
}
