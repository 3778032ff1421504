import type { StatusName } from '../../statuses.ts'
import type { MailItem } from './outbox.svelte.ts'

/** How each status of a mail looks. */
export const mailStatuses = {
  WAITING: 'MAIL_WAITING',
  SENT: 'SENT',
  FAILED: 'FAILED'
} as const satisfies Record<MailItem['status'], StatusName>
