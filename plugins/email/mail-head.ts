import type { FetchMessageObject, MessageAddressObject, MessageStructureObject } from 'imapflow'
import type { MailAddress, MailHead } from '../contract/mailbox.ts'

/** What the server tells of a mail; all but its number may be missing. */
export function headOf(found: FetchMessageObject): MailHead {
  const { uid, envelope = {}, bodyStructure, internalDate, size = 0 } = found
  const { messageId, subject } = envelope
  const date = timeOf(envelope.date)
  const receivedAt = timeOf(internalDate)
  return {
    ...{ uid, size, from: addressesOf(envelope.from), to: addressesOf(envelope.to) },
    hasAttachment: bodyStructure !== undefined && holdsAttachment(bodyStructure),
    ...(messageId ? { messageId } : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(date === undefined ? {} : { date }),
    ...(receivedAt === undefined ? {} : { receivedAt })
  }
}

function timeOf(date: Date | string | undefined): number | undefined {
  const time = date === undefined ? Number.NaN : new Date(date).getTime()
  return Number.isNaN(time) ? undefined : time
}

function addressesOf(found: readonly MessageAddressObject[] = []): MailAddress[] {
  return found.map(({ address = '', name }) => ({ address, ...(name ? { name } : {}) }))
}

/** Pictures within a text of HTML are none. */
function holdsAttachment(node: MessageStructureObject): boolean {
  if (node.disposition?.toLowerCase() === 'attachment') return true
  const hasName = node.dispositionParameters?.['filename'] ?? node.parameters?.['name']
  if (hasName !== undefined && node.id === undefined) return true
  return (node.childNodes ?? []).some(holdsAttachment)
}
