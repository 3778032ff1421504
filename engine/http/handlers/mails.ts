import type { z } from 'zod'
import type { mail } from '../../../api/operations/engine.ts'
import type { Host } from '../../host/host.ts'
import type { Outbox } from '../../mails/outbox.ts'
import type { Store } from '../../store/open.ts'
import type { MailSummary } from '../../store/queries/mails.ts'
import { listMails } from '../../store/queries/mails.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { cutPage, isNumberKey, pageSize, pageStart } from '../paging.ts'
import { toSeconds } from './wire.ts'

type Names = 'ListMails' | 'DescribeMail' | 'SendWaitingMails' | 'DiscardMail'

export function mailHandlers(services: {
  store: Store
  host: Host
  outbox: Outbox
}): Pick<Handlers, Names> {
  const { store, host, outbox } = services
  const db = reader(store)
  return {
    ListMails: ({ status, ...page }) => {
      const size = pageSize(page)
      const start = pageStart('mails', page, isNumberKey)
      const from = start ? { before: start[0] } : {}
      const found = listMails(db, { status, ...from, limit: size + 1 })
      const cut = cutPage('mails', found, size, ({ id }) => [id])
      return {
        mails: cut.page.map(toWire),
        ...(cut.nextToken === undefined ? {} : { nextToken: cut.nextToken })
      }
    },
    DescribeMail: ({ mailId }) => {
      const { text, html, ...found } = outbox.describe(db, mailId)
      return { ...toWire(found), text, ...(html === undefined ? {} : { html }) }
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

function toWire(found: MailSummary): z.output<typeof mail> {
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
