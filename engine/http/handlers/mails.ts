import type { z } from 'zod'
import type { mail } from '../../../api/operations/engine.ts'
import type { Host } from '../../host/host.ts'
import type { Outbox } from '../../mails/outbox.ts'
import type { Store } from '../../store/open.ts'
import type { MailSummary } from '../../store/queries/mails.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { toSeconds } from './wire.ts'

type Names = 'DescribeMail' | 'SendWaitingMails' | 'DiscardMail'

export function mailHandlers(services: {
  store: Store
  host: Host
  outbox: Outbox
}): Pick<Handlers, Names> {
  const { store, host, outbox } = services
  const db = reader(store)
  return {
    DescribeMail: ({ mailId }) => {
      const { text, html, ...found } = outbox.describe(db, mailId)
      return { ...toWireMail(found), text, ...(html === undefined ? {} : { html }) }
    },
    SendWaitingMails: async () => ({
      count: await host.enqueue((write) => outbox.sendWaiting(write))
    }),
    DiscardMail: async ({ mailId }) => {
      await host.enqueue((write) => outbox.discard(write, mailId))
      return {}
    }
  }
}

/** As the API shows it. */
export function toWireMail(found: MailSummary): z.output<typeof mail> {
  return {
    mailId: found.mailId,
    status: found.status,
    ...(found.from === undefined ? {} : { from: found.from }),
    to: found.to,
    subject: found.subject,
    createdDate: toSeconds(found.createdAt),
    ...(found.sentAt === undefined ? {} : { sentDate: toSeconds(found.sentAt) }),
    attempts: found.attempts,
    ...(found.lastError === undefined ? {} : { lastError: found.lastError }),
    executionArn: found.executionArn
  }
}
