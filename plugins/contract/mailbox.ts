import type { ActionContext } from './context.ts'

/** What opening a mailbox needs of the engine: no task stands behind it. */
export type MailboxContext = Pick<ActionContext, 'signal' | 'connection'>

export interface MailAddress {
  address: string
  name?: string
}

/** What a server tells of a mail without its text. A malformed mail may have none of it. */
export interface MailHead {
  /** Grows from mail to mail, while the mailbox's `uidValidity` is the same. */
  uid: number
  messageId?: string
  from: readonly MailAddress[]
  to: readonly MailAddress[]
  subject?: string
  /** The sender's time; milliseconds since the epoch. */
  date?: number
  /** When the server has got it. */
  receivedAt?: number
  size: number
  hasAttachment: boolean
}

export interface MailAttachment {
  /** As the sender wrote it: nothing to make a path of. */
  filename?: string
  contentType: string
  content: Uint8Array
}

export interface MailBody {
  text: string
  attachments: readonly MailAttachment[]
  /** What could not be read, in words. */
  problem?: string
}

/** One folder of mails on a server, open. Rejects with TaskFailure. */
export interface Mailbox {
  /** Another one: the numbers of mails mean others now. */
  uidValidity: string
  /** The number that the next mail will have at least. */
  uidNext: number
  /** Those above `afterUid`, in order. */
  uids: (afterUid: number) => Promise<number[]>
  /** In order; mails that are gone are left out. */
  heads: (uids: readonly number[]) => Promise<MailHead[]>
  /** Changes nothing, not even whether it was seen. Bounded: of a huge mail only its beginning. */
  read: (head: MailHead) => Promise<MailBody>
  /** Nothing happens where it is gone. */
  markSeen: (uid: number) => Promise<void>
  /** Makes the other mailbox where it is missing; nothing happens where the mail is gone. */
  move: (uid: number, path: string) => Promise<void>
  /** Resolves once mails may have come since the last `uids`, at `until`, or to false: it was closed. */
  untilNews: (until: AbortSignal) => Promise<boolean>
  isOpen: () => boolean
}

export interface MailboxRequest {
  /** The default one where absent. */
  connection?: string | undefined
  path: string
  isReadOnly: boolean
}

/** Opens a mailbox for as long as `work` takes. */
export type WithMailbox = <Result>(
  context: MailboxContext,
  request: MailboxRequest,
  work: (mailbox: Mailbox) => Promise<Result>
) => Promise<Result>
