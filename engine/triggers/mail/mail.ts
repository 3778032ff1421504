import { ApiError } from '../../../api/errors.ts'
import type { Mailbox } from '../../../plugins/contract/mailbox.ts'
import { wordsOf } from '../failure-words.ts'
import type { TriggerEvent } from '../firing.ts'
import type { Kind, Rehearsal } from '../watcher.ts'
import type { MailSettings } from './mail-event.ts'
import { isWantedMail, mailboxOf, mailEvent, mailIdentity } from './mail-event.ts'
import { MailSession } from './mail-session.ts'
import type { OpenMailbox } from './open-mailbox.ts'

/** A rehearsal looks at so many of the newest mails. */
const REHEARSED = 500
const PORTION = 50

/** Mails in a mailbox: each once. */
export function mailKind(openMailbox: OpenMailbox): Kind<'MAIL'> {
  return {
    check,
    watch: (trigger, parts) => {
      const session = new MailSession(trigger, parts, openMailbox)
      session.begin()
      return session
    },
    rehearse: async (settings, { limit, signal }) => {
      const request = {
        ...{ connection: settings.connection, path: mailboxOf(settings), isReadOnly: true }
      }
      try {
        return await openMailbox(request, signal, (mailbox) => rehearse(settings, limit, mailbox))
      } catch (error) {
        return { events: [], hasMore: false, problem: wordsOf(error) }
      }
    }
  }
}

function check(settings: MailSettings): void {
  const { afterwards, moveTo } = settings
  if ((afterwards === 'MOVE') !== (moveTo !== undefined)) {
    throw invalid('Expected moveTo with afterwards MOVE, and only with it.')
  }
  if (moveTo !== undefined && moveTo === mailboxOf(settings)) {
    throw invalid('Expected moveTo to be another mailbox than the one that is watched.')
  }
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationException', message)
}

/** The newest first. */
async function rehearse(
  settings: MailSettings,
  limit: number,
  mailbox: Mailbox
): Promise<Rehearsal> {
  const events: TriggerEvent[] = []
  const uids = (await mailbox.uids(0)).slice(-REHEARSED).reverse()
  for (let at = 0; at < uids.length; at += PORTION) {
    const heads = await mailbox.heads(uids.slice(at, at + PORTION))
    for (const head of heads.reverse().filter((one) => isWantedMail(settings, one))) {
      if (events.length >= limit) return { events, hasMore: true }
      const identity = mailIdentity(head, mailbox.uidValidity)
      events.push(mailEvent(settings, head, identity, await mailbox.read(head)))
    }
  }
  return { events, hasMore: false }
}
