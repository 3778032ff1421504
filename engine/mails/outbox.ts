import { createHash } from 'node:crypto'
import type { ConnectionValue, OutgoingMail, QueuedMail } from '../../plugins/contract/context.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import { ApiError } from '../../api/errors.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../plugins/registry.ts'
import type { Vault } from '../secrets/vault.ts'
import { VaultError } from '../secrets/vault.ts'
import type { Store } from '../store/open.ts'
import type { Delivery, MailSummary, SealedMail } from '../store/queries/mails.ts'
import * as rows from '../store/queries/mails.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { inTransaction, reader } from '../store/transaction.ts'
import type { AttemptIdentity, ConnectionFinder, OutboxService } from '../tasks/services.ts'
import type { WakeUp } from '../timers/wake-up.ts'
import { startWakeUp } from '../timers/wake-up.ts'
import { isRefusal, pauseAfter, reasonOf } from './delivery.ts'
import { maskDecisionLinks } from './mask-links.ts'

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

export interface OutboxOptions {
  store: Store
  clock: Clock
  ids: Ids
  log: Log
  registry: Registry
  connections: ConnectionFinder
  vault: Vault
}

const CONNECTION_TYPE = 'smtp'
const DELIVERY_MILLISECONDS = 60_000
/** A mail whose sending the engine's end has interrupted is tried again after this. */
const LEASE_MILLISECONDS = 2 * DELIVERY_MILLISECONDS
const PORTION = 10

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, clock, log } = options
  const db = reader(store)
  const stopped = new AbortController()
  const underWay = new Map<number, Promise<void>>()

  /** One try at a time a mail; rejects where the server refuses the mail for good. */
  const deliver = (mail: SealedMail, connection: ConnectionValue): Promise<void> => {
    const already = underWay.get(mail.id)
    if (already) return already
    const trying = tryDelivery(options, mail, connection, stopped.signal).finally(() => {
      underWay.delete(mail.id)
      wakeUp?.check()
    })
    underWay.set(mail.id, trying)
    return trying
  }

  const sendDue = async (id: number): Promise<void> => {
    const mail = rows.findMailById(db, id)
    if (!mail) return
    try {
      const connection = await options.connections.find(CONNECTION_TYPE, mail.connection)
      if (connection) await deliver(mail, connection)
      else inTransaction(store, (write) => rows.parkMail(write, id))
    } catch (error) {
      log.warn('A mail could not be sent', { mailId: mail.mailId, error: reasonOf(error) })
      // A connection that is gone or unreadable is a failed try, too: `deliver` has noted its own.
      if (rows.findMailById(db, id)?.attempts === mail.attempts) noteFailure(options, mail, error)
    }
  }

  let wakeUp: WakeUp | undefined
  const start = (): void => {
    wakeUp = startWakeUp({
      clock,
      log,
      nextDueAt: () => rows.earliestDueMail(db),
      onDue: async (now) => {
        for (const id of rows.dueMails(db, now, PORTION)) await sendDue(id)
      }
    })
  }

  return {
    put: async (attempt, mail, putOptions = {}) => {
      const connection = await options.connections.find(CONNECTION_TYPE, putOptions.connection)
      const stored = inTransaction(store, (write) =>
        storeMail(write, options, { attempt, mail, ...putOptions, hasConnection: !!connection })
      )
      if (stored.status === 'FAILED') {
        throw new TaskFailure('Signalbox.MailRefused', stored.lastError ?? 'The mail was refused.')
      }
      if (stored.status === 'WAITING' && connection) await deliver(stored, connection)
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
    start,
    stop: () => {
      wakeUp?.stop()
      stopped.abort(new Error('The engine stops'))
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
    sealed: vault.seal(JSON.stringify(mail), purposeOf(mailId)),
    createdAt: now,
    ...(hasConnection ? { dueAt: now + LEASE_MILLISECONDS } : {})
  })
  write.notify({ type: 'mail', mailId, status: 'WAITING' })
  const stored = rows.findMail(write, mailId)
  if (!stored) throw new Error('A mail that was just stored is not there')
  return stored
}

function purposeOf(mailId: string): string {
  return `mail ${mailId}`
}

function openMail(vault: Vault, { mailId, sealed }: SealedMail): OutgoingMail {
  return JSON.parse(vault.open(sealed, purposeOf(mailId))) as OutgoingMail
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

async function tryDelivery(
  options: OutboxOptions,
  mail: SealedMail,
  connection: ConnectionValue,
  stopped: AbortSignal
): Promise<void> {
  const transport = options.registry.connectionType(CONNECTION_TYPE)?.deliver
  if (!transport) throw new Error(`No plugin delivers mails of the type ${CONNECTION_TYPE}`)
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(DELIVERY_MILLISECONDS)])
  try {
    const outgoing = { ...openMail(options.vault, mail), messageId: mail.messageId }
    const { accepted, rejected } = await transport(connection, outgoing, signal)
    note(options, mail, { status: 'SENT', at: options.clock.now(), accepted, rejected })
  } catch (error) {
    // The engine's end says nothing about the mail: the lease runs out and it is tried again.
    if (stopped.aborted) return
    noteFailure(options, mail, error)
    if (isRefusal(error)) throw error
    options.log.warn('A mail could not be sent yet', {
      mailId: mail.mailId,
      error: reasonOf(error)
    })
  }
}

function noteFailure(options: OutboxOptions, mail: SealedMail, error: unknown): void {
  const at = options.clock.now()
  const pause = isRefusal(error) ? undefined : pauseAfter(mail.attempts + 1)
  note(options, mail, {
    status: pause === undefined ? 'FAILED' : 'WAITING',
    at,
    ...(pause === undefined ? {} : { dueAt: at + pause }),
    error: reasonOf(error)
  })
}

function note({ store }: OutboxOptions, mail: SealedMail, delivery: Delivery): void {
  inTransaction(store, (write) => {
    rows.noteDelivery(write, mail.id, delivery)
    write.notify({ type: 'mail', mailId: mail.mailId, status: delivery.status })
  })
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
