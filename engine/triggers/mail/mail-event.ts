import type { JsonObject } from '../../../asl/json.ts'
import type { MailAddress, MailBody, MailHead } from '../../../plugins/contract/mailbox.ts'
import type { SettingsOf } from '../../store/queries/triggers.ts'
import type { TriggerEvent } from '../firing.ts'

export type MailSettings = SettingsOf<'MAIL'>

/** An input has at most 256 KiB; what a mapping adds must fit, too. */
const EVENT_BYTES = 200 * 1024
const TEXT_BYTES = 128 * 1024
const MOST_ADDRESSES = 50
/** More of one mail are only counted. */
export const MOST_ATTACHMENTS = 50
const LONGEST_WORDS = 512

export function mailboxOf(settings: MailSettings): string {
  return settings.mailbox ?? 'INBOX'
}

export function isWantedMail(settings: MailSettings, head: MailHead): boolean {
  const { from, subject, hasAttachment } = settings
  const senders = head.from.map(({ name = '', address }) => `${name} <${address}>`)
  return (
    (from === undefined || holds(senders.join('\n'), from)) &&
    (subject === undefined || holds(head.subject ?? '', subject)) &&
    (hasAttachment === undefined || hasAttachment === head.hasAttachment)
  )
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}

/**
 * The Message-ID with the sender's time, which a mail keeps when its mailbox is moved or numbered
 * anew; the time, since some programs write the same Message-ID into all their mails.
 */
export function mailIdentity({ messageId, date, uid }: MailHead, uidValidity: string): string {
  return messageId === undefined
    ? `${uidValidity}/${String(uid)}`
    : `${messageId.slice(0, LONGEST_WORDS)}\n${String(date ?? '')}`
}

/** `paths`: where the attachments were saved, in their order. */
export function mailEvent(
  settings: MailSettings,
  head: MailHead,
  identity: string,
  { text, attachments, problem }: MailBody,
  paths: readonly string[] = []
): TriggerEvent {
  const [sender] = head.from
  const listed = attachments.slice(0, MOST_ATTACHMENTS).map((attachment, index) => ({
    ...{ contentType: short(attachment.contentType), size: attachment.content.byteLength },
    ...(attachment.filename === undefined ? {} : { filename: short(attachment.filename) }),
    ...(paths[index] === undefined ? {} : { path: paths[index] })
  }))
  const event: JsonObject = {
    ...{ kind: 'MAIL', mailbox: mailboxOf(settings), subject: short(head.subject ?? '') },
    ...(sender === undefined ? {} : { from: shown(sender) }),
    to: head.to.slice(0, MOST_ADDRESSES).map(shown),
    ...(head.messageId === undefined ? {} : { messageId: short(head.messageId) }),
    ...timesOf(head),
    ...{ attachments: listed, attachmentCount: attachments.length },
    ...(problem === undefined ? {} : { problem: short(problem) })
  }
  const left = Math.min(TEXT_BYTES, EVENT_BYTES - bytesOf(event))
  const bounded = boundedText(text, left)
  const isCut = bounded.length < text.length
  return {
    identity,
    title: `${short(head.subject ?? '') || 'no subject'}, from ${sender?.address ?? 'nobody'}`,
    event: { ...event, text: bounded, ...(isCut ? { isTextCut: true } : {}) }
  }
}

function timesOf({ date, receivedAt }: MailHead): JsonObject {
  return {
    ...(date === undefined ? {} : { date: new Date(date).toISOString() }),
    ...(receivedAt === undefined ? {} : { receivedAt: new Date(receivedAt).toISOString() })
  }
}

function shown({ address, name }: MailAddress): JsonObject {
  return { address: short(address), ...(name === undefined ? {} : { name: short(name) }) }
}

function short(text: string): string {
  return beginningOf(text, LONGEST_WORDS)
}

/** The longest beginning that takes no more bytes as JSON. */
function boundedText(text: string, bytes: number): string {
  let end = Math.min(text.length, Math.max(bytes, 0))
  let bounded = beginningOf(text, end)
  for (let size = bytesOf(bounded); size > bytes && end > 0; size = bytesOf(bounded)) {
    end = Math.floor(end * Math.min(0.95, bytes / size))
    bounded = beginningOf(text, end)
  }
  return bounded
}

/** Never half of a character. */
function beginningOf(text: string, end: number): string {
  return text.slice(0, end).replace(/[\uD800-\uDBFF]$/, '')
}

function bytesOf(value: JsonObject | string): number {
  return Buffer.byteLength(JSON.stringify(value))
}
