import type { Mailbox, MailHead } from '../../../plugins/contract/mailbox.ts'
import type { TriggerRecord } from '../../store/queries/triggers.ts'
import type { MailSettings } from './mail-event.ts'
import { mailboxOf } from './mail-event.ts'

/** Up to which mail a trigger has looked. */
export interface MailCursor {
  /** The connection and mailbox that the rest is about. */
  source: string
  uidValidity: string
  uid: number
  /** What lay there before is left alone; milliseconds since the epoch. */
  ignoredBefore?: number
  /** The server has numbered all mails anew since: those to leave alone are known by their time alone. */
  isRenumbered?: boolean
}

/** Where to go on in a mailbox as it is now. */
export function cursorFor(
  { settings, cursor: stored }: { settings: MailSettings; cursor?: TriggerRecord['cursor'] },
  { uidValidity, uidNext }: Pick<Mailbox, 'uidValidity' | 'uidNext'>,
  now: number
): MailCursor {
  const source = `${settings.connection ?? ''}\n${mailboxOf(settings)}`
  const before = stored === undefined ? undefined : (JSON.parse(stored) as MailCursor)
  if (before?.source !== source) {
    return settings.existingMails === 'START'
      ? { source, uidValidity, uid: 0 }
      : { source, uidValidity, uid: uidNext - 1, ignoredBefore: now }
  }
  if (before.uidValidity === uidValidity) return before
  return { ...before, uidValidity, uid: 0, isRenumbered: true }
}

export function isLeftAlone({ ignoredBefore, isRenumbered }: MailCursor, head: MailHead): boolean {
  if (isRenumbered !== true || ignoredBefore === undefined) return false
  return (head.receivedAt ?? ignoredBefore) < ignoredBefore
}
