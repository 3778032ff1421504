import { createHash } from 'node:crypto'
import type { OutgoingMail, QueuedMail } from '../../plugins/contract/context.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import { ApiError } from '../../api/errors.ts'
import type { Ids } from '../ids.ts'
import type { Vault } from '../secrets/vault.ts'
import { VaultError } from '../secrets/vault.ts'
import type { MailSummary, SealedMail } from '../store/queries/mails.ts'
import * as rows from '../store/queries/mails.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import type { AttemptIdentity, OutboxService } from '../tasks/services.ts'
import type { WakeUp } from '../timers/wake-up.ts'
import { startWakeUp } from '../timers/wake-up.ts'
import { maskDecisionLinks } from './mask-links.ts'
import { openMail, sealMail } from './sealed-mail.ts'
import type { SenderOptions } from './sender.ts'
import { CONNECTION_TYPE, createSender, DELIVERY_MILLISECONDS } from './sender.ts'

/** Mails are stored first and sent then; what cannot be sent waits here. */
export interface Outbox extends OutboxService {
  /** A mail's text without its decision links. Throws ApiError MailDoesNotExist. */
  describe: (db: ReadDb, mailId: string) => MailSummary & { text: string; html?: string }
  /** Tries all waiting mails again, now; answers how many there are. */
  sendWaiting: (write: WriteDb) => number
  /** A waiting mail is not to be sent any more. Throws ApiError MailDoesNotExist. */
  discard: (write: WriteDb, mailId: string) => void
  /** Begins to send what waits. */
  start: () => void
  stop: () => void
}

export interface OutboxOptions extends SenderOptions {
  ids: Ids
}

/** A mail whose sending the engine's end has interrupted is tried again after this. */
const LEASE_MILLISECONDS = 2 * DELIVERY_MILLISECONDS
const PORTION = 10

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, host, clock, log } = options
  const db = reader(store)
  const sender = createSender(options, () => wakeUp?.check())
  let wakeUp: WakeUp | undefined
  return {
    put: async (attempt, mail, putOptions = {}) => {
      const connection = await options.connections.find(CONNECTION_TYPE, putOptions.connection)
      const stored = await host.persist((write) =>
        storeMail(write, options, { attempt, mail, ...putOptions, hasConnection: !!connection })
      )
      if (stored.status === 'FAILED') {
        throw new TaskFailure('Signalbox.MailRefused', stored.lastError ?? 'The mail was refused.')
      }
      if (stored.status === 'WAITING' && connection) await sender.deliver(stored, connection)
      wakeUp?.check()
      return toQueued(rows.findMailById(db, stored.id) ?? stored)
    },
    describe: (at, mailId) => describe(at, mailId, options.vault),
    sendWaiting: (write) => {
      write.afterCommit(() => wakeUp?.check())
      return rows.makeWaitingMailsDue(write, clock.now())
    },
    discard: (write, mailId) => {
      if (!rows.discardMail(write, mailId, 'Discarded by a person.')) {
        throw new ApiError('MailDoesNotExist', `There is no waiting mail '${mailId}'.`)
      }
      write.notify({ type: 'mail', mailId, status: 'FAILED' })
    },
    start: () => {
      wakeUp = startWakeUp({
        clock,
        log,
        nextDueAt: () => rows.earliestDueMail(db),
        onDue: async (now) => {
          for (const id of rows.dueMails(db, now, PORTION)) await sender.sendDue(id)
        }
      })
    },
    stop: () => {
      wakeUp?.stop()
      sender.stop()
    }
  }
}

interface MailToStore {
  attempt: AttemptIdentity
  mail: OutgoingMail
  key?: string
  connection?: string
  hasConnection: boolean
}

/** Stores the mail unless the attempt has put it before. */
function storeMail(
  write: WriteDb,
  { clock, ids, vault }: OutboxOptions,
  { attempt, mail, key = '', connection, hasConnection }: MailToStore
): SealedMail {
  const found = rows.findMailOfAttempt(write, attempt, key)
  if (found) return found
  const mailId = ids.uuid()
  const now = clock.now()
  rows.insertMail(write, {
    mailId,
    executionId: attempt.executionId,
    taskId: attempt.taskId,
    key,
    executionArn: attempt.executionArn,
    ...(connection === undefined ? {} : { connection }),
    messageId: messageIdOf(attempt, key),
    ...(mail.from === undefined ? {} : { from: mail.from }),
    to: mail.to,
    subject: mail.subject,
    sealed: sealMail(vault, mailId, mail),
    createdAt: now,
    ...(hasConnection ? { dueAt: now + LEASE_MILLISECONDS } : {})
  })
  write.notify({ type: 'mail', mailId, status: 'WAITING' })
  const stored = rows.findMail(write, mailId)
  if (!stored) throw new Error('A mail that was just stored is not there')
  return stored
}

function describe(db: ReadDb, mailId: string, vault: Vault): ReturnType<Outbox['describe']> {
  const found = rows.findMail(db, mailId)
  if (!found) throw new ApiError('MailDoesNotExist', `There is no mail '${mailId}'.`)
  try {
    const { text, html } = openMail(vault, found)
    const masked = { ...found, text: maskDecisionLinks(text) }
    return html === undefined ? masked : { ...masked, html: maskDecisionLinks(html) }
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    return { ...found, text: `The text cannot be shown. ${error.message}` }
  }
}

/** The same for each try, so that a mail that was sent twice is recognised as one. */
function messageIdOf(attempt: AttemptIdentity, key: string): string {
  const identity = `${attempt.executionArn} ${String(attempt.taskId)} ${key}`
  return `<${createHash('sha256').update(identity).digest('hex').slice(0, 40)}@signalbox>`
}

function toQueued(mail: SealedMail): QueuedMail {
  return {
    mailId: mail.mailId,
    messageId: mail.messageId,
    status: mail.status === 'SENT' ? 'SENT' : 'WAITING',
    accepted: mail.accepted,
    rejected: mail.rejected
  }
}
