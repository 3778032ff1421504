import type { SettingsOf } from '../../store/queries/triggers.ts'
import type { TriggerOf } from '../watcher.ts'

export type WebhookSettings = SettingsOf<'WEBHOOK'>
export type Hook = TriggerOf<'WEBHOOK'>
export type Authentication = NonNullable<WebhookSettings['authentication']>

/** With what stands where nothing was said. */
export function settingsOf({ settings }: Hook) {
  return {
    methods: settings.methods ?? (['POST'] as const),
    authentication: settings.authentication ?? ({ type: 'BEARER' } as const),
    mode: settings.mode ?? 'ASYNC',
    waitSeconds: settings.waitSeconds ?? 30,
    answersFromOutput: settings.answersFromOutput ?? false,
    idempotencyHeader: (settings.idempotencyHeader ?? 'Idempotency-Key').toLowerCase(),
    allowedOrigins: settings.allowedOrigins ?? []
  }
}

/** https://docs.github.com/webhooks, https://docs.stripe.com/webhooks: where a signature stands. */
export function signatureHeaderOf(
  authentication: Extract<Authentication, { type: 'HMAC' }>
): string {
  const { scheme, header } = authentication
  if (scheme === 'GITHUB') return 'x-hub-signature-256'
  if (scheme === 'STRIPE') return 'stripe-signature'
  return (header ?? 'x-signature').toLowerCase()
}
