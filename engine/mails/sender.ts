import type { ConnectionValue } from '../../plugins/contract/context.ts'
import type { Clock } from '../clock.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../plugins/registry.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Store } from '../store/open.ts'
import type { Delivery, SealedMail } from '../store/queries/mails.ts'
import * as rows from '../store/queries/mails.ts'
import { reader } from '../store/transaction.ts'
import type { ConnectionFinder } from '../tasks/services.ts'
import { isRefusal, pauseAfter, reasonOf } from './delivery.ts'
import { openMail } from './sealed-mail.ts'

export const CONNECTION_TYPE = 'smtp'
export const DELIVERY_MILLISECONDS = 60_000

export interface SenderOptions {
  store: Store
  /** What came of a mail is noted as soon as the disk takes it: a mail that went out is not sent again. */
  host: Pick<HostControl, 'persist'>
  clock: Clock
  log: Log
  registry: Registry
  connections: ConnectionFinder
  vault: Vault
}

/** Hands mails to the transport of the connection type, and notes what came of it. */
export interface Sender {
  /** One try at a time a mail; rejects where the server refuses the mail for good. */
  deliver: (mail: SealedMail, connection: ConnectionValue) => Promise<void>
  /** The same for a mail that is due; never rejects. */
  sendDue: (id: number) => Promise<void>
  stop: () => void
}

export function createSender(options: SenderOptions, onTried: () => void): Sender {
  const { store, host, log } = options
  const db = reader(store)
  const stopped = new AbortController()
  const underWay = new Map<number, Promise<void>>()
  const deliver: Sender['deliver'] = (mail, connection) => {
    const already = underWay.get(mail.id)
    if (already) return already
    const trying = tryDelivery(options, mail, connection, stopped.signal).finally(() => {
      underWay.delete(mail.id)
      onTried()
    })
    underWay.set(mail.id, trying)
    return trying
  }
  return {
    deliver,
    sendDue: async (id) => {
      const mail = rows.findMailById(db, id)
      if (!mail) return
      try {
        const connection = await options.connections.find(CONNECTION_TYPE, mail.connection)
        if (connection) await deliver(mail, connection)
        else await host.persist((write) => rows.parkMail(write, id))
      } catch (error) {
        log.warn('A mail could not be sent', { mailId: mail.mailId, error: reasonOf(error) })
        // A connection that is gone or unreadable is a failed try, too: `deliver` has noted its own.
        if (rows.findMailById(db, id)?.attempts === mail.attempts) {
          // Refused only while the engine stops: the mail is tried again at its next start.
          await noteFailure(options, mail, error).catch(() => undefined)
        }
      }
    },
    stop: () => stopped.abort(new Error('The engine stops'))
  }
}

async function tryDelivery(
  options: SenderOptions,
  mail: SealedMail,
  connection: ConnectionValue,
  stopped: AbortSignal
): Promise<void> {
  const transport = options.registry.connectionType(CONNECTION_TYPE)?.deliver
  if (!transport) throw new Error(`No plugin delivers mails of the type ${CONNECTION_TYPE}`)
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(DELIVERY_MILLISECONDS)])
  options.store.reached('mail:stored')
  let sent: Awaited<ReturnType<typeof transport>>
  try {
    const outgoing = { ...openMail(options.vault, mail), messageId: mail.messageId }
    sent = await transport(connection, outgoing, signal)
  } catch (error) {
    // The engine's end says nothing about the mail: the lease runs out and it is tried again.
    if (stopped.aborted) return
    await noteFailure(options, mail, error)
    if (isRefusal(error)) throw error
    options.log.warn('A mail could not be sent yet', {
      mailId: mail.mailId,
      error: reasonOf(error)
    })
    return
  }
  options.store.reached('mail:sent')
  const { accepted, rejected } = sent
  await note(options, mail, { status: 'SENT', at: options.clock.now(), accepted, rejected })
}

function noteFailure(options: SenderOptions, mail: SealedMail, error: unknown): Promise<void> {
  const at = options.clock.now()
  const pause = isRefusal(error) ? undefined : pauseAfter(mail.attempts + 1)
  return note(options, mail, {
    status: pause === undefined ? 'FAILED' : 'WAITING',
    at,
    ...(pause === undefined ? {} : { dueAt: at + pause }),
    error: reasonOf(error)
  })
}

function note({ host }: SenderOptions, mail: SealedMail, delivery: Delivery): Promise<void> {
  return host.persist((write) => {
    rows.noteDelivery(write, mail.id, delivery)
    write.notify({ type: 'mail', mailId: mail.mailId, status: delivery.status })
  })
}
